package terraform

import "strings"

// partitionOf returns the partition of a region.
// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
func partitionOf(region string) string {
	for prefix, partition := range map[string]string{
		"cn-": "aws-cn", "us-gov-": "aws-us-gov", "us-iso-": "aws-iso", "us-isob-": "aws-iso-b",
		"eu-isoe-": "aws-iso-e", "us-isof-": "aws-iso-f", "eusc-": "aws-eusc",
	} {
		if strings.HasPrefix(region, prefix) {
			return partition
		}
	}
	return "aws"
}

// dnsSuffixes are the domains of the partitions other than aws.
// Source: https://github.com/aws/aws-sdk-go-v2, internal/endpoints/awsrulesfn/partitions.json.
var dnsSuffixes = map[string]string{
	"aws-cn": "amazonaws.com.cn", "aws-iso": "c2s.ic.gov", "aws-iso-b": "sc2s.sgov.gov",
	"aws-iso-e": "cloud.adc-e.uk", "aws-iso-f": "csp.hci.ic.gov", "aws-eusc": "amazonaws.eu",
}

func dnsSuffix(region string) string {
	if suffix := dnsSuffixes[partitionOf(region)]; suffix != "" {
		return suffix
	}
	return "amazonaws.com"
}

// partition returns the partition of the resource: aws where the region is not known.
func (r *resourceInstance) partition() string { return partitionOf(r.region) }
