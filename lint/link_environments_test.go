package lint_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/lint"
	"github.com/ecrlint/ecrlint/report"
)

// named are the roots of the stack whose network is found by its name, which a variable gives.
func named(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, root := range []string{"network", "crane"} {
		from := filepath.Join("..", "testdata", "terraform", "network-found-by-its-tags", "fixed", root)
		text, err := os.ReadFile(filepath.Join(from, "main.tf"))
		require.NoError(t, err)
		whole := strings.Replace(string(text), `{ Name = "harbour" }`, "{ Name = var.name }", 1)
		require.NotEqual(t, string(text), whole)
		files[root+"/main.tf"] = whole + "\nvariable \"name\" {\n  default = \"dev\"\n}\n"
	}
	return files
}

// environment is a block of the configuration file.
func environment(name, roots, value string) string {
	return "environment \"" + name + "\" {\n  roots = [" + roots + "]\n  vars = { name = \"" +
		value + "\" }\n}\n"
}

// Roots are linked as they are in one environment, and never across two.
func TestLinksKeepEnvironmentsApart(t *testing.T) {
	for name, c := range map[string]struct {
		config string
		want   map[string]report.Verdict // by the environment of the service
	}{
		"none": {"", map[string]report.Verdict{"": report.Pulls}},
		"both roots in both": {
			environment("prod", `"*"`, "prod") + environment("dev", `"*"`, "dev"),
			map[string]report.Verdict{"prod": report.Pulls, "dev": report.Pulls},
		},
		"the other name in the environment": {
			environment("prod", `"crane"`, "dev") + "environment \"prod-network\" {\n  root = \"network\"\n" +
				"  vars = { name = \"prod\" }\n}\n",
			map[string]report.Verdict{"prod": report.Unknown},
		},
		"the network in the only environment, called so": {
			environment("prod", `"network"`, "dev"), map[string]report.Verdict{"": report.Pulls},
		},
		"the network in the only environment, called otherwise": {
			environment("prod", `"network"`, "prod"), map[string]report.Verdict{"": report.Unknown},
		},
		"the network in two environments, called so in one": {
			environment("prod", `"network"`, "prod") + environment("stage", `"network"`, "dev"),
			map[string]report.Verdict{"": report.Pulls},
		},
		"the network in two environments, called so in both": {
			environment("prod", `"network"`, "dev") + environment("stage", `"network"`, "dev"),
			map[string]report.Verdict{"": report.Unknown},
		},
		"the network in another environment than the service": {
			environment("prod", `"network"`, "dev") + environment("stage", `"crane"`, "dev"),
			map[string]report.Verdict{"stage": report.Unknown},
		},
	} {
		t.Run(name, func(t *testing.T) {
			files := named(t)
			if c.config != "" {
				files[".ecrlint.hcl"] = c.config
			}
			got := map[string]report.Verdict{}
			for _, p := range within(t, tree(t, files)).Pulls {
				got[p.Environment] = p.Verdict
			}
			assert.Equal(t, c.want, got)
		})
	}
}

// stated is the stack whose network is read from its state, with subnets that hang on a variable.
func stated(t *testing.T, workspace string) map[string]string {
	t.Helper()
	files := named(t)
	files["network/main.tf"] += "output \"vpc\" {\n  value = aws_vpc.harbour.id\n}\n" +
		"output \"subnets\" {\n  value = var.name == \"dev\" ? aws_subnet.private[*].id : aws_subnet.public[*].id\n}\n"
	text := strings.NewReplacer(
		"data.aws_vpc.harbour.id", "data.terraform_remote_state.net.outputs.vpc",
		"data.aws_subnets.private.ids", "data.terraform_remote_state.net.outputs.subnets",
	).Replace(files["crane/main.tf"])
	_, text, _ = strings.Cut(text, `resource "aws_security_group"`)
	files["crane/main.tf"] = "provider \"aws\" {\n  region = \"eu-central-1\"\n}\n" +
		"data \"terraform_remote_state\" \"net\" {\n  backend = \"local\"\n" + workspace +
		"  config = { path = \"../network/terraform.tfstate\" }\n}\n" +
		`resource "aws_security_group"` + text
	return files
}

// A state is that of the environment that writes it.
func TestStatesKeepEnvironmentsApart(t *testing.T) {
	selected := func(name, value string) string {
		return strings.Replace(environment(name, `"network"`, value), "}\n}", "}\n  workspace = \""+
			name+"\"\n}", 1)
	}
	for name, c := range map[string]struct {
		workspace, config string
		want              map[string]report.Verdict
	}{
		"none": {"", "", map[string]report.Verdict{"": report.Pulls}},
		"the same": {
			"", environment("prod", `"*"`, "prod") + environment("dev", `"*"`, "dev"),
			map[string]report.Verdict{"prod": report.Fails, "dev": report.Pulls},
		},
		"one of two": {
			"", environment("prod", `"network"`, "prod") + environment("dev", `"network"`, "dev"),
			map[string]report.Verdict{"": report.Unknown},
		},
		"another": {
			"", environment("prod", `"network"`, "prod") + environment("dev", `"crane"`, "dev"),
			map[string]report.Verdict{"dev": report.Unknown},
		},
		"by its workspace": {
			"  workspace = \"prod\"\n", selected("prod", "prod") + selected("dev", "dev"),
			map[string]report.Verdict{"": report.Fails},
		},
		"by a workspace of none": {
			"  workspace = \"stage\"\n", selected("prod", "prod") + selected("dev", "dev"),
			map[string]report.Verdict{"": report.Unknown},
		},
	} {
		t.Run(name, func(t *testing.T) {
			files := stated(t, c.workspace)
			if c.config != "" {
				files[".ecrlint.hcl"] = c.config
			}
			got := map[string]report.Verdict{}
			for _, p := range within(t, tree(t, files)).Pulls {
				got[p.Environment] = p.Verdict
			}
			assert.Equal(t, c.want, got)
		})
	}
}

const exporting = `Resources:
  Repository:
    Type: AWS::ECR::Repository
    Properties:
      RepositoryName: crane
Outputs:
  Repository:
    Value: !GetAtt Repository.RepositoryUri
    Export:
      Name: crane-repository
`

const importing = `Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Family: crane
      ContainerDefinitions:
        - Name: crane
          Image: !Sub
            - ${Repository}:1.0
            - Repository: !ImportValue crane-repository
`

// What another template exports is not known where every root is on its own.
func TestIsolatedTemplates(t *testing.T) {
	dir := tree(t, map[string]string{"a.yaml": exporting, "b.yaml": importing})
	images := map[bool]string{}
	for _, isolated := range []bool{false, true} {
		input := lint.Input{Dir: dir, Paths: []string{"."}, Isolated: isolated}
		r, err := lint.Run(t.Context(), lint.Options{Input: input})
		require.NoError(t, err)
		require.Len(t, r.Pulls, 1)
		images[isolated] = r.Pulls[0].Image
	}
	assert.Contains(t, images[false], "/crane:1.0")
	assert.NotContains(t, images[true], "/crane:1.0")
}
