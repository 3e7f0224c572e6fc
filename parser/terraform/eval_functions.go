package terraform

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser/terraform/funcs"
)

// functions returns the function library of the root.
func (ev *evaluator) functions() map[string]funcs.Function {
	return funcs.Table(funcs.Env{
		ReadFile: ev.readFile,
		Glob: func(dir, pattern string) ([]string, error) {
			ev.sought.glob(ev.file(dir), pattern)
			return ev.tree.Glob(ev.file(dir), pattern)
		},
		Template: func(source []byte, name string, vars cty.Value) (cty.Value, error) {
			if !strings.HasPrefix(name, "<") { // a file
				name = ev.file(name)
			}
			return ev.renderTemplate(source, name, vars)
		},
		Origins: ev.origins,
		Abs: func(name string) string {
			at, _ := ev.absolute(ev.folder, name)
			return at
		},
	})
}

// readFile reads a file that the configuration names.
func (ev *evaluator) readFile(name string) ([]byte, error) {
	name = ev.file(name)
	ev.sought.file(name)
	return ev.tree.ReadFile(name)
}
