package terraform

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const vpc = "resource \"aws_vpc\" \"v\" {\n}\n"

// calls returns a module call.
func calls(name, source string) string {
	return "module \"" + name + "\" {\n  source = \"" + source + "\"\n}\n"
}

func TestRoots(t *testing.T) {
	cases := []struct {
		name  string
		files map[string]string
		paths []string
		want  []string
		said  []string
	}{
		{name: "a called folder is none", files: map[string]string{
			"infra/main.tf": calls("net", "../modules/net"), "modules/net/main.tf": vpc,
		}, want: []string{"infra"}},
		{name: "an uncalled one is", files: map[string]string{
			"infra/main.tf": vpc, "modules/net/main.tf": vpc,
		}, want: []string{"infra", "modules/net"}},
		{name: "modules of modules", files: map[string]string{
			"main.tf": calls("a", "./a"), "a/main.tf": calls("b", "./b"), "a/b/main.tf": vpc,
		}, want: []string{"."}},
		{name: "a module with examples", files: map[string]string{
			"main.tf": vpc, "examples/full/main.tf": calls("m", "../.."),
		}, want: []string{"examples/full"}},
		{name: "a module with examples, a slash at the end", files: map[string]string{
			"main.tf": vpc, "examples/full/main.tf": calls("m", "../../"),
		}, want: []string{"examples/full"}},
		{name: "given although called", files: map[string]string{
			"infra/main.tf": calls("net", "../net"), "net/main.tf": vpc,
		}, paths: []string{"infra", "net"}, want: []string{"infra", "net"}},
		{name: "called from outside of the PATH", files: map[string]string{
			"infra/main.tf": calls("net", "../net"), "net/main.tf": vpc,
		}, paths: []string{"net"}, want: []string{"net"}},
		{name: "module outside of the PATH", files: map[string]string{
			"infra/main.tf": calls("net", "../net"), "net/main.tf": vpc, "other/main.tf": vpc,
		}, paths: []string{"infra"}, want: []string{"infra"}},
		{name: "a file stands for its folder alone", files: map[string]string{
			"infra/main.tf": vpc, "infra/sub/main.tf": vpc,
		}, paths: []string{"infra/main.tf"}, want: []string{"infra"}},
		{name: "not walked", files: map[string]string{
			"main.tf": vpc, ".hidden/main.tf": vpc, ".terraform/modules/x/main.tf": vpc,
			".terragrunt-cache/a/main.tf": vpc, "node_modules/a/main.tf": vpc,
			"old/main.tf": vpc, ".gitignore": "old/\n",
		}, want: []string{"."}},
		{name: "hidden but given", files: map[string]string{
			".hidden/main.tf": vpc, "old/main.tf": vpc, "old/sub/main.tf": vpc, ".gitignore": "old/**\n",
		}, paths: []string{".hidden", "old"}, want: []string{".hidden", "old", "old/sub"}},
		{name: "a root's own ignored files", files: map[string]string{
			"a/main.tf": vpc, "a/secret.tf": vpc, "b/gen.tf": vpc, ".gitignore": "secret.tf\ngen.tf\n",
		}, want: []string{"a"}, said: []string{"error a/secret.tf:1,1-23 Duplicate resource"}},
		{
			name: "nothing", files: map[string]string{"empty/readme": ""}, paths: []string{"empty"},
			said: []string{"warning empty:1,1-1 No configuration"},
		},
		{
			name: "nothing here but below", files: map[string]string{"a/b/main.tf": vpc},
			want: []string{"a/b"},
		},
		{
			name: "no such path", files: map[string]string{"a/main.tf": vpc}, paths: []string{"a", "b"},
			want: []string{"a"}, said: []string{"error b:1,1-1 No such file or folder"},
		},
		{name: "calls in a circle", files: map[string]string{
			"a/main.tf": calls("b", "../b") + vpc, "b/main.tf": calls("a", "../a"),
		}, want: []string{"a"}, said: []string{"error b/main.tf:2,12-18 Module cycle"}},
		{
			name: "calls itself", files: map[string]string{"a/main.tf": calls("b", "./") + vpc},
			want: []string{"a"}, said: []string{"error a/main.tf:2,12-16 Module cycle"},
		},
		{name: "a circle below a root", files: map[string]string{
			"main.tf": calls("a", "./a"), "a/main.tf": calls("b", "../b"), "b/main.tf": calls("a", "../a"),
		}, want: []string{"."}, said: []string{"error b/main.tf:2,12-18 Module cycle"}},
		{name: "a diamond is no circle", files: map[string]string{
			"main.tf": calls("a", "./a") + calls("b", "./b"), "a/main.tf": calls("c", "../c"),
			"b/main.tf": calls("c", "../c"), "c/main.tf": vpc,
		}, want: []string{"."}},
		{
			name: "module that does not exist", files: map[string]string{"main.tf": calls("a", "./a")},
			want: []string{"."}, said: []string{"error main.tf:2,12-17 Local module not found"},
		},
		{name: "module without configuration", files: map[string]string{
			"main.tf": calls("a", "./a"), "a/readme": "",
		}, want: []string{"."}, said: []string{"error main.tf:2,12-17 Local module not found"}},
		{
			name: "path that does not start like one", files: map[string]string{
				"main.tf": calls("a", "modules/a"), "modules/a/main.tf": vpc,
			}, want: []string{".", "modules/a"},
			said: []string{"error main.tf:2,12-23 Local module not found"},
		},
		{
			name: "two dots alone are no path to Terraform", files: map[string]string{
				"main.tf": vpc, "example/main.tf": calls("m", ".."),
			}, want: []string{".", "example"},
			said: []string{"error example/main.tf:2,12-16 Local module not found"},
		},
		{name: "module of a registry", files: map[string]string{
			"main.tf": calls("a", "terraform-aws-modules/vpc/aws"),
		}, want: []string{"."}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			tree, diags := readTree(context.Background(),
				Options{Dir: write(t, c.files), Paths: c.paths})
			assert.Equal(t, c.want, append([]string(nil), tree.Roots()...))
			assert.Equal(t, c.said, said(diags))
		})
	}
}

