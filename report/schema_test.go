package report

import (
	"encoding/json"
	"maps"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// node is a part of a JSON schema.
type node struct {
	Ref        string          `json:"$ref"`
	AllOf      []node          `json:"allOf"`
	Properties map[string]node `json:"properties"`
	Items      *node           `json:"items"`
	Defs       map[string]node `json:"$defs"`
}

// Every key that the JSON outputs can hold is in their schemas, and no other.
func TestSchemasNameEveryKey(t *testing.T) {
	for name, output := range map[string]struct {
		schema []byte
		value  any
	}{
		"report":    {Schema, object{}},
		"why":       {WhySchema, why{}},
		"diagnosis": {DiagnosisSchema, diagnosis{}},
	} {
		var root node
		require.NoError(t, json.Unmarshal(output.schema, &root))
		holdKeys(t, name, &root, &root, reflect.TypeOf(output.value))
	}
}

// holdKeys compares the keys of a Go type with those of its part of a schema.
func holdKeys(t *testing.T, at string, root, part *node, typ reflect.Type) {
	t.Helper()
	for typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	part = resolved(t, root, part)
	if typ.Kind() == reflect.Slice && part.Items != nil {
		holdKeys(t, at+"[]", root, part.Items, typ.Elem())
	}
	if typ.Kind() != reflect.Struct {
		return
	}
	keys, want := keysOf(typ), properties(t, root, part)
	for key := range maps.Keys(want) {
		assert.Contains(t, keys, key, "%s: only the schema has it", at)
	}
	for key, field := range keys {
		if property, ok := want[key]; assert.True(t, ok, "%s.%s is not in the schema", at, key) {
			holdKeys(t, at+"."+key, root, &property, field)
		}
	}
}

// keysOf are the keys that a struct is written with; those of embedded structs are its own.
func keysOf(typ reflect.Type) map[string]reflect.Type {
	keys := map[string]reflect.Type{}
	for i := range typ.NumField() {
		field := typ.Field(i)
		key, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case field.Anonymous && key == "":
			maps.Copy(keys, keysOf(field.Type))
		case key != "-" && field.IsExported():
			keys[key] = field.Type
		}
	}
	return keys
}

// properties are those of a part with those of what it is composed of.
func properties(t *testing.T, root, part *node) map[string]node {
	t.Helper()
	all := maps.Clone(part.Properties)
	for i := range part.AllOf {
		maps.Copy(all, properties(t, root, resolved(t, root, &part.AllOf[i])))
	}
	return all
}

// resolved follows a reference to a definition.
func resolved(t *testing.T, root, part *node) *node {
	t.Helper()
	name, refers := strings.CutPrefix(part.Ref, "#/$defs/")
	if !refers {
		return part
	}
	target, ok := root.Defs[name]
	require.True(t, ok, part.Ref)
	return &target
}
