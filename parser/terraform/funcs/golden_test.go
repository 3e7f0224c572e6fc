package funcs_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/parser/terraform/funcs"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

var update = flag.Bool("update", false, "ask terraform console for the golden results again")

// goldenFile holds what `terraform console` of Terraform 1.11.4 says of each expression.
const goldenFile = "testdata/golden.json"

const wantsError = "error"

// sharper holds what is known here although Terraform 1.11 does not know it.
var sharper = map[string]string{
	`flatten([["a", terraform_data.u.id], ["b"]])`: `[ "a", (known after apply), "b", ]`,
}

type golden struct{ Expr, Want string }

// env reads the files below testdata and evaluates templates with HCL.
func env(o *parser.Origins) funcs.Env {
	e := funcs.Env{Origins: o}
	e.ReadFile = func(path string) ([]byte, error) {
		return os.ReadFile(filepath.Join("testdata", path))
	}
	e.Glob = func(dir, pattern string) ([]string, error) {
		root := os.DirFS(filepath.Join("testdata", dir))
		return doublestar.Glob(root, pattern, doublestar.WithFilesOnly())
	}
	e.Template = func(source []byte, filename string, vars cty.Value) (cty.Value, error) {
		expr, diags := hclsyntax.ParseTemplate(source, filename, hcl.InitialPos)
		if diags.HasErrors() {
			return cty.NilVal, errors.New(diags.Error())
		}
		ctx := &hcl.EvalContext{Variables: vars.AsValueMap(), Functions: plain(funcs.Table(e))}
		v, diags := expr.Value(ctx)
		if diags.HasErrors() {
			return cty.NilVal, errors.New(diags.Error())
		}
		return v, nil
	}
	return e
}

func plain(table map[string]funcs.Function) map[string]function.Function {
	functions := make(map[string]function.Function, len(table))
	for name, f := range table {
		functions[name] = f.Function
	}
	return functions
}

// eval evaluates an expression of the language.
func eval(t *testing.T, expr string, e funcs.Env, vars map[string]cty.Value) (cty.Value, error) {
	t.Helper()
	parsed, diags := hclsyntax.ParseExpression([]byte(expr), "test.tf", hcl.InitialPos)
	require.False(t, diags.HasErrors(), "%s: %s", expr, diags.Error())
	v, diags := parsed.Value(&hcl.EvalContext{
		Variables: vars, Functions: plain(funcs.Table(e)),
	})
	if diags.HasErrors() {
		return cty.NilVal, errors.New(diags.Error())
	}
	return v, nil
}

func TestGolden(t *testing.T) {
	if *update {
		regenerate(t)
	}
	entries := goldens(t)
	require.Greater(t, len(entries), 250)
	e := env(parser.NewOrigins())
	vars := map[string]cty.Value{
		"local": cty.EmptyObjectVal,
		"terraform_data": cty.ObjectVal(map[string]cty.Value{"u": cty.ObjectVal(map[string]cty.Value{
			"id": cty.UnknownVal(cty.String).RefineNotNull(), "output": cty.DynamicVal,
		})}),
	}
	for _, entry := range entries {
		if want, ok := sharper[entry.Expr]; ok {
			entry.Want = want
		}
		t.Run(entry.Expr, func(t *testing.T) {
			v, err := eval(t, entry.Expr, e, vars)
			if entry.Want == wantsError {
				assert.Error(t, err, "got %#v", v)
				return
			}
			require.NoError(t, err)
			v, _ = v.UnmarkDeep()
			assert.Equal(t, entry.Want, strings.Join(strings.Fields(console(v)), " "))
		})
	}
}

func goldens(t *testing.T) []golden {
	t.Helper()
	data, err := os.ReadFile(goldenFile)
	require.NoError(t, err)
	var entries []golden
	require.NoError(t, json.Unmarshal(data, &entries))
	return entries
}

// regenerate asks terraform for the result of each expression in expressions.txt.
func regenerate(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(filepath.Join(dir, "files"), os.DirFS("testdata/files")))
	require.NoError(t, os.WriteFile(
		filepath.Join(dir, "main.tf"), []byte(`resource "terraform_data" "u" {}`), 0o600))
	source, err := os.ReadFile("testdata/expressions.txt")
	require.NoError(t, err)
	var entries []golden
	for line := range strings.Lines(string(source)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		cmd := exec.CommandContext(t.Context(), "terraform", "console")
		cmd.Dir, cmd.Stdin = dir, strings.NewReader(line+"\n")
		var out bytes.Buffer
		cmd.Stdout = &out
		want := wantsError
		if cmd.Run() == nil {
			want = strings.Join(strings.Fields(out.String()), " ")
		}
		entries = append(entries, golden{line, want})
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	require.NoError(t, encoder.Encode(entries))
	require.NoError(t, os.WriteFile(goldenFile, b.Bytes(), fs.FileMode(0o600)))
}

// console writes a value as `terraform console` does, but for white space.
func console(v cty.Value) string {
	ty := v.Type()
	switch {
	case !v.IsKnown():
		return "(known after apply)"
	case v.IsNull():
		return consoleNull(ty)
	case ty == cty.String && strings.Contains(v.AsString(), "\n"):
		return "<<EOT " + v.AsString() + " EOT"
	case ty == cty.String:
		return strconv.Quote(v.AsString())
	case ty == cty.Number:
		return v.AsBigFloat().Text('f', -1)
	case ty == cty.Bool:
		return strconv.FormatBool(v.True())
	case ty.IsMapType():
		return "tomap(" + consolePairs(v) + ")"
	case ty.IsObjectType():
		return consolePairs(v)
	case ty.IsSetType():
		return "toset(" + consoleElements(v) + ")"
	case ty.IsListType():
		return "tolist(" + consoleElements(v) + ")"
	default:
		return consoleElements(v)
	}
}

func consoleNull(ty cty.Type) string {
	switch {
	case ty == cty.DynamicPseudoType:
		return "null"
	case ty == cty.String:
		return "tostring(null)"
	case ty == cty.Number:
		return "tonumber(null)"
	case ty == cty.Bool:
		return "tobool(null)"
	case ty.IsListType():
		return fmt.Sprintf("tolist(null) /* of %s */", ty.ElementType().FriendlyName())
	case ty.IsSetType():
		return fmt.Sprintf("toset(null) /* of %s */", ty.ElementType().FriendlyName())
	case ty.IsMapType():
		return fmt.Sprintf("tomap(null) /* of %s */", ty.ElementType().FriendlyName())
	default:
		return "null /* " + ty.FriendlyName() + " */"
	}
}

func consoleElements(v cty.Value) string {
	var b strings.Builder
	for _, element := range v.AsValueSlice() {
		b.WriteString(console(element) + ", ")
	}
	if b.Len() == 0 {
		return "[]"
	}
	return "[ " + b.String() + "]"
}

func consolePairs(v cty.Value) string {
	var pairs []string
	for key, element := range v.AsValueMap() {
		pairs = append(pairs, strconv.Quote(key)+" = "+console(element))
	}
	if len(pairs) == 0 {
		return "{}"
	}
	slices.Sort(pairs)
	return "{ " + strings.Join(pairs, " ") + " }"
}
