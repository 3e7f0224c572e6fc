package terraform

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Whatever is read as a plan or state, the program holds, and each resource can be written out.
func FuzzPlan(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "plans", "*", "*", "*.json"))
	require.NoError(f, err)
	for i := 0; i < len(files); i += 12 {
		for _, file := range files[i:min(i+3, len(files))] {
			text, err := os.ReadFile(file)
			require.NoError(f, err)
			f.Add(text)
		}
	}
	f.Add([]byte(`{"format_version":"1.0","values":{"root_module":{"resources":[{"mode":"managed",` +
		`"type":"aws_vpc","name":"a","index":1.5,"values":{"id":"vpc-0123abcd"}}]}}}`))
	f.Add([]byte(`{"format_version":"1.0","resource_changes":[{"module_address":"module.a[\"x","mode":"data",` +
		`"type":"aws_iam_policy_document","name":"a","change":{"after":{"statement":[{}]},` +
		`"after_unknown":{"json":true,"statement":[true]}}}],"configuration":{"root_module":{"module_calls":` +
		`{"a":{"expressions":{"b":{"references":["module.a.b","var.b"]}},"module":{"outputs":` +
		`{"b":{"expression":{"references":["var.b"]}}}}}}}}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		LooksLikePlan(text)
		plan, diags := ReadPlan("plan.json", ".", text)
		if plan == nil {
			assert.NotEmpty(t, diags)
			return
		}
		root := plan.evaluate(t.Context(), Options{})
		for _, d := range root.Diags {
			assert.NotEqual(t, "Internal error", d.Summary, d.Detail)
		}
		for _, resource := range root.Resources {
			_, err := root.Encode(resource)
			require.NoError(t, err)
		}
		newPlanBeside(plan)
	})
}
