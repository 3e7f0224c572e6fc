package terraform

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/parser"
)

// TestRepositoryName: all the spellings of a repository's address are one.
func TestRepositoryName(t *testing.T) {
	cases := map[string][]string{
		"github.com/acme/infra": {
			"https://github.com/acme/infra.git", "https://github.com/Acme/Infra", "github.com/acme/infra",
			"git@github.com:acme/infra.git", "ssh://git@github.com/acme/infra.git",
			"https://oauth2:secret@github.com/acme/infra.git/", "git::https://github.com/acme/infra",
			"ssh://git@github.com:22/acme/infra.git", "git://github.com/acme/infra.git",
		},
		"gitlab.example.org/group/sub/infra": {
			"git@gitlab.example.org:group/sub/infra.git",
			"https://gitlab.example.org:8443/group/sub/infra.git",
		},
		"dev.azure.com/acme/platform/infra": {
			"https://acme@dev.azure.com/acme/platform/_git/infra",
			"git@ssh.dev.azure.com:v3/acme/platform/infra",
			"https://acme.visualstudio.com/DefaultCollection/platform/_git/infra",
			"acme@vs-ssh.visualstudio.com:v3/acme/platform/infra",
		},
		"dev.azure.com/acme/infra/infra": {"https://dev.azure.com/acme/_git/infra"},
		"git.example.org/ops/infra": {
			"https://git.example.org/scm/ops/infra.git", "ssh://git@git.example.org:7999/ops/infra.git",
		},
		"": {"", "/srv/git/infra", "infra", "../infra.git", "file:///srv/infra"},
	}
	for want, spellings := range cases {
		for _, text := range spellings {
			assert.Equal(t, want, repositoryName(text), text)
		}
	}
}

// TestOwnRepository: a source that names the repository which the tree is a checkout of is a folder
// of the tree, unless it is certainly another version.
func TestOwnRepository(t *testing.T) {
	const head = "0123456789abcdef0123456789abcdef01234567"
	const taken, with, opaque = "taken", "taken for granted", "not seen"
	cases := []struct{ name, source, want string }{
		{"HTTPS", "git::https://github.com/acme/infra.git//modules/net", with},
		{"SSH", "git@github.com:acme/infra.git//modules/net?ref=v3", with},
		{"GitHub's own form", "github.com/acme/infra//modules/net?ref=v3", with},
		{"a folder behind one slash", "github.com/acme/infra/modules/net", with},
		{"the branch that is checked out", "git::https://github.com/acme/infra//modules/net?ref=main", taken},
		{"its commit", "git::https://github.com/acme/infra//modules/net?ref=" + head, taken},
		{"its commit, short", "git::https://github.com/acme/infra//modules/net?ref=" + head[:8], taken},
		{"a tag of its commit", "git::https://github.com/acme/infra//modules/net?ref=v1.2.0", taken},
		{"another commit", "git::https://github.com/acme/infra//modules/net?ref=fedcba9876543210", opaque},
		{"another repository", "git::https://github.com/acme/other.git//modules/net", opaque},
		{"another host", "git::https://gitlab.com/acme/infra.git//modules/net", opaque},
		{"a folder that is none", "git::https://github.com/acme/infra.git//modules/gone", opaque},
		{"out of it", "git::https://github.com/acme/infra.git//../net", opaque},
		{"plain HTTPS is an archive", "https://github.com/acme/infra.zip//modules/net", opaque},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			dir := write(t, map[string]string{
				".git/config":          "[core]\n\tbare = false\n[remote \"origin\"]\n\turl = git@github.com:acme/infra.git\n",
				".git/HEAD":            "ref: refs/heads/main\n",
				".git/refs/heads/main": head + "\n",
				".git/packed-refs": "# pack-refs with: peeled fully-peeled sorted\n" +
					"1111111111111111111111111111111111111111 refs/tags/v1.2.0\n^" + head + "\n",
				"live/main.tf":        calls("net", c.source),
				"modules/net/main.tf": vpc,
			})
			roots, diags := Load(context.Background(), Options{Dir: dir})
			require.Empty(t, diags)
			if c.want == opaque {
				require.Len(t, roots, 2, "the module is a root of its own")
				require.Len(t, roots[0].Opaque, 1)
				assert.NotEmpty(t, roots[0].Opaque[0].Origin.Why)
				assert.Empty(t, roots[0].Assumes)
				return
			}
			require.Len(t, roots, 1, "the module is none")
			assert.Empty(t, roots[0].Opaque)
			require.Len(t, roots[0].Resources, 1)
			assert.Equal(t, "module.net.aws_vpc.v", roots[0].Resources[0].Address)
			assert.Equal(t, c.want == with, len(roots[0].Assumes) == 1, roots[0].Assumes)
		})
	}
}