// manifest writes a modules.json of keys, sources and folders.
func manifest(entries ...string) string {
	var modules []manifestEntry
	for ; len(entries) > 0; entries = entries[3:] {
		modules = append(modules, manifestEntry{
			Key: entries[0], Source: entries[1], Dir: entries[2],
		})
	}
	text, _ := json.Marshal(map[string]any{"Modules": modules})
	return string(text)
}

func TestChild(t *testing.T) {
	tree, diags := readFiles(t, map[string]string{
		"infra/main.tf": calls("local", "../net") + calls("vpc", "terraform-aws-modules/vpc/aws") +
			calls("changed", "acme/other/aws") + calls("gone", "acme/gone/aws") +
			calls("git", "git::https://example.com/x.git"),
		"net/main.tf": calls("sub", "acme/sub/aws"),
		"infra/.terraform/modules/modules.json": manifest(
			"", "", ".",
			"local", "../net", "../net",
			"local.sub", "registry.terraform.io/acme/sub/aws", ".terraform/modules/local.sub",
			"vpc", "registry.terraform.io/terraform-aws-modules/vpc/aws", ".terraform/modules/vpc",
			"changed", "registry.terraform.io/acme/first/aws", ".terraform/modules/vpc",
			"gone", "registry.terraform.io/acme/gone/aws", ".terraform/modules/gone",
			"git", "git::https://example.com/x.git", ".terraform/modules/git/sub",
			"stale", "a/b/c", ".terraform/modules/stale"),
		"infra/.terraform/modules/vpc/main.tf":               calls("inner", "./modules/inner"),
		"infra/.terraform/modules/vpc/modules/inner/main.tf": vpc,
		"infra/.terraform/modules/local.sub/main.tf":         vpc,
		"infra/.terraform/modules/git/sub/main.tf":           vpc,
		"infra/.terraform/modules/stale/main.tf":             "broken {",
		"infra/.terraform/environment":                       "staging\n",
	})
	assert.Empty(t, diags)
	assert.Equal(t, []string{"infra"}, tree.Roots())
	assert.Equal(t, "staging", tree.Environment("infra"))
	root, _ := tree.Module("infra")
	child := func(key string, from *Module, name string) string {
		m, ok := tree.Child("infra", key, from, from.Calls[name])
		if !ok {
			return ""
		}
		return m.Dir
	}
	assert.Equal(t, "net", child("local", root, "local"))
	assert.Equal(t, "infra/.terraform/modules/vpc", child("vpc", root, "vpc"))
	assert.Equal(t, "infra/.terraform/modules/git/sub", child("git", root, "git"))
	assert.Empty(t, child("changed", root, "changed"))
	assert.Empty(t, child("gone", root, "gone"))
	net, _ := tree.Module("net")
	assert.Equal(t, "infra/.terraform/modules/local.sub", child("local.sub", net, "sub"))
	vpcModule, _ := tree.Module("infra/.terraform/modules/vpc")
	assert.Equal(t, "infra/.terraform/modules/vpc/modules/inner",
		child("vpc.inner", vpcModule, "inner"))
	assert.Len(t, tree.Manifest("infra"), 3)
	_, read := tree.Module("infra/.terraform/modules/stale")
	assert.False(t, read)
}

