package registry

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFind(t *testing.T) {
	const (
		vpc = "terraform-aws-modules/vpc/aws"
		ecs = "terraform-aws-modules/ecs/aws"
	)
	newest := All()
	require.NotEmpty(t, newest)
	for name, c := range map[string]struct {
		source, version, from, why string
	}{
		"exact":              {vpc, "5.1.2", "4.0.0", ""},
		"an older major":     {vpc, "3.19.0", "3.0.0", ""},
		"pessimistic":        {vpc, "~> 3.2", "3.0.0", ""},
		"newest that fits":   {vpc, ">= 3.0", "4.0.0", ""},
		"below a bound":      {vpc, ">= 3.0, < 4.0", "3.0.0", ""},
		"between":            {vpc, "> 3.19.0, < 4", "3.0.0", ""},
		"no version":         {vpc, "", "4.0.0", ""},
		"not modelled":       {vpc, "99.0.0", "", "is of a version that ecrlint has no model of"},
		"one odd version":    {ecs + "//modules/service", "6.6.0", "6.6.0", ""},
		"not the odd one":    {ecs + "//modules/service", "~> 6.6.0", "6.6.1", ""},
		"in a gap":           {"cloudposse/ecs-alb-service-task/aws", "0.58.0", "", "is of a version that ecrlint has no model of"},
		"around a gap":       {"cloudposse/ecs-alb-service-task/aws", ">= 0.50, < 0.60", "0.50.0", ""},
		"a label by git":     {"git::https://github.com/cloudposse/terraform-null-label.git?ref=tags/0.25.0", "", "0.22.0", ""},
		"no constraint":      {vpc, "five", "", "has a version constraint that cannot be read"},
		"host":               {"registry.terraform.io/" + vpc, "5.0.0", "4.0.0", ""},
		"OpenTofu":           {"registry.opentofu.org/" + vpc, "5.0.0", "4.0.0", ""},
		"another host":       {"registry.acme.example/" + vpc, "5.0.0", "", ""},
		"another module":     {"acme/vpc/aws", "5.0.0", "", ""},
		"path":               {"./vpc", "", "", ""},
		"no such submodule":  {vpc + "//modules/none", "5.0.0", "", ""},
		"git with a version": {"git::https://github.com/terraform-aws-modules/terraform-aws-vpc.git?ref=v3.2.0", "", "3.0.0", ""},
		"git with a tag":     {"github.com/terraform-aws-modules/terraform-aws-vpc?ref=tags/v5.0.0", "", "4.0.0", ""},
		"git over ssh":       {"git@github.com:terraform-aws-modules/terraform-aws-vpc.git?ref=v5.0.0", "", "4.0.0", ""},
		"git without one":    {"git::https://github.com/terraform-aws-modules/terraform-aws-vpc.git", "", "4.0.0", ""},
		"a commit":           {"git::https://github.com/terraform-aws-modules/terraform-aws-vpc.git?ref=4a2809c", "", "", "is at a revision that is no version"},
		"a branch":           {"git::https://github.com/terraform-aws-modules/terraform-aws-vpc.git?ref=master", "", "", "is at a revision that is no version"},
		"Terragrunt":         {"tfr:///" + vpc + "?version=3.5.0", "", "3.0.0", ""},
	} {
		t.Run(name, func(t *testing.T) {
			m, why := Find(c.source, c.version, nil)
			assert.Equal(t, c.why, why)
			if c.from == "" {
				assert.Nil(t, m)
				return
			}
			require.NotNil(t, m)
			assert.Equal(t, c.from, m.From)
		})
	}
}