// TestPublishedRepository: the examples of a module call it by its address in the registry.
func TestPublishedRepository(t *testing.T) {
	files := map[string]string{
		".git/config":           "[remote \"origin\"]\n  url = https://github.com/acme/terraform-aws-net\n",
		".git/HEAD":             "ref: refs/heads/main\n",
		"main.tf":               vpc,
		"modules/sub/main.tf":   vpc,
		"examples/full/main.tf": calls("net", "acme/net/aws") + calls("sub", "acme/net/aws//modules/sub"),
	}
	roots, diags := Load(context.Background(), Options{Dir: write(t, files)})
	require.Empty(t, diags)
	require.Len(t, roots, 1)
	assert.Equal(t, "examples/full", roots[0].Path)
	assert.Equal(t, []string{"module.net.aws_vpc.v", "module.sub.aws_vpc.v"}, addressesOf(roots[0]))
	assert.Len(t, roots[0].Assumes, 2)
}

func addressesOf(root *parser.Root) []string {
	var list []string
	for _, r := range root.Resources {
		list = append(list, r.Address)
	}
	return list
}

// TestInstalledIsStronger: what `terraform init` has installed is the version that is meant.
func TestInstalledIsStronger(t *testing.T) {
	const source = "git::https://github.com/acme/infra.git//modules/net?ref=v1"
	roots, diags := Load(context.Background(), Options{Dir: write(t, map[string]string{
		".git/config":                          "[remote \"origin\"]\nurl = https://github.com/acme/infra\n",
		"live/main.tf":                         calls("net", source),
		"modules/net/main.tf":                  vpc,
		"live/.terraform/modules/modules.json": manifest("net", source, ".terraform/modules/net"),
		"live/.terraform/modules/net/main.tf":  "resource \"aws_vpc\" \"old\" {\n}\n",
	})})
	require.Empty(t, diags)
	require.Len(t, roots, 1)
	assert.Equal(t, []string{"module.net.aws_vpc.old"}, addressesOf(roots[0]))
	assert.Empty(t, roots[0].Assumes)
}

// TestFetched: modules that checkov has fetched are there in the version that is asked for.
func TestFetched(t *testing.T) {
	load := func(source string) *parser.Root {
		roots, diags := Load(context.Background(), Options{Dir: write(t, map[string]string{
			"live/main.tf": calls("net", source),
			".external_modules/github.com/acme/modules/v1/net/main.tf": vpc,
		})})
		require.Empty(t, diags)
		require.Len(t, roots, 1)
		return roots[0]
	}
	assert.Equal(t, []string{"module.net.aws_vpc.v"},
		addressesOf(load("git::https://github.com/acme/modules.git//net?ref=v1")))
	assert.Len(t, load("git::https://github.com/acme/modules.git//net?ref=v2").Opaque, 1)
	assert.Len(t, load("git::https://github.com/acme/modules.git//net").Opaque, 1)
}

// TestManifestOfOld: what was installed for another version than is asked for now is not what is
// applied, and folders may be written in other ways.
func TestManifestOfOld(t *testing.T) {
	const git = "git::https://github.com/acme/modules.git//net?ref="
	cases := []struct {
		name, call, entry string
		seen              bool
	}{
		{"the same", calls("n", git+"v1"), `"Source": "` + git + `v1", "Dir": ".terraform/modules/n/net"`, true},
		{
			"another form", calls("n", "github.com/acme/modules//net?ref=v1"),
			`"Source": "` + git + `v1", "Dir": ".terraform/modules/n/net"`, true,
		},
		{"another version", calls("n", git+"v2"), `"Source": "` + git + `v1", "Dir": ".terraform/modules/n/net"`, false},
		{
			"the registry's", "module \"n\" {\n  source = \"acme/n/aws\"\n  version = \"~> 2.0\"\n}\n",
			`"Source": "registry.terraform.io/acme/n/aws", "Version": "2.3.1", "Dir": ".terraform/modules/n/net"`, true,
		},
		{
			"the registry's of old", "module \"n\" {\n  source = \"acme/n/aws\"\n  version = \"~> 3.0\"\n}\n",
			`"Source": "registry.terraform.io/acme/n/aws", "Version": "2.3.1", "Dir": ".terraform/modules/n/net"`, false,
		},
		{
			"OpenTofu's", calls("n", "acme/n/aws"),
			`"Source": "registry.opentofu.org/acme/n/aws", "Version": "2.3.1", "Dir": ".terraform/modules/n/net"`, true,
		},
		{
			"written on Windows", calls("n", git+"v1"),
			`"Source": "` + git + `v1", "Dir": ".terraform\\modules\\n\\net"`, true,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			roots, diags := Load(context.Background(), Options{Dir: write(t, map[string]string{
				"main.tf":                          c.call,
				".terraform/modules/modules.json":  `{"Modules": [{"Key": "n", ` + c.entry + `}]}`,
				".terraform/modules/n/net/main.tf": vpc,
			})})
			require.Empty(t, diags)
			require.Len(t, roots, 1)
			assert.Equal(t, c.seen, len(roots[0].Resources) == 1)
			assert.Equal(t, !c.seen, len(roots[0].Opaque) == 1)
		})
	}
}
