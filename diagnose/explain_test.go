package diagnose_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/diagnose"
	"github.com/ecrlint/ecrlint/report"
)

// two is a report of two workloads with a fault of the way each, and a missing endpoint.
func two(first, second string) *report.Report {
	pull := func(name, image string) report.Pull {
		return report.Pull{Root: ".", Workload: name, Container: "c", Image: image, Launch: "fargate", Registry: "other"}
	}
	fault := func(name, rule, leg string, workloads ...string) report.Finding {
		f := report.Finding{
			Fingerprint: name, Root: ".", Rule: rule, Severity: report.Error,
			Path: []report.Hop{{Gate: "exit", State: "closed", Leg: leg}},
		}
		for _, w := range workloads {
			f.Pulls = append(f.Pulls, report.PullRef{Root: ".", Workload: w, Container: "c"})
		}
		return f
	}
	return &report.Report{
		Pulls: []report.Pull{pull("one", first), pull("two", second)},
		Findings: []report.Finding{
			fault("of one", "network/no_public_ip", "", "one"),
			fault("of two", "network/no_route", "", "two"),
			fault("login", "endpoint/missing", "authorize", "one"),
		},
	}
}

func explained(t *testing.T, message string, r *report.Report) []string {
	t.Helper()
	m, err := diagnose.Read(message)
	require.NoError(t, err)
	var names []string
	for _, one := range diagnose.Explain(&m, r) {
		names = append(names, one.Finding)
		assert.NotContains(t, one.Why, "()")
	}
	return names
}

// A finding explains the message about the image that it breaks, as far as both are known.
func TestExplainByImage(t *testing.T) {
	const ecr = "424242424242.dkr.ecr.eu-west-1.amazonaws.com/"
	message := func(image string) string {
		return "CannotPullContainerError: failed to resolve ref " + image + ": i/o timeout"
	}
	cases := []struct {
		name, image, first, second string
		want                       []string
	}{
		{"its image", ecr + "a:1", ecr + "a:1", ecr + "b:1", []string{"of one", "login"}},
		{"the other's", ecr + "b:1", ecr + "a:1", ecr + "b:1", []string{"of two"}},
		{"another tag", ecr + "b:2", ecr + "a:1", ecr + "b:{tag}", []string{"of two"}},
		{"no tag", ecr + "b", ecr + "a:1", ecr + "b:1", []string{"of two"}},
		{"an account that is not known", ecr + "b:1", "{account}.dkr.ecr.eu-west-1.amazonaws.com/a:1", "{account}.dkr.ecr.eu-west-1.amazonaws.com/b:1", []string{"of two"}},
		{"Docker Hub in full", "docker.io/library/nginx:latest", "redis", "nginx", []string{"of two"}},
		{"nobody's: any of them", ecr + "c:1", ecr + "a:1", ecr + "b:1", []string{"of one", "of two", "login"}},
		{"images that are not known", ecr + "b:1", "{var.image}", "{var.image}", []string{"of one", "of two", "login"}},
	}
	for _, one := range cases {
		t.Run(one.name, func(t *testing.T) {
			assert.ElementsMatch(t, one.want, explained(t, message(one.image), two(one.first, one.second)))
		})
	}
}

// The endpoint of one call explains no message that proves to be about another.
func TestExplainByCall(t *testing.T) {
	r := two("a", "b")
	assert.Contains(t, explained(t, `Post "https://api.ecr.eu-west-1.amazonaws.com/": net/http: request canceled`, r), "login")
	assert.NotContains(t, explained(t, `Get "https://prod-eu-west-1-starport-layer-bucket.s3.eu-west-1.amazonaws.com/x": i/o timeout`, r), "login")
}

// What certainly fails comes before what may, and before what shows only once another is mended.
func TestExplainRanksBySeverity(t *testing.T) {
	r := two("a", "b")
	r.Findings[0].Severity = report.Warning
	assert.Equal(t, []string{"of two", "of one", "login"}, explained(t, "CannotPullContainerError: context canceled", r))
	r.Findings[0].Severity, r.Findings[1].MaskedBy = report.Error, []string{"of one"}
	assert.Equal(t, []string{"of one", "login", "of two"}, explained(t, "CannotPullContainerError: context canceled", r))
}
