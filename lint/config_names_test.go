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

// A folder's name is no glob: only what the file leaves out is left out.
func TestExcludeBelowFoldersWithGlobCharacters(t *testing.T) {
	dir := tree(t, map[string]string{
		"od[d]/" + lint.ConfigName:     "exclude = [\"old/*\"]\n",
		"od[d]/old/service.yaml":       service,
		"od[d]/new/service.yaml":       service,
		"odd/old/service.yaml":         service,
		"od[d]/{x}/" + lint.ConfigName: "exclude = [\"{a,b}/*\"]\n",
		"od[d]/{x}/a/service.yaml":     service,
		"od[d]/{x}/c/other.yaml":       service,
	})
	read := func(from, config string, paths ...string) []string {
		from = filepath.Join(dir, from)
		file, err := lint.ReadConfig(from, filepath.Join(dir, config, lint.ConfigName))
		require.NoError(t, err)
		r, err := lint.Run(t.Context(), lint.Options{Input: lint.Input{
			Dir: from, Paths: paths, Exclude: file.Exclude,
		}})
		require.NoError(t, err)
		var roots []string
		for _, pull := range r.Pulls {
			roots = append(roots, pull.Root)
		}
		return roots
	}
	assert.Equal(t, []string{"od[d]/new/service.yaml", "odd/old/service.yaml"},
		read(".", "od[d]", "od[d]/old", "od[d]/new", "odd"))
	assert.Equal(t, []string{"new/service.yaml"}, read("od[d]", "od[d]", "old", "new"))
	assert.Empty(t, read("od[d]/old", "od[d]", "."))
	assert.Equal(t, []string{"od[d]/{x}/c/other.yaml"}, read(".", "od[d]/{x}", "od[d]/{x}"))
}

// The names of files that init proposes are read as they are.
func TestNewConfigQuotesNames(t *testing.T) {
	dir := tree(t, map[string]string{
		".git/HEAD": "", "in[f]ra/main.tf": addressed(t), "in[f]ra/${env}.tfvars": "public = true\n",
		"in[f]ra/%{if}\"q\".tfvars": "public = false\n",
	})
	file, text, err := lint.NewConfig(dir, ".")
	require.NoError(t, err)
	_, found, _ := strings.Cut(text, "# Found here:\n#\n")
	require.NoError(t, os.WriteFile(file,
		[]byte(strings.ReplaceAll(strings.ReplaceAll(found, "# ", ""), "#\n", "\n")), 0o600))
	r := within(t, dir)
	verdicts := map[string]report.Verdict{}
	for _, pull := range r.Pulls {
		verdicts[pull.Environment] = pull.Verdict
	}
	assert.Equal(t, map[string]report.Verdict{
		"${env}": report.Pulls, `%{if}"q"`: report.Fails,
	}, verdicts)
}
