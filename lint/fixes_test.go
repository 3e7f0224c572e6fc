package lint

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/report"
)

// changed puts what a snippet says into a copy of a configuration: new blocks beside the fault,
// settings into the block that is named. It returns false for what goes into a document.
func changed(t *testing.T, dir string, f *report.Finding) bool {
	t.Helper()
	at := filepath.Join(dir, filepath.FromSlash(f.Location.File))
	target := ""
	pieces := map[string]string{}
	var order []string
	for line := range strings.SplitSeq(f.Fix.Snippet, "\n") {
		if name, ok := strings.CutPrefix(line, "# in "); ok {
			if strings.HasPrefix(name, "the ") || strings.HasPrefix(name, "a ") {
				return false
			}
			target = name
		} else if strings.HasPrefix(line, "resource ") || strings.HasPrefix(line, "data ") ||
			strings.HasPrefix(line, "variable ") {
			target = ""
		}
		if !slices.Contains(order, target) {
			order = append(order, target)
		}
		pieces[target] += line + "\n"
	}
	for _, name := range order {
		piece, diags := hclwrite.ParseConfig([]byte(pieces[name]), "snippet.tf", hcl.InitialPos)
		if diags.HasErrors() {
			return false
		}
		if name == "" {
			beside := filepath.Join(filepath.Dir(at), "mended.tf")
			require.NoError(t, os.WriteFile(beside, []byte(pieces[name]), 0o600))
			continue
		}
		if !set(t, filepath.Dir(at), name, piece.Body()) {
			return false
		}
	}
	return true
}

// set puts settings into the block of an address.
func set(t *testing.T, dir, address string, settings *hclwrite.Body) bool {
	t.Helper()
	address, _, _ = strings.Cut(address, ", for the instance ")
	files, err := filepath.Glob(filepath.Join(dir, "*.tf"))
	require.NoError(t, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		written, diags := hclwrite.ParseConfig(text, file, hcl.InitialPos)
		require.False(t, diags.HasErrors())
		for _, block := range written.Body().Blocks() {
			name := strings.Join(block.Labels(), ".")
			if block.Type() != "resource" {
				name = block.Type() + "." + name
			}
			if name == address {
				settle(block.Body(), settings)
				require.NoError(t, os.WriteFile(file, written.Bytes(), 0o600))
				return true
			}
		}
	}
	return false
}

// settle puts settings into a body: an attribute in place of another, rules beside others, any other
// block into the one that is there.
func settle(body, settings *hclwrite.Body) {
	for name, attribute := range settings.Attributes() {
		body.SetAttributeRaw(name, attribute.Expr().BuildTokens(nil))
	}
	for _, block := range settings.Blocks() {
		there := body.FirstMatchingBlock(block.Type(), block.Labels())
		if there == nil || slices.Contains([]string{"egress", "ingress", "inline_policy", "resource_record_set"}, block.Type()) {
			body.AppendBlock(block)
			continue
		}
		settle(there.Body(), block.Body())
	}
}

// The written fix of a fault mends it and makes no other.
func TestFixesMend(t *testing.T) {
	top, err := filepath.Abs(filepath.Join("..", "testdata"))
	require.NoError(t, err)
	for _, stack := range []string{
		"acl-for-internal-ranges-only/broken", "address-where-a-name-is-due/broken",
		"adopted-table-without-routes/broken", "attached-to-roles-by-name/broken",
		"branches-merged-from-common-parameters/broken", "default-route-into-a-peering/broken",
		"definition-that-nothing-starts/broken", "doors-put-together-from-parts/broken-names",
		"doors-put-together-from-parts/broken-subnets", "forwarder-from-a-launch-template/broken",
		"forwarding-port/broken-host", "four-faults-of-one-stack/broken",
		"gateway-without-a-network/broken", "hosts-of-the-autoscaling-module/broken",
		"image-that-nobody-knows/broken-storage", "job-that-nothing-runs/role-cannot-pull",
		"network-module-from-the-registry/broken", "network-that-resolves-nothing/broken",
		"nodes-of-a-parallel-job/sealed", "records-kept-as-a-whole/broken", "routes-of-two-lengths/broken-peer", "shop-built-of-registry-modules/emptied",
		"storage-by-interface-without-names/broken", "storage-door-on-no-table/broken",
		"tasks-in-the-secondary-range/broken", "two-roots-and-their-modules/broken",
		"two-services-behind-one-door/broken", "vpc-range-and-storage-list/broken", "zones-for-the-doors/broken",
		"../reports/case-105-zones-named-after-the-service/broken",
	} {
		stack = filepath.Join("terraform", filepath.FromSlash(stack))
		t.Run(stack, func(t *testing.T) {
			run := func(top string) *report.Report {
				r, err := Run(t.Context(), Options{Input: Input{Dir: top, Paths: []string{stack}}})
				require.NoError(t, err)
				return r
			}
			before := run(top)
			for i := range before.Findings {
				f := &before.Findings[i]
				if f.Severity != report.Error || f.Fix.Snippet == "" ||
					strings.Contains(f.Fix.Summary, "and list it in") {
					continue
				}
				copied := t.TempDir()
				require.NoError(t, os.CopyFS(filepath.Join(copied, stack), os.DirFS(filepath.Join(top, stack))))
				if !changed(t, copied, f) {
					continue
				}
				after := run(copied)
				for j := range after.Findings {
					other := &after.Findings[j]
					same := other.Fingerprint == f.Fingerprint && other.Message == f.Message
					assert.False(t, same, "%s\n%s", f.Message, f.Fix.Snippet)
					isNew := !slices.ContainsFunc(before.Findings, func(b report.Finding) bool {
						return b.Fingerprint == other.Fingerprint || b.Rule == other.Rule
					})
					assert.False(t, isNew && other.Severity == report.Error, "%s makes %s: %s\n%s", f.Rule, other.Rule,
						other.Message, f.Fix.Snippet)
				}
				for _, d := range after.Diagnostics {
					assert.NotEqual(t, report.Error, d.Severity, "%s: %s\n%s", d.Summary, d.Detail, f.Fix.Snippet)
				}
			}
		})
	}
}

