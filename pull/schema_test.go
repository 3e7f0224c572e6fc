package pull_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/ecrlint/ecrlint/pull"
	"github.com/ecrlint/ecrlint/pull/schema"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the schema that the types ask for")

// enums are the values that strings of a type may have.
var enums = map[reflect.Type][]string{
	reflect.TypeFor[pull.State](): {"open", "closed"},
	reflect.TypeFor[pull.Bound](): {"best", "worst", "mended"},
}

// schemaOf is the schema of a type: closed objects, except for details and raw attributes.
func schemaOf(t reflect.Type) map[string]any {
	switch t.Kind() {
	case reflect.Pointer:
		return schemaOf(t.Elem())
	case reflect.String:
		out := map[string]any{"type": "string"}
		if values := enums[t]; values != nil {
			out["enum"] = values
		}
		return out
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Slice:
		return map[string]any{"type": "array", "items": schemaOf(t.Elem())}
	case reflect.Map:
		return map[string]any{"type": "object"}
	default: // a struct
	}
	properties, required := map[string]any{}, []string{}
	for i := range t.NumField() {
		name, options, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		properties[name] = schemaOf(t.Field(i).Type)
		if !strings.Contains(options, "omitempty") {
			required = append(required, name)
		}
	}
	return map[string]any{
		"type": "object", "additionalProperties": false, "properties": properties,
		"required": required,
	}
}

// wantedSchema is the schema that the types ask for.
func wantedSchema(t *testing.T) []byte {
	t.Helper()
	out := schemaOf(reflect.TypeFor[pull.Document]())
	out["$schema"] = "http://json-schema.org/draft-07/schema#"
	out["title"] = "One pull in one placement, at its best, at its worst, or with a way for each leg"
	text, err := json.MarshalIndent(out, "", "  ")
	require.NoError(t, err)
	return append(text, '\n')
}

func TestSchemaIsThatOfTheTypes(t *testing.T) {
	want := wantedSchema(t)
	if *update {
		require.NoError(t, os.WriteFile("schema/pull.json", want, 0o644))
	}
	require.JSONEq(t, string(want), string(schema.Pull), "run go test ./pull -run Schema -update")
}

// compiled is the schema, compiled.
var compiled = sync.OnceValues(func() (*jsonschema.Schema, error) {
	compiler := jsonschema.NewCompiler()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema.Pull))
	if err != nil {
		return nil, err
	}
	if err := compiler.AddResource("pull.json", doc); err != nil {
		return nil, err
	}
	return compiler.Compile("pull.json")
})

// valid holds a document against the schema.
func valid(t *testing.T, d *pull.Document) {
	t.Helper()
	held, err := compiled()
	require.NoError(t, err)
	text, err := json.Marshal(d)
	require.NoError(t, err)
	instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	require.NoError(t, held.Validate(instance))
}
