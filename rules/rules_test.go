package rules_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/format"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/rules"
)

// modules reads every Rego file below the folder, tests included, keyed by path.
func modules(t *testing.T) map[string][]byte {
	t.Helper()
	found := map[string][]byte{}
	require.NoError(t, filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".rego" {
			return err
		}
		text, err := os.ReadFile(path)
		found[filepath.ToSlash(path)] = text
		return err
	}))
	return found
}

func TestEveryModuleIsEmbeddedAndNoTest(t *testing.T) {
	want := map[string]bool{}
	for path := range modules(t) {
		want[path] = !strings.HasSuffix(path, "_test.rego")
	}
	got := map[string]bool{}
	require.NoError(t, fs.WalkDir(rules.FS, ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			got[path] = true
		}
		return err
	}))
	for path, embedded := range want {
		assert.Equal(t, embedded, got[path], path)
	}
	assert.Len(t, want, len(modules(t)))
}

func TestModulesAreFormatted(t *testing.T) {
	for path, text := range modules(t) {
		want, err := format.SourceWithOpts(path, text, format.Opts{RegoVersion: ast.RegoV1})
		if assert.NoError(t, err, path) {
			if os.Getenv("UPDATE") != "" && !bytes.Equal(want, text) {
				require.NoError(t, os.WriteFile(path, want, 0o600))
				continue
			}
			assert.Equal(t, string(want), string(text), path)
		}
	}
}

func TestLinesAreShort(t *testing.T) {
	for path, text := range modules(t) {
		for i, line := range strings.Split(string(text), "\n") {
			if !strings.Contains(line, "https://") {
				assert.LessOrEqual(t, len(line), 100, "%s:%d", path, i+1)
			}
		}
	}
}

func TestRegoTestsPass(t *testing.T) {
	parsed := map[string]*ast.Module{}
	for path, text := range modules(t) {
		module, err := ast.ParseModuleWithOpts(path, string(text), ast.ParserOptions{
			ProcessAnnotation: true,
			RegoVersion:       ast.RegoV1,
		})
		require.NoError(t, err)
		parsed[path] = module
	}
	store := inmem.New()
	txn, err := store.NewTransaction(t.Context())
	require.NoError(t, err)
	results, err := tester.NewRunner().SetModules(parsed).SetStore(store).
		SetCompiler(ast.NewCompiler().WithEnablePrintStatements(true)).RunTests(t.Context(), txn)
	require.NoError(t, err)
	count := 0
	for result := range results {
		count++
		require.NoError(t, result.Error, result.Name)
		assert.False(t, result.Fail, "%s.%s", result.Package, result.Name)
	}
	assert.Greater(t, count, len(parsed)/2)
}
