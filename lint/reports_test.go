package lint

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/report"
)

// causes are the categories of public reports of failed pulls: each has a stack that shows it.
var causes = []string{
	"dns",
	"docker-hub-limit",
	"endpoint-missing-ecr-api",
	"endpoint-missing-ecr-dkr",
	"endpoint-missing-s3",
	"endpoint-policy",
	"endpoint-private-dns",
	"endpoint-sg-ingress",
	"iam-missing-permission",
	"iam-missing-role",
	"iam-resource-scope",
	"image-format",
	"image-not-found",
	"lifecycle-expired",
	"nacl",
	"nat-misplaced",
	"no-public-ip",
	"no-route",
	"other",
	"platform-mismatch",
	"private-registry-credentials",
	"pull-through-cache",
	"repo-policy-cross-account",
	"s3-endpoint-policy",
	"s3-endpoint-route-table",
	"s3-prefix-list-egress",
	"task-sg-egress",
	"trust-policy",
	"wrong-region",
}

// rebuilt is the report.json of a case: which public report its stacks rebuild.
type rebuilt struct {
	Title, Source, Category, Launch, IaC string
}

// beyond are the cases whose fault, if there is one, no configuration shows, and why.
var beyond = map[string]string{
	"case-086": "what removes superseded images is harmless but for those who pin a digest",
	"case-103": "how the layers of an image are packed",
	"case-112": "a template does not hold the platform of an asset",
	"case-122": "the way out is the hub's, and works",
	"case-154": "the domains that a firewall lets pass are not followed",
	"case-211": "the secrets of a container are fetched beside its image",
}

// Every cause of the public reports is rebuilt at least once, and every case shows the fault
// and, beside it, a stack without it.
func TestReports(t *testing.T) {
	top := filepath.Join("..", "testdata", "reports")
	cases, err := os.ReadDir(top)
	require.NoError(t, err)
	numbered := regexp.MustCompile(`^case-\d{3}-[a-z0-9]+(-[a-z0-9]+)*$`)
	seen := map[string]int{}
	sources := map[string]string{}
	for _, c := range cases {
		assert.Regexp(t, numbered, c.Name())
		text, err := os.ReadFile(filepath.Join(top, c.Name(), "report.json"))
		require.NoError(t, err)
		var r rebuilt
		require.NoError(t, json.Unmarshal(text, &r), c.Name())
		for _, said := range []string{r.Title, r.Launch, r.IaC} {
			assert.NotEmpty(t, said, c.Name())
		}
		assert.Regexp(t, `^https://`, r.Source, c.Name())
		assert.Contains(t, causes, r.Category, c.Name())
		assert.Empty(t, sources[r.Source], "%s: the same report", c.Name())
		sources[r.Source] = c.Name()
		seen[r.Category]++
		if beyond[c.Name()[:len("case-000")]] == "" {
			showsBoth(t, filepath.Join(top, c.Name()))
		}
	}
	for _, cause := range causes {
		assert.NotZero(t, seen[cause], "no report of %s", cause)
	}
}

// showsBoth holds that a case has a variant with the fault, or one where nobody can tell, and a
// variant without.
func showsBoth(t *testing.T, dir string) {
	t.Helper()
	expects, err := filepath.Glob(filepath.Join(dir, "*", "expect.json"))
	require.NoError(t, err)
	var faulty, sound bool
	for _, path := range expects {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		var want expectation
		require.NoError(t, json.Unmarshal(text, &want), path)
		fails := len(want.Warnings) > 0
		for _, pull := range want.Pulls {
			for _, verdict := range pull.Verdict {
				fails = fails || verdict == report.Fails
			}
		}
		variant := filepath.Base(filepath.Dir(path))
		switch name, _, _ := strings.Cut(variant, "-"); name {
		case "broken":
			assert.True(t, fails, "%s expects no fault", path)
			faulty = true
		case "fixed", "works":
			assert.False(t, fails && len(want.Warnings) == 0, "%s expects a fault", path)
			sound = true
		case "unknown": // the fault is in what another account or a run holds
			faulty = true
		}
	}
	assert.True(t, faulty, "%s has no broken and no unknown variant", dir)
	assert.True(t, sound, "%s has no fixed or working variant", dir)
}
