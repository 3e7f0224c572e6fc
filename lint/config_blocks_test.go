package lint_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/lint"
	"github.com/ecrlint/ecrlint/report"
)

// What the block of a root or an environment tells of subnets and roles holds there alone.
func TestFactsOfBlocks(t *testing.T) {
	const (
		internet = "  internet_route {\n    subnets = [\"subnet-*\"]\n    reason = \"central egress\"\n  }\n"
		mayPull  = "  may_pull {\n    roles = [\"*\"]\n    reason = \"managed elsewhere\"\n  }\n"
		whole    = "account_id = \"111122223333\"\ndefault_region = \"eu-central-1\"\n" +
			"root \"*/service.yaml\" {\n  parameters = { Subnets = \"subnet-0a1b2c3d\" }\n}\n"
		a, b = "a/service.yaml", "b/service.yaml"
	)
	both := "  roots = [\"*/service.yaml\"]\n"
	for _, c := range []struct {
		name, file string
		want       map[string]report.Verdict
	}{
		{
			"nothing told", "",
			map[string]report.Verdict{a: report.Unknown, b: report.Unknown},
		},
		{
			"a root", "root \"a/*\" {\n" + internet + mayPull + "}\n",
			map[string]report.Verdict{a: report.Pulls, b: report.Unknown},
		},
		{
			"two blocks of roots, and the file",
			internet + "root \"a/*\" {\n" + mayPull + "}\nroot \"*/service.yaml\" {\n" + internet + "}\n",
			map[string]report.Verdict{a: report.Pulls, b: report.Unknown},
		},
		{
			"half of it", "root \"a/*\" {\n" + internet + "}\nroot \"b/*\" {\n" + mayPull + "}\n",
			map[string]report.Verdict{a: report.Unknown, b: report.Unknown},
		},
		{
			"an environment",
			"environment \"prod\" {\n" + both + internet + mayPull + "}\n" +
				"environment \"test\" {\n" + both + "}\n",
			map[string]report.Verdict{
				a + " prod": report.Pulls, b + " prod": report.Pulls,
				a + " test": report.Unknown, b + " test": report.Unknown,
			},
		},
		{
			"a root in every environment, and one of them",
			"root \"a/*\" {\n" + internet + "}\n" +
				"environment \"prod\" {\n" + both + mayPull + "}\n" +
				"environment \"test\" {\n" + both + "}\n",
			map[string]report.Verdict{
				a + " prod": report.Pulls, b + " prod": report.Unknown,
				a + " test": report.Unknown, b + " test": report.Unknown,
			},
		},
		{
			"a root in every environment",
			"root \"a/*\" {\n" + internet + mayPull + "}\n" +
				"environment \"prod\" {\n" + both + "}\nenvironment \"test\" {\n" + both + "}\n",
			map[string]report.Verdict{
				a + " prod": report.Pulls, b + " prod": report.Unknown,
				a + " test": report.Pulls, b + " test": report.Unknown,
			},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := tree(t, map[string]string{lint.ConfigName: whole + c.file, a: service, b: service})
			config, err := lint.ReadConfig(dir, filepath.Join(dir, lint.ConfigName))
			require.NoError(t, err)
			r, err := lint.Run(t.Context(), lint.Options{Input: lint.Input{
				Dir: dir, Paths: []string{"."}, Environments: config.Environments, Facts: config.Facts,
			}})
			require.NoError(t, err)
			got := map[string]report.Verdict{}
			for _, pull := range r.Pulls {
				got[strings.TrimSpace(pull.Root+" "+pull.Environment)] = pull.Verdict
			}
			assert.Equal(t, c.want, got)
		})
	}
}

// A fact of a block is checked as one of the file is.
func TestFactsOfBlocksAreChecked(t *testing.T) {
	for _, block := range []string{"root \"a\" {\n", "environment \"prod\" {\n  root = \"a\"\n"} {
		dir := tree(t, map[string]string{lint.ConfigName: block + `
  internet_route {
    subnets = [""]
    reason  = "x"
  }
  may_pull {
    roles  = ["x"]
    reason = " "
  }
}
`})
		_, err := lint.ReadConfig(dir, filepath.Join(dir, lint.ConfigName))
		require.ErrorContains(t, err, "Invalid configuration: internet_route needs names and a reason")
		require.ErrorContains(t, err, "Invalid configuration: may_pull needs names and a reason")
	}
}