// An older version is meant where the newest does not have the arguments or the submodule.
func TestFindByArguments(t *testing.T) {
	const iam = "terraform-aws-modules/iam/aws//modules/iam-assumable-role"
	for name, c := range map[string]struct {
		source, version, given, from, why string
	}{
		"submodule of old versions": {iam, "", "", "5.44.0", ""},
		"submodule of other ones":   {iam, "~> 6.0", "", "", ""},
		"argument of old versions":  {"cloudposse/vpc/aws", "", "cidr_block", "0.28.0", ""},
		"argument of the newest":    {"cloudposse/vpc/aws", "", "ipv4_primary_cidr_block", "2.0.0", ""},
		"argument that none has": {
			"cloudposse/vpc/aws", "", "cider", "",
			"is given cider, which no version has that ecrlint has a model of",
		},
		"argument of versions that are not wanted": {
			"cloudposse/vpc/aws", "~> 2.0", "cidr_block", "",
			"is given cidr_block, which no version has that ecrlint has a model of",
		},
	} {
		t.Run(name, func(t *testing.T) {
			var given []string
			if c.given != "" {
				given = []string{c.given}
			}
			m, why := Find(c.source, c.version, given)
			assert.Equal(t, c.why, why)
			if c.from == "" {
				assert.Nil(t, m)
				return
			}
			require.NotNil(t, m)
			assert.Equal(t, c.from, m.From)
		})
	}
}

// The ranges of a module's models do not overlap, and every folder of configuration belongs to one.
func TestModelsAreWhole(t *testing.T) {
	used := map[string]bool{}
	for source, list := range models() {
		for i, m := range list {
			used[m.Dir] = true
			assert.True(t, m.from.LessThan(m.to), source)
			if i > 0 {
				assert.False(t, list[i-1].from.LessThan(m.to), "%s: %s overlaps", source, m.From)
			}
		}
	}
	require.NoError(t, fs.WalkDir(FS(), ".", func(name string, _ fs.DirEntry, err error) error {
		require.NoError(t, err)
		if strings.HasSuffix(name, ".tf") {
			dir, _, _ := strings.Cut(path.Dir(name), "/modules/")
			assert.True(t, used[dir], "no model.json names %s", dir)
		}
		return nil
	}))
}

// What a model declares is published in some version that has its files, or is a switch that tells
// versions apart.
func TestInputsAreThoseOfTheModels(t *testing.T) {
	taken := map[string]map[string]bool{} // by the folder of the files
	for _, m := range All() {
		_, submodule, _ := strings.Cut(m.Source, "//")
		if submodule == "" {
			submodule = "."
		}
		names, ok := m.published()[submodule]
		require.True(t, ok, m.String())
		if taken[m.Dir] == nil {
			taken[m.Dir] = map[string]bool{}
		}
		for _, name := range names {
			taken[m.Dir][name] = true
		}
		for name := range m.Defaults {
			assert.Contains(t, declared(t, m.Dir), name, m.String())
			taken[m.Dir][name] = true
		}
	}
	for dir, names := range taken {
		for _, name := range declared(t, dir) {
			assert.True(t, names[name], "%s: no version has %s", dir, name)
		}
	}
}

// declared returns the variables of a folder.
func declared(t *testing.T, dir string) []string {
	t.Helper()
	files, err := fs.Glob(FS(), path.Join(dir, "*.tf"))
	require.NoError(t, err)
	var names []string
	for _, file := range files {
		text, err := fs.ReadFile(FS(), file)
		require.NoError(t, err)
		for _, found := range regexp.MustCompile(`(?m)^variable "([^"]+)"`).FindAllSubmatch(text, -1) {
			names = append(names, string(found[1]))
		}
	}
	return names
}

func FuzzFind(f *testing.F) {
	f.Add("terraform-aws-modules/vpc/aws//modules/vpc-endpoints", "~> 5.0, != 5.1")
	f.Add("git::ssh://git@github.com/terraform-aws-modules/terraform-aws-vpc?ref=v1", ">= 1")
	f.Fuzz(func(_ *testing.T, source, version string) {
		_, _ = Find(source, version, nil)
	})
}

func TestApart(t *testing.T) {
	for source, want := range map[string]bool{
		"terraform-aws-modules/rds/aws":                                      true,
		"terraform-aws-modules/s3-bucket/aws//modules/notification":          true,
		"terraform-aws-modules/lambda/aws":                                   true,
		"git::https://github.com/terraform-aws-modules/terraform-aws-lambda": true,
		"terraform-aws-modules/lambda/aws//modules/docker-build":             false, // a repository's policy
		"cloudposse/iam-policy/aws":                                          false, // attaches to roles
		"acme/rds/aws":                                                       false,
		"./rds":                                                              false,
		"git::https://github.com/acme/terraform-aws-rds":                     false,
	} {
		assert.Equal(t, want, Apart(source), source)
	}
}
