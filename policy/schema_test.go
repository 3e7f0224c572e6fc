package policy

import (
	"encoding/json"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/pull/schema"
)

// strict compiles modules with every stage, against the schema of the documents.
func strict(t *testing.T, modules map[string]*ast.Module) *ast.Compiler {
	t.Helper()
	var document any
	require.NoError(t, json.Unmarshal(schema.Pull, &document))
	schemas := ast.NewSchemaSet()
	schemas.Put(ast.MustParseRef("schema.pull"), document)
	compiler := ast.NewCompiler().WithCapabilities(Capabilities()).WithStrict(true).
		WithSchemas(schemas).WithUseTypeCheckAnnotations(true)
	compiler.Compile(modules)
	return compiler
}

func TestRulesCompileStrictlyAgainstTheSchema(t *testing.T) {
	compiler := strict(t, regoModules(t, false))
	assert.Empty(t, compiler.Errors)
}

func TestTheSchemaFindsAFieldThatIsNot(t *testing.T) {
	text := `# METADATA
# title: A slip
# schemas:
#   - input: schema.pull
package rules.network.slip

closed contains leg.nam if some leg in input.legs
`
	module, err := ast.ParseModuleWithOpts("slip.rego", text, ast.ParserOptions{
		ProcessAnnotation: true, RegoVersion: ast.RegoV1,
	})
	require.NoError(t, err)
	compiler := strict(t, map[string]*ast.Module{"slip.rego": module})
	require.True(t, compiler.Failed())
	assert.Contains(t, compiler.Errors.Error(), "nam")
}

func TestEveryModuleIsTypedByTheSchema(t *testing.T) {
	for file, module := range regoModules(t, false) {
		if file == "../rules/verdict/verdict.rego" {
			continue // it sees no document
		}
		note := packageNote(module)
		if assert.NotNil(t, note, file) {
			assert.Len(t, note.Schemas, 1, file)
		}
	}
}
