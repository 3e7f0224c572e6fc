package policy

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// regoModules reads every module of the repository, tests included.
func regoModules(t *testing.T, tests bool) map[string]*ast.Module {
	t.Helper()
	found := map[string]*ast.Module{}
	require.NoError(t, filepath.WalkDir("../rules", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".rego" {
			return err
		}
		if matched, _ := filepath.Match("*_test.rego", d.Name()); matched && !tests {
			return nil
		}
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		found[path], err = ast.ParseModuleWithOpts(path, string(text), ast.ParserOptions{
			ProcessAnnotation: true, RegoVersion: ast.RegoV1,
		})
		return err
	}))
	return found
}

func TestRulesPassTheirTestsAsCompiledAtRunTime(t *testing.T) {
	needed := map[ast.StageID]bool{ // by the tests themselves, which are written with `with`
		ast.StageRewriteWithValues: true,
	}
	var stages []ast.StageID
	for _, stage := range skipped {
		if !needed[stage] {
			stages = append(stages, stage)
		}
	}
	modules := regoModules(t, true)
	compiler := ast.NewCompiler().WithCapabilities(Capabilities()).WithSkipStages(stages...)
	store := inmem.New()
	txn, err := store.NewTransaction(t.Context())
	require.NoError(t, err)
	results, err := tester.NewRunner().SetModules(modules).SetStore(store).
		SetCompiler(compiler).RunTests(t.Context(), txn)
	require.NoError(t, err)
	count := 0
	for result := range results {
		count++
		require.NoError(t, result.Error, result.Name)
		assert.False(t, result.Fail, "%s.%s", result.Package, result.Name)
	}
	assert.Greater(t, count, 80)
}
