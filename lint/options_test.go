package lint

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/report"
)

func TestParseAssignments(t *testing.T) {
	vars, err := ParseAssignments("--var", []string{"a=1", "list=[\"x=y\"]", "empty="})
	require.NoError(t, err)
	assert.Equal(t, []Assignment{
		{Name: "a", Value: "1"}, {Name: "list", Value: `["x=y"]`}, {Name: "empty"},
	}, vars)
	for _, bad := range []string{"", "a", "=1", " =1"} {
		_, err := ParseAssignments("--var", []string{bad})
		assert.ErrorContains(t, err, "NAME=VALUE", bad)
	}
}

func TestStatus(t *testing.T) {
	finding := func(severity report.Severity) *report.Report {
		return &report.Report{Findings: []report.Finding{{Severity: severity}}}
	}
	unknown := &report.Report{Pulls: []report.Pull{{Verdict: report.Unknown}}}
	broken := finding(report.Error)
	broken.Diagnostics = []report.Diagnostic{{Severity: report.Error}}
	warned := &report.Report{Diagnostics: []report.Diagnostic{{Severity: report.Warning}}}
	for name, test := range map[string]struct {
		report *report.Report
		failOn []string
		want   int
	}{
		"nothing":                    {&report.Report{}, []string{"info", "unknown"}, 0},
		"an error":                   {finding(report.Error), []string{"error"}, 1},
		"a warning":                  {finding(report.Warning), []string{"error"}, 0},
		"a warning that fails":       {finding(report.Warning), []string{"warning"}, 1},
		"a warning below info":       {finding(report.Warning), []string{"info"}, 1},
		"an info below warning":      {finding(report.Info), []string{"warning"}, 0},
		"an info that fails":         {finding(report.Info), []string{"info"}, 1},
		"the order does not matter":  {finding(report.Warning), []string{"warning", "error"}, 1},
		"unknown verdicts":           {unknown, []string{"info"}, 0},
		"unknown verdicts that fail": {unknown, []string{"unknown"}, 1},
		"unknown keeps errors":       {finding(report.Error), []string{"unknown"}, 1},
		"unknown adds no warnings":   {finding(report.Warning), []string{"unknown"}, 0},
		"unknown and warnings":       {finding(report.Warning), []string{"warning", "unknown"}, 1},
		"2 beats 1":                  {broken, []string{"error"}, 2},
		"a warning diagnostic":       {warned, []string{"info"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			failOn, err := ParseFailOn(test.failOn)
			require.NoError(t, err)
			assert.Equal(t, test.want, Status(test.report, failOn))
		})
	}
	_, err := ParseFailOn([]string{"fatal"})
	assert.ErrorContains(t, err, `"fatal" is none of error, warning, info, unknown`)
}

func TestUnknownRule(t *testing.T) {
	rules := []report.Rule{{ID: "iam/race"}, {ID: "network/bpa"}, {ID: "network/no_route"}}
	for name, want := range map[string]string{
		"network/no_rout": `did you mean "network/no_route"?`,
		"no_route":        `did you mean "network/no_route"?`,
		"netwrk":          `did you mean "network"?`,
		"IAM/race":        `did you mean "iam/race"?`,
		"quite/different": `ecrlint rules lists them`,
	} {
		_, err := FindRule(rules, name)
		require.ErrorContains(t, err, want)
	}
	rule, err := FindRule(rules, "iam/race")
	require.NoError(t, err)
	assert.Equal(t, "iam/race", rule.ID)
}

func TestSelectionNamesTheNearestRule(t *testing.T) {
	for name, want := range map[string]string{
		"network/no_rout": `did you mean "network/no_route"?`,
		"netwrk":          `did you mean "network"?`,
	} {
		_, err := compile(Options{Only: []string{"iam", name}})
		require.ErrorContains(t, err, want)
		_, err = compile(Options{Skip: []string{name}})
		require.ErrorContains(t, err, want)
	}
	for _, name := range []string{"network", "network/no_route", "network/*"} {
		_, err := compile(Options{Only: []string{name}, Skip: []string{name}})
		assert.NoError(t, err, name)
	}
}