func TestDataDir(t *testing.T) {
	files := map[string]string{
		"main.tf":                   calls("x", "acme/x/aws"),
		"data/environment":          "prod",
		"data/modules/modules.json": manifest("x", "acme/x/aws", "data/modules/x"),
		"data/modules/x/x.tf":       vpc,
		".gitignore":                "data\n",
		".terraform/environment":    "other",
	}
	tree, diags := readTree(context.Background(), Options{
		Dir: write(t, files), Env: []string{"HOME=/", "TF_DATA_DIR=data"},
	})
	assert.Empty(t, diags)
	assert.Equal(t, "prod", tree.Environment("."))
	assert.Equal(t, map[string]string{"x": "data/modules/x"}, tree.Manifest("."))
}

func TestVarFiles(t *testing.T) {
	dir := write(t, map[string]string{
		"a/main.tf":               vpc,
		"a/.gitignore":            "*.tfvars\n",
		"a/z.auto.tfvars":         "x = 1\n",
		"a/b.auto.tfvars.json":    `{"//": "comment", "x": 1, "y": 2}`,
		"a/terraform.tfvars.json": `{"x": 1}`,
		"a/terraform.tfvars":      "x = 1\nbroken\ny = 2\n",
		"a/prod.tfvars":           "x = 1\n",
		"a/.#z.auto.tfvars":       "broken\n",
		"vars/prod.tfvars":        "x = 1\n",
	})
	tree, diags := readTree(context.Background(), Options{
		Dir: dir, VarFiles: []string{"vars/prod.tfvars", "gone.tfvars"},
	})
	var names []string
	for _, f := range tree.VarFiles("a") {
		names = append(names, f.Path)
		assert.Equal(t, f.Path == "a/terraform.tfvars" || f.Path == "gone.tfvars", f.Lost)
		if f.Path == "gone.tfvars" {
			continue
		}
		assert.Contains(t, f.Attrs, "x")
		assert.Equal(t, f.Path == "vars/prod.tfvars", f.Given)
		assert.Equal(t, f.Path, f.Attrs["x"].Range.Filename)
	}
	assert.Equal(t, []string{
		"a/terraform.tfvars", "a/terraform.tfvars.json", "a/b.auto.tfvars.json", "a/z.auto.tfvars",
		"vars/prod.tfvars", "gone.tfvars",
	}, names)
	assert.Equal(t, []string{
		"error a/terraform.tfvars:2,1-7 Argument or block definition required",
		"error gone.tfvars:1,1-1 Unreadable file",
	}, said(diags))
}

