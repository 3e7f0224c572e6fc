package lint

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/report"
)

// What is said of a fault names the resource to change, what to write, and what the cloud would say
// of the leg that fails and of what runs the task.
func TestRemarks(t *testing.T) {
	for _, c := range []struct {
		stack, rule string
		resource    string
		message     string   // a part of it
		fix         []string // parts of the summary or of what is to be written
		predicts    string   // a part of it; "none" where the fault does no harm
	}{
		{
			stack: "reports/case-037-nat-instance-that-admits-nobody/broken", rule: "network/nat_without_internet",
			resource: "aws_security_group.nat", message: "the security group of aws_network_interface.nat,",
			fix: []string{
				`resource "aws_vpc_security_group_ingress_rule" "nat_https_1"`, `"10.20.1.0/24"`,
			},
		},
		{
			stack: "reports/case-032-no-endpoint-for-the-login/broken", rule: "endpoint/missing",
			resource: "VpcCBE83EB3",
		},
		{
			stack: "reports/case-105-zones-named-after-the-service/broken", rule: "endpoint/private_dns",
			message: "aws_route53_zone.ecr_dkr, which leads there, has the name ecr.dkr.ca-central-1.",
			fix: []string{
				`name = "dkr.ecr.ca-central-1.amazonaws.com"`, "record *.dkr.ecr.ca-central-1.amazonaws.com",
			},
			predicts: "CannotPullContainerError: The task cannot pull the image",
		},
		{
			stack: "reports/case-105-zones-named-after-the-service/broken", rule: "endpoint/private_dns",
			message:  "aws_route53_zone.ecr_api",
			fix:      []string{`name = "api.ecr.ca-central-1.amazonaws.com"`},
			predicts: "ResourceInitializationError",
		},
		{
			stack: "reports/case-015-detector-with-scoped-roles/broken", rule: "iam/injected_sidecar",
			fix: []string{`resource "aws_iam_role_policy" "execution_pull"`}, // there is a pull already
		},
		{
			stack: "reports/case-131-hosts-without-batchgetimage/broken", rule: "iam/not_allowed",
			fix: []string{`data "aws_caller_identity" "current" {}`},
		},
		{
			stack: "terraform/secret-that-is-closed-to-all-but-the-deployer/broken",
			rule:  "iam/credentials", fix: []string{"Except aws_iam_role."},
		},
		{
			stack: "reports/case-187-login-through-the-same-door/broken", rule: "endpoint/policy",
			predicts: "ResourceInitializationError: unable to pull secrets or registry auth",
		},
		{
			stack: "reports/case-067-hosts-trusted-by-the-wrong-service/broken", rule: "iam/not_assumable",
			predicts: "service was unable to place a task",
		},
		{
			stack: "reports/case-180-all-roles-by-a-star/works", rule: "repository/invalid_policy",
			predicts: "none",
		},
	} {
		t.Run(c.stack+" "+c.message, func(t *testing.T) {
			r, err := Run(t.Context(), Options{Input: Input{
				Dir: filepath.Join("..", "testdata"), Paths: []string{c.stack},
			}})
			require.NoError(t, err)
			var found *report.Finding
			for i, f := range r.Findings {
				if f.Rule == c.rule && found == nil && strings.Contains(f.Message, c.message) {
					found = &r.Findings[i]
				}
			}
			require.NotNil(t, found, "%+v", r.Findings)
			if c.resource != "" {
				assert.Equal(t, c.resource, found.Resource)
			}
			for _, part := range c.fix {
				assert.Contains(t, found.Fix.Summary+"\n"+found.Fix.Snippet, part)
			}
			switch c.predicts {
			case "none":
				assert.Empty(t, found.Predicts)
			default:
				assert.Contains(t, found.Predicts, c.predicts)
			}
		})
	}
}
