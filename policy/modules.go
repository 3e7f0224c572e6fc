package policy

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"golang.org/x/sync/errgroup"

	"github.com/ecrlint/ecrlint/rules"
)

// source is a module as text.
type source struct {
	file    string // as it is named in errors
	text    string
	builtIn bool
}

// module is a module; id is empty where it is no rule.
type module struct {
	source
	id      string
	header  header      // of a built-in rule
	looksAt []string    // the gates and doubts that a built-in rule speaks of
	ast     *ast.Module // nil until it is needed
}

// builtIn returns the embedded modules.
func builtIn() ([]source, error) {
	var found []source
	err := fs.WalkDir(rules.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(rules.FS, name)
		found = append(found, source{file: "rules/" + name, text: string(text), builtIn: true})
		return err
	})
	return found, err
}

// parseAll parses the modules in parallel and returns all errors at once, in order. With lazy, the
// built-in ones are only looked at.
func parseAll(sources []source, lazy bool) ([]module, error) {
	parsed := make([]module, len(sources))
	errs := make([]error, len(sources))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, src := range sources {
		group.Go(func() error {
			if lazy && src.builtIn {
				parsed[i] = glance(src)
				return nil
			}
			parsed[i], errs[i] = parse(src)
			return nil
		})
	}
	_ = group.Wait() // the functions return no error
	return parsed, errors.Join(errs...)
}

// glance reads what a built-in module says of itself; its path is its package.
func glance(src source) module {
	m := module{source: src}
	parts := strings.Split(src.file, "/") // rules/family/name/name.rego
	if len(parts) == 4 && parts[1] != "lib" {
		m.id, m.header = path.Join(parts[1:3]...), readHeader(src.text)
		m.looksAt = strings.Split(m.header.texts["looks_at"], ", ")
	}
	return m
}

// parse parses one module and reads its id off the package.
func parse(src source) (module, error) {
	parsed, err := ast.ParseModuleWithOpts(src.file, src.text, ast.ParserOptions{
		ProcessAnnotation: !src.builtIn,
		RegoVersion:       ast.RegoV1,
	})
	if err != nil {
		return module{}, readable(err)
	}
	m := module{source: src}
	if src.builtIn {
		m = glance(src)
	}
	m.ast = parsed
	m.id, err = ruleID(src, parsed)
	return m, err
}

// ruleID returns family/name for a package rules.family.name, and nothing for a library.
func ruleID(src source, parsed *ast.Module) (string, error) {
	parts := make([]string, 0, len(parsed.Package.Path))
	for _, term := range parsed.Package.Path {
		text, _ := term.Value.(ast.String)
		parts = append(parts, string(text))
	}
	parts = parts[1:] // data, which has no text
	family := ""
	if len(parts) > 1 {
		family = parts[1]
	}
	switch {
	case parts[0] != "rules" && (src.builtIn || parts[0] != "verdict"):
		return "", nil
	case family == "lib" && src.builtIn:
		return "", nil
	case len(parts) == 3 && family != "lib" && parts[0] == "rules":
		return path.Join(parts[1:]...), nil
	}
	return "", fmt.Errorf("%s:%d: package %s: a rule is a package rules.FAMILY.NAME",
		src.file, parsed.Package.Location.Row, strings.Join(parts, "."))
}

// readable writes OPA's errors as file:line: message, sorted by place.
func readable(err error) error {
	var list ast.Errors
	var single *ast.Error
	switch {
	case errors.As(err, &list):
	case errors.As(err, &single):
		list = ast.Errors{single}
	default:
		return err
	}
	slices.SortStableFunc(list, func(a, b *ast.Error) int {
		return cmp.Or(cmp.Compare(fileOf(a), fileOf(b)), cmp.Compare(rowOf(a), rowOf(b)))
	})
	errs := make([]error, 0, len(list))
	for _, one := range list {
		message := strings.TrimPrefix(one.Message, "rego_parse_error: ")
		if rowOf(one) == 0 { // of the file as a whole: it is empty
			errs = append(errs, fmt.Errorf("%s: %s", fileOf(one), message))
			continue
		}
		errs = append(errs, fmt.Errorf("%s:%d: %s", fileOf(one), rowOf(one), message))
	}
	return errors.Join(errs...)
}

// fileOf and rowOf say where an error is; an error of no place is in no file.
func fileOf(e *ast.Error) string {
	if e.Location == nil {
		return ""
	}
	return e.Location.File
}

func rowOf(e *ast.Error) int {
	if e.Location == nil {
		return 0
	}
	return e.Location.Row
}