func TestExclude(t *testing.T) {
	files := map[string]string{
		"a/main.tf": calls("net", "../legacy/net"), "legacy/net/main.tf": vpc, "legacy/b/main.tf": vpc,
		"a/broken.tf": "broken {",
	}
	tree, diags := readTree(context.Background(), Options{
		Dir: write(t, files), Exclude: []string{"legacy/**", "**/broken.tf"},
	})
	assert.Empty(t, diags)
	assert.Equal(t, []string{"a"}, tree.Roots())
	_, ok := tree.Module("legacy/net")
	assert.True(t, ok, "a root calls it")
}

// TestModulesOutside of a repository are refused; where there is none they are read.
func TestModulesOutside(t *testing.T) {
	dir := write(t, map[string]string{
		"repo/infra/main.tf": calls("net", "../../shared/net"), "shared/net/main.tf": vpc,
		"shared/net/x.json": "{}", "other.json": "{}",
	})
	tree, diags := readTree(context.Background(),
		Options{Dir: filepath.Join(dir, "repo", "infra")})
	require.Empty(t, diags)
	root, _ := tree.Module(".")
	m, ok := tree.Child(".", "net", root, root.Calls["net"])
	require.True(t, ok)
	assert.Equal(t, "../../shared/net", m.Dir)
	assert.Contains(t, m.Files, "../../shared/net/main.tf")
	_, err := tree.ReadFile("../../shared/net/x.json")
	require.NoError(t, err)
	_, err = tree.ReadFile("../../other.json")
	require.ErrorContains(t, err, "outside of the checked tree")

	require.NoError(t, os.Mkdir(filepath.Join(dir, "repo", ".git"), 0o755))
	_, diags = readTree(context.Background(), Options{Dir: filepath.Join(dir, "repo", "infra")})
	assert.Equal(t, []string{"error main.tf:2,12-30 Local module not found"}, said(diags))
}

func TestLinks(t *testing.T) {
	dir := write(t, map[string]string{
		"shared/net/main.tf": vpc, "a/main.tf": calls("net", "./modules/net"),
		"common/versions.tf": "terraform {\n}\n", "b/main.tf": vpc, "x/y/main.tf": vpc,
	})
	link := func(target, name string) {
		require.NoError(t, os.Symlink(target, filepath.Join(dir, name)))
	}
	link("../shared", "a/modules")
	link("../common/versions.tf", "b/versions.tf")
	link("..", "x/up")
	link("self", "x/self")
	link("nowhere", "x/dangling")
	link("nowhere", "x/y/gone.tf")
	link("/", "x/out")
	link("../../x", "x/y/again")
	tree, diags := readTree(context.Background(), Options{Dir: dir})
	assert.Equal(t, []string{"a", "b", "x/y"}, tree.Roots())
	root, _ := tree.Module("a")
	m, ok := tree.Child("a", "net", root, root.Calls["net"])
	require.True(t, ok)
	assert.Equal(t, "shared/net", m.Dir)
	b, _ := tree.Module("b")
	assert.Contains(t, b.Files, "b/versions.tf")
	assert.Equal(t, []string{
		"warning x/out:1,1-1 Symbolic link out of the tree",
		"warning x/self:1,1-1 Symbolic link loop",
		"warning x/up:1,1-1 Symbolic link loop",
		"warning x/y/again:1,1-1 Symbolic link loop",
		"error x/y/gone.tf:1,1-1 Unreadable file",
	}, said(diags))
}

// TestLinkedFiles: files that other folders link to are parts of those, if they stand for nothing
// of their own.
func TestLinkedFiles(t *testing.T) {
	cases := []struct {
		name  string
		files map[string]string
		want  []string
	}{
		{"parts", map[string]string{"a/main.tf": vpc}, []string{"a"}},
		{"twins", map[string]string{"a/terraform.tfvars": ""}, []string{"a", "shared"}},
		{"a root that another one borrows from", map[string]string{
			"a/main.tf": vpc, "shared/terraform.tfvars": "",
		}, []string{"a", "shared"}},
		{
			"more than what is linked",
			map[string]string{"a/main.tf": vpc, "shared/more.tf": ""},
			[]string{"a", "shared"},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.files["shared/part.tf"] = "locals {\n  x = var.of_the_others\n}\n"
			dir := write(t, c.files)
			require.NoError(t, os.Symlink("../shared/part.tf", filepath.Join(dir, "a", "part.tf")))
			tree, diags := readTree(context.Background(), Options{Dir: dir})
			assert.Empty(t, diags)
			assert.Equal(t, c.want, tree.Roots())
		})
	}
}

