package report

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the goldens anew")

// sample is the report that every format prints.
func sample() *Report {
	r := &Report{
		Roots:   []string{"infra", "other"},
		Version: "1.2.3",
		Rules: []Rule{
			{
				ID: "network/s3_egress_blocked", Title: "Egress does not reach S3",
				Description: "The layers of an image come from Amazon S3.", Severity: Error,
				Predicts: "CannotPullContainerError: …: dial tcp: i/o timeout",
				Fix:      "Allow TCP 443 to the S3 prefix list.",
				Links: []Link{{
					Title: "Amazon ECR interface VPC endpoints",
					URL:   "https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html",
				}},
				Docs: "docs/rules/network/s3_egress_blocked.md", BuiltIn: true,
			},
			{ID: "endpoint/s3_policy", Title: "The policy of the S3 endpoint", Severity: Error},
			{ID: "mine/house_rule", Severity: Info},
		},
		Sources: func(file string) []byte {
			source, err := os.ReadFile(filepath.Join("testdata", "src", filepath.FromSlash(file)))
			if err != nil {
				return nil
			}
			return source
		},
	}
	r.Findings = append(blocked(), policy(), wide(), doubt())
	r.Pulls = samplePulls()
	r.Diagnostics = []Diagnostic{
		{
			Severity: Warning, Summary: "Symbolic link loop",
			Detail: "The link loop leads to itself.\nIt was not followed.",
		},
		{
			Severity: Error, Summary: "Invalid CIDR", Detail: "\"10.0.0.0/24\" is none.",
			Location: &Location{File: "net/crlf.tf", Line: 2, Column: 2, EndLine: 2, EndColumn: 12},
		},
	}
	r.Diagnostics = append(r.Diagnostics, r.Diagnostics[0])
	r.NotJudged = []NotJudged{{
		Root: "infra", Resource: "aws_lambda_function.f", What: "AWS Lambda",
		Why: "only Amazon ECS is judged", Location: Location{File: "main.tf", Line: 14, Column: 1},
	}}
	r.Suppressed = accepted()
	r.Sort()
	return r
}

// accepted are findings that are known: one by a comment, one by the baseline.
func accepted() []Suppressed {
	inline, old := policy(), wide()
	inline.Fingerprint, inline.Pulls = "ff66", []PullRef{{
		Root: "infra", Workload: "aws_ecs_service.old", Container: "old",
	}}
	inline.Severity, inline.MaskedBy = Error, nil
	old.Fingerprint = "ff77"
	return []Suppressed{
		{Finding: inline, Suppression: Suppression{
			Kind: Inline, Reason: "the old service goes in May", Until: "2027-05-31",
			Location: Location{File: "main.tf", Line: 23, Column: 3, EndLine: 23, EndColumn: 30},
		}},
		{Finding: old, Suppression: Suppression{Kind: Baseline}},
	}
}

// blocked is one fault in two instances of a module.
func blocked() []Finding {
	egress := Location{File: "main.tf", Line: 5, Column: 3, EndLine: 11, EndColumn: 4}
	first := Finding{
		Fingerprint: "aa11", Root: "infra", Rule: "network/s3_egress_blocked", Severity: Error,
		Message:  "aws_security_group.task lets 443 out to the endpoints but not to S3.",
		Resource: "aws_security_group.task[0]", Attribute: "egress", Location: egress,
		Path: []Hop{
			{Gate: "dns", At: "aws_vpc.main", State: "open", Leg: "layers"},
			{
				Gate: "egress", At: "aws_security_group.task[0]", State: "closed", Leg: "layers",
				Location: egress,
			},
			{Gate: "acl", At: "aws_vpc.main", State: "open", Leg: "layers"},
		},
		Predicts: "CannotPullContainerError: …: dial tcp: i/o timeout",
		Fix: Fix{
			Summary: "Allow TCP 443 to the S3 prefix list.",
			Snippet: "egress {\n  from_port       = 443\n" +
				"  prefix_list_ids = [aws_vpc_endpoint.s3.prefix_list_id]\n}\n",
			Edits: []Edit{{
				Location: Location{File: "main.tf", Line: 11, Column: 4, EndLine: 11, EndColumn: 4},
				NewText:  "\n\n  egress {\n  }",
			}},
		},
		Docs: "docs/rules/network/s3_egress_blocked.md",
		Pulls: []PullRef{
			{Root: "infra", Workload: "aws_ecs_service.api", Container: "sidecar"},
			{Root: "infra", Workload: "aws_ecs_service.api", Container: "api"},
		},
		Related: []RelatedPlace{{
			Location: Location{File: "net/crlf.tf", Line: 1, Column: 1}, Message: "The subnet.",
		}},
		Callers: []Location{
			{File: "main.tf", Line: 14, Column: 1}, {File: "top.tf", Line: 2, Column: 1},
		},
	}
	second := first
	second.Fingerprint, second.Resource = "bb22", "aws_security_group.task[1]"
	second.Pulls = []PullRef{
		{Root: "infra", Workload: "aws_ecs_service.web", Container: "web"},
		{Root: "other", Workload: "aws_ecs_service.x", Container: "web"},
		{Root: "other", Workload: "aws_ecs_service.y"},
	}
	return []Finding{second, first}
}

