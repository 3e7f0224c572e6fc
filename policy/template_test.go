package policy_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"

	"github.com/ecrlint/ecrlint/lint"
	"github.com/ecrlint/ecrlint/report"
)

// findingsOf returns what is found in a template of the name.
func findingsOf(t *testing.T, name string, source []byte) []report.Finding {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, name), source, 0o600))
	r, err := lint.Run(t.Context(), lint.Options{Input: lint.Input{
		Dir: dir, Paths: []string{name},
		Parameters: []lint.Assignment{{Name: "AWS::Region", Value: "eu-west-1"}},
	}})
	require.NoError(t, err)
	return r.Findings
}

// longForm reads YAML of a template as what its JSON would be.
func longForm(t *testing.T, source []byte) any {
	t.Helper()
	var root yaml.Node
	require.NoError(t, yaml.Unmarshal(source, &root), string(source))
	require.Equal(t, yaml.DocumentNode, root.Kind, string(source))
	return plain(t, root.Content[0])
}

func plain(t *testing.T, node *yaml.Node) any {
	t.Helper()
	var value any
	switch {
	case node.Kind == yaml.MappingNode:
		object := map[string]any{}
		for i := 0; i < len(node.Content); i += 2 {
			object[node.Content[i].Value] = plain(t, node.Content[i+1])
		}
		value = object
	case node.Kind == yaml.SequenceNode:
		items := []any{}
		for _, item := range node.Content {
			items = append(items, plain(t, item))
		}
		value = items
	case strings.HasPrefix(node.Tag, "!") && !strings.HasPrefix(node.Tag, "!!"):
		value = node.Value
	default:
		require.NoError(t, node.Decode(&value))
		if node.Tag == "!!timestamp" {
			value = node.Value
		}
	}
	name, ours := strings.CutPrefix(node.Tag, "!")
	if !ours || strings.HasPrefix(name, "!") {
		return value
	}
	if id, attribute, dotted := strings.Cut(node.Value, "."); name == "GetAtt" && dotted {
		value = []any{id, attribute}
	}
	if name != "Ref" && name != "Condition" {
		name = "Fn::" + name
	}
	return map[string]any{name: value}
}

// merge puts what a snippet says into a template: objects into objects, lists behind lists. A
// setting takes the place of another, and an item that of its name.
func merge(into, more any) any {
	switch more := more.(type) {
	case map[string]any:
		object, ok := into.(map[string]any)
		if !ok || len(more) == 1 && function(more) {
			return more
		}
		for key, value := range more {
			object[key] = merge(object[key], value)
		}
		return object
	case []any:
		items, ok := into.([]any)
		if !ok {
			return more
		}
		for _, item := range more {
			if same := named(items, item); same >= 0 {
				items[same] = merge(items[same], item)
			} else {
				items = append(items, item)
			}
		}
		return items
	}
	return more
}

// named finds the item that has the name of another: -1 where none has, or it has no name.
func named(items []any, other any) int {
	name := func(item any) any {
		object, _ := item.(map[string]any)
		return object["Name"]
	}
	return slices.IndexFunc(items, func(item any) bool {
		return name(other) != nil && name(item) == name(other)
	})
}

// function reports whether an object is the call of a function.
func function(object map[string]any) bool {
	for key := range object {
		return key == "Ref" || strings.HasPrefix(key, "Fn::")
	}
	return false
}

// undeclared are the names that a Ref has and the template has not.
func undeclared(template map[string]any, v any) []string {
	var names []string
	switch v := v.(type) {
	case map[string]any:
		if name, ok := v["Ref"].(string); ok && !strings.HasPrefix(name, "AWS::") {
			resources, _ := template["Resources"].(map[string]any)
			parameters, _ := template["Parameters"].(map[string]any)
			if resources[name] == nil && parameters[name] == nil {
				names = append(names, name)
			}
		}
		for _, value := range v {
			names = append(names, undeclared(template, value)...)
		}
	case []any:
		for _, value := range v {
			names = append(names, undeclared(template, value)...)
		}
	}
	return names
}

