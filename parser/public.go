package parser

import "strings"

// publicImages is what the names of AWS's public parameters for FireLens begin with, and the
// repository whose images they name. The rest of the name is the image's tag.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/firelens-using-fluentbit.html
const publicImages, publicRepository = "/aws/service/aws-for-fluent-bit/", "aws-for-fluent-bit"

// publicAccounts are the accounts that AWS keeps these images in, where it is not the usual one.
var publicAccounts = map[string]string{
	"ap-east-1": "449074385750", "me-south-1": "741863432321", "eu-south-1": "960320637946",
	"af-south-1": "928143927476",
}

// PublicImage returns the image that a public parameter of the AWS Systems Manager Parameter Store
// holds; region may hold a token. It is false for any other parameter.
func PublicImage(name, region string) (image string, ok bool) {
	name = name[strings.LastIndex(name, ":parameter")+1:]
	name = strings.TrimPrefix(name, "parameter")
	tag, ok := strings.CutPrefix(name, publicImages)
	if !ok || tag == "" || strings.ContainsAny(tag, "/:") || Holed(tag) {
		return "", false
	}
	account, suffix := publicAccounts[region], "amazonaws.com"
	switch {
	case account != "":
	case strings.HasPrefix(region, "cn-"):
		account, suffix = "128054284489", "amazonaws.com.cn"
	case strings.HasPrefix(region, "us-gov-"):
		account = "161423150738"
	default:
		account = "906394416424"
	}
	return account + ".dkr.ecr." + region + "." + suffix + "/" + publicRepository + ":" + tag, true
}