// policy is a fault in a long block.
func policy() Finding {
	return Finding{
		Fingerprint: "cc33", Root: "infra", Rule: "endpoint/s3_policy", Severity: Warning,
		Message:  "The policy of aws_vpc_endpoint.policy does not allow the layer bucket.",
		Resource: "aws_vpc_endpoint.policy", Attribute: "policy",
		Location: Location{File: "main.tf", Line: 24, Column: 12, EndLine: 36, EndColumn: 1},
		MaskedBy: []string{"aa11"},
	}
}

// wide is a fault behind a tab and wide characters.
func wide() Finding {
	return Finding{
		Fingerprint: "dd44", Root: "infra", Rule: "mine/house_rule", Severity: Warning,
		Message: "subnets", Resource: "aws_ecs_service.api", Attribute: "subnets",
		Location: Location{File: "main.tf", Line: 20, Column: 32, EndLine: 20, EndColumn: 39},
		Pulls:    []PullRef{{Root: "infra", Workload: "aws_ecs_service.api", Container: "api"}},
	}
}

// doubt is worth knowing and has no position.
func doubt() Finding {
	return Finding{
		Fingerprint: "ee55", Root: "other", Rule: "mine/house_rule", Severity: Info,
		Message: "worth knowing", Resource: "aws_ecs_service.x",
	}
}

func samplePulls() []Pull {
	missing := []Missing{
		{
			What: "route table of aws_subnet.c", Why: "data.aws_route_table.main is read at plan time",
			Hint:     "check a saved plan",
			Location: Location{File: "net/crlf.tf", Line: 1, Column: 1},
		},
		{What: "var.cidr", Why: "has no default", Hint: "pass it with --var"},
		{What: "var.third", Why: "has no default", Hint: "pass it with --var"},
	}
	return []Pull{
		{
			Root: "other", Workload: "aws_ecs_service.x", Container: "web", Launch: "ec2",
			Image: "nginx:1", Registry: "docker-hub", Verdict: Pulls, Findings: []string{"ee55"},
			Assumptions: []string{"the account of provider aws is 123456789012"},
		},
		{
			Root: "infra", Workload: "aws_ecs_service.web", Container: "web", Launch: "fargate",
			Image: "x/{var.tag}", Registry: "unknown", Verdict: Unknown, Unknowns: missing,
			Location: Location{File: "main.tf", Line: 19, Column: 1},
		},
		{
			Root: "infra", Workload: "aws_ecs_service.web", Container: "side", Launch: "fargate",
			Image: "x/{var.tag}", Registry: "unknown", Verdict: Unknown, Unknowns: missing,
		},
		{
			Root: "infra", Workload: "aws_ecs_service.api", Container: "api", Launch: "fargate",
			Image: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/api:1.4", Registry: "ecr",
			Verdict: Fails, Findings: []string{"dd44", "aa11", "aa11"},
		},
		{
			Root: "infra", Workload: "aws_ecs_service.old", Container: "old", Launch: "fargate",
			Image: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/old:1", Registry: "ecr",
			Verdict: Fails, Findings: []string{"ff66"},
		},
	}
}

func TestGoldens(t *testing.T) {
	text := func(options TextOptions) func(*bytes.Buffer, *Report) error {
		return func(b *bytes.Buffer, r *Report) error { return WriteText(b, r, options) }
	}
	inSub := FileOptions{Path: func(file string) string { return path.Join("sub dir/x", file) }}
	files := func(
		write func(io.Writer, *Report, FileOptions) error,
	) func(*bytes.Buffer, *Report) error {
		return func(b *bytes.Buffer, r *Report) error { return write(b, r, inSub) }
	}
	formats := map[string]func(*bytes.Buffer, *Report) error{
		"txt":            text(TextOptions{Unicode: true}),
		"ascii.txt":      text(TextOptions{}),
		"verbose.txt":    text(TextOptions{Unicode: true, Verbose: true}),
		"color.txt":      text(TextOptions{Unicode: true, Color: true}),
		"json":           func(b *bytes.Buffer, r *Report) error { return WriteJSON(b, r) },
		"sarif":          files(WriteSARIF),
		"github.txt":     files(WriteGitHub),
		"gitlab.json":    files(WriteGitLab),
		"junit.xml":      files(WriteJUnit),
		"checkstyle.xml": files(WriteCheckstyle),
		"rdjson.json":    files(WriteRDJSON),
		"md":             files(WriteMarkdown),
		"html":           files(WriteHTML),
	}
	for name, write := range formats {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			require.NoError(t, write(&out, sample()))
			golden := filepath.Join("testdata", "golden."+name)
			if *update {
				require.NoError(t, os.WriteFile(golden, out.Bytes(), 0o644))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			assert.Empty(t, cmp.Diff(string(want), out.String()))
		})
	}
}