// bySentence finds the finding of another run that is the same: it has the same fingerprint but
// for the name of the file.
func bySentence(findings []report.Finding, one report.Finding) *report.Finding {
	for i := range findings {
		other := &findings[i]
		if other.Rule == one.Rule && other.Resource == one.Resource &&
			other.Attribute == one.Attribute && other.Message == one.Message {
			return other
		}
	}
	return nil
}

// terraformWords are words that nobody who writes templates knows.
var terraformWords = regexp.MustCompile(`[a-z]_[a-z]|(?i)terraform|\bapply\b|\bvar\.`)

// Whatever is said of a template comes with what mends it: YAML in a template of YAML, and in one of
// JSON an object that, put into the template, makes the fault go away.
func TestSnippetsMendTemplates(t *testing.T) {
	templates, err := filepath.Glob("../rules/*/*/fail/main.template")
	require.NoError(t, err)
	mine, err := filepath.Glob("testdata/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, mine)
	for _, path := range append(templates, mine...) {
		t.Run(strings.TrimPrefix(path, "../rules/"), func(t *testing.T) {
			source, err := os.ReadFile(path)
			require.NoError(t, err)
			written, err := json.Marshal(longForm(t, source))
			require.NoError(t, err)
			inJSON := findingsOf(t, "main.json", written)
			for _, found := range findingsOf(t, "main.yaml", source) {
				twin := bySentence(inJSON, found)
				require.NotNil(t, twin, found.Message)
				assert.NotRegexp(t, terraformWords, found.Message)
				assert.NotRegexp(t, terraformWords, found.Fix.Summary)
				for _, other := range found.Related {
					assert.NotRegexp(t, terraformWords, other.Message)
				}
				if found.Fix.Snippet == "" {
					assert.Empty(t, twin.Fix.Snippet)
					continue
				}
				longForm(t, []byte(found.Fix.Snippet))
				assert.NotRegexp(t, terraformWords, found.Fix.Snippet)
				mends(t, written, *twin)
			}
		})
	}
}

// mends puts the snippet of a finding into the template.
func mends(t *testing.T, template []byte, found report.Finding) {
	t.Helper()
	var snippet any
	require.NoError(t, json.Unmarshal([]byte(found.Fix.Snippet), &snippet), found.Fix.Snippet)
	resources, ok := snippet.(map[string]any)
	if _, statement := resources["Effect"]; !ok || statement {
		return
	}
	var root map[string]any
	require.NoError(t, json.Unmarshal(template, &root))
	if resources["Resources"] == nil {
		resources = map[string]any{"Resources": resources}
	}
	merge(root, resources)
	assert.Empty(t, undeclared(root, resources), found.Fix.Snippet)
	mended, err := json.Marshal(root)
	require.NoError(t, err)
	still := bySentence(findingsOf(t, "main.json", mended), found)
	assert.Nil(t, still, "%s\n%s", found.Message, found.Fix.Snippet)
}

// What is written for templates, as it is shown.
func TestSnippetsOfTemplates(t *testing.T) {
	mine, err := filepath.Glob("testdata/*.yaml")
	require.NoError(t, err)
	for _, path := range mine {
		source, err := os.ReadFile(path)
		require.NoError(t, err)
		written, err := json.Marshal(longForm(t, source))
		require.NoError(t, err)
		for name, text := range map[string][]byte{"main.yaml": source, "main.json": written} {
			var out bytes.Buffer
			for _, found := range findingsOf(t, name, text) {
				if found.Severity != report.Info {
					out.WriteString(found.Message + "\n" + found.Fix.Summary + "\n" + found.Fix.Snippet + "\n\n")
				}
			}
			golden := path + filepath.Ext(name) + ".golden"
			if *update {
				require.NoError(t, os.WriteFile(golden, out.Bytes(), 0o600))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err, "go test ./policy -update writes it")
			assert.Equal(t, string(want), out.String())
		}
	}
}