func TestReadFileAndGlob(t *testing.T) {
	dir := write(t, map[string]string{
		"in/infra/main.tf": vpc, "in/policies/a.json": "{}", "in/policies/deep/b.json": "{}",
		"in/policies/deep/c.txt": "", "secret.txt": "s",
	})
	require.NoError(t, os.Symlink("../secret.txt", filepath.Join(dir, "in", "link.txt")))
	tree, _ := readTree(context.Background(),
		Options{Dir: filepath.Join(dir, "in"), Paths: []string{"infra"}})
	text, err := tree.ReadFile("infra/../policies/a.json")
	require.NoError(t, err)
	assert.Equal(t, "{}", string(text))
	text, err = tree.ReadFile(filepath.Join(dir, "in", "policies", "a.json"))
	require.NoError(t, err)
	assert.Equal(t, "{}", string(text))
	refusals := []string{"../secret.txt", "link.txt", "/etc/hostname", "policies", "gone"}
	for _, refused := range refusals {
		_, err = tree.ReadFile(refused)
		require.Error(t, err, refused)
	}
	files, err := tree.Glob("policies", "**/*.json")
	require.NoError(t, err)
	assert.Equal(t, []string{"a.json", "deep/b.json"}, files)
	files, err = tree.Glob("infra", "../policies/*.json")
	require.NoError(t, err)
	assert.Equal(t, []string{"../policies/a.json"}, files)
	_, err = tree.Glob("infra", "../../*.txt")
	require.Error(t, err)
	files, err = tree.Glob("gone", "*")
	require.NoError(t, err)
	assert.Empty(t, files)
}

// TestUnreadable: what the system refuses is an error, and the rest is read.
func TestUnreadable(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("nothing is unreadable to root")
	}
	dir := write(t, map[string]string{"a/main.tf": vpc, "b/main.tf": vpc, "c/x.tf": "", "c/y.tf": vpc})
	require.NoError(t, os.Chmod(filepath.Join(dir, "b"), 0))
	require.NoError(t, os.Chmod(filepath.Join(dir, "c", "x.tf"), 0))
	t.Cleanup(func() { _ = os.Chmod(filepath.Join(dir, "b"), 0o755) })
	tree, diags := readTree(context.Background(), Options{Dir: dir})
	assert.Equal(t, []string{"a", "c"}, tree.Roots())
	assert.Equal(t, []string{
		"error b:1,1-1 Unreadable folder", "error c/x.tf:1,1-1 Unreadable file",
	}, said(diags))
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	tree, _ := readTree(ctx, Options{Dir: write(t, map[string]string{"a/main.tf": vpc})})
	assert.Empty(t, tree.Roots())
}

// TestRepeatable: the order of diagnostics does not depend on chance.
func TestRepeatable(t *testing.T) {
	files := map[string]string{}
	for _, dir := range []string{"a", "b", "c", "d"} {
		files[dir+"/main.tf"] = calls("x", "./x") + calls("y", "./y") + "locals {\n  1 = 2\n}\n"
		files[dir+"/x/main.tf"] = calls("z", "../../../z") + "variable \"a\" {}\nvariable \"a\" {}\n"
	}
	dir := write(t, files)
	var first hcl.Diagnostics
	for i := range 10 {
		_, diags := readTree(context.Background(), Options{Dir: dir})
		if i == 0 {
			first = diags
			require.NotEmpty(t, first)
		}
		require.Equal(t, said(first), said(diags))
	}
}