// The fix of a fault that breaks several pulls is one for all of them, and says where it goes.
func TestFixesCoverEveryPull(t *testing.T) {
	top, err := filepath.Abs(filepath.Join("..", "testdata", "terraform"))
	require.NoError(t, err)
	stack := "two-services-behind-one-door/broken"
	r, err := Run(t.Context(), Options{Input: Input{Dir: top, Paths: []string{stack}}})
	require.NoError(t, err)
	fixes := map[string]report.Fix{}
	for i := range r.Findings {
		fixes[r.Findings[i].Rule] = r.Findings[i].Fix
	}
	for rule, head := range map[string]string{
		"endpoint/ingress_blocked": "# in aws_security_group.door\n",
		"endpoint/policy": `# in the Statement of the policy of aws_vpc_endpoint.door, ` +
			`for the instance ["ecr.dkr"], beside what is there` + "\n",
		"iam/denied": "# in the Statement of aws_iam_policy.limit, beside what is there\n",
	} {
		fix := fixes[rule]
		assert.True(t, strings.HasPrefix(fix.Snippet, head), fix.Snippet)
		for _, name := range []string{"alpha", "beta"} {
			assert.Equal(t, 1, strings.Count(fix.Summary, name), fix.Summary)
			assert.Equal(t, 1, strings.Count(fix.Snippet, name), fix.Snippet)
		}
	}
}

// What two faults of one role need are two policies of two names.
func TestFixesNamePoliciesApart(t *testing.T) {
	top := t.TempDir()
	text, err := os.ReadFile(filepath.Join("..", "testdata", "terraform",
		"two-services-behind-one-door", "works", "main.tf"))
	require.NoError(t, err)
	source := strings.Replace(string(text), "AmazonECSTaskExecutionRolePolicy", "AmazonEC2RoleforSSM", 1)
	require.NotEqual(t, string(text), source)
	require.NoError(t, os.WriteFile(filepath.Join(top, "main.tf"), []byte(source), 0o600))
	r, err := Run(t.Context(), Options{Input: Input{Dir: top, Paths: []string{"."}}})
	require.NoError(t, err)
	var heads []string
	for i := range r.Findings {
		if r.Findings[i].Rule == "iam/not_allowed" {
			head, _, _ := strings.Cut(r.Findings[i].Fix.Snippet, "\n")
			heads = append(heads, head)
		}
	}
	slices.Sort(heads)
	assert.Equal(t, []string{
		`resource "aws_iam_role_policy" "pull" {`, `resource "aws_iam_role_policy" "pull_beta" {`,
	}, heads)
}

// What belongs into a document that stands there is not written as if it were all of it.
func TestFixesSayWhatTheyAreMergedInto(t *testing.T) {
	for stack, want := range map[string]string{
		"terraform/schedule-that-calls-the-api-of-batch/broken": "# in the container_properties of " +
			"aws_batch_job_definition.crunch, beside what is there\nnetworkConfiguration = {",
		"cloudformation/machine-that-submits-jobs-by-text/broken/batch.yaml": "# in Properties of Fold, " +
			"beside what is there in ContainerProperties\nContainerProperties:",
		"cloudformation/address-with-more-behind-its-name/path-below-the-repository": "# in Properties of " +
			"Task, beside what is there in ContainerDefinitions\nContainerDefinitions:",
		"terraform/endpoint-type-left-out/broken": "# in aws_vpc_endpoint.kind, for the instance " +
			`["ecr.dkr"]` + "\nvpc_endpoint_type = \"Interface\"",
		"terraform/address-with-more-behind-its-name/path-below-the-repository": "# in the " +
			"container_definitions, container press, of aws_ecs_task_definition.press, beside what is there\nimage = ",
	} {
		top, err := filepath.Abs(filepath.Join("..", "testdata"))
		require.NoError(t, err)
		r, err := Run(t.Context(), Options{Input: Input{Dir: top, Paths: []string{stack}}})
		require.NoError(t, err)
		var snippets []string
		for i := range r.Findings {
			snippets = append(snippets, r.Findings[i].Fix.Snippet)
		}
		assert.True(t, slices.ContainsFunc(snippets, func(s string) bool {
			return strings.HasPrefix(s, want)
		}), "%s: %q", stack, snippets)
	}
}

// Beside the resources of a module that Terragrunt fetches nothing can be written.
func TestFixesOfUnits(t *testing.T) {
	top, err := filepath.Abs(filepath.Join("..", "testdata", "terraform"))
	require.NoError(t, err)
	stack := "terragrunt-network-by-dependency/broken"
	r, err := Run(t.Context(), Options{Input: Input{Dir: top, Paths: []string{stack}}})
	require.NoError(t, err)
	seen := 0
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Location.File == stack+"/live/network/terragrunt.hcl" {
			seen++
			assert.Empty(t, f.Fix.Snippet)
			assert.Contains(t, f.Fix.Summary, "give it inputs there")
		}
	}
	assert.Positive(t, seen)
}
