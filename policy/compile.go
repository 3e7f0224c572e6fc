// Package policy judges pulls by the rules. It is the only package that knows OPA: it compiles the
// Rego modules, evaluates them over the documents that package pull writes, and makes verdicts and
// findings of what they say.
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
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"golang.org/x/sync/errgroup"

	"github.com/ecrlint/ecrlint/report"
	"github.com/ecrlint/ecrlint/rules"
)

// Options selects the rules.
type Options struct {
	// Dirs are folders with rules of the user's own, as the user names them.
	Dirs []string
	// Only and Skip hold ids of rules, or patterns such as network/*. With Only, no other rule is
	// evaluated; a rule of Skip never is.
	Only, Skip []string
}

// Engine holds the compiled rules. It is safe for concurrent use and remembers what it said of a
// document, so that equal pulls are judged once.
type Engine struct {
	compiler *ast.Compiler
	rules    []report.Rule
	index    map[string]report.Rule
	custom   bool
	judged   sync.Map // entry -> *judgement
}

// The stages that only check modules, or prepare what the built-in rules do not use: print, with,
// rego.metadata, grouped comprehensions, analysis of the graph of rules. Tests compile the built-in
// modules with all stages, and run the tests of the rules without these.
var skipped = []ast.StageID{
	ast.StageCheckUnusedImports, ast.StageCheckKeywordOverrides, ast.StageCheckDuplicateImports,
	ast.StageCheckVoidCalls, ast.StageRewritePrintCalls, ast.StageParseMetadataBlocks,
	ast.StageSetAnnotationSet, ast.StageRewriteRegoMetadataCalls, ast.StageSetGraph,
	ast.StageRewriteWithValues, ast.StageCheckRuleConflicts, ast.StageCheckUndefinedFuncs,
	ast.StageCheckSafetyRuleHeads, ast.StageCheckSafetyRuleBodies, ast.StageCheckRecursion,
	ast.StageCheckTypes,
	ast.StageCheckUnsafeBuiltins, ast.StageCheckDeprecatedBuiltins,
	ast.StageBuildComprehensionIndices, ast.StageBuildRequiredCapabilities,
}

// offline are the builtins that ask the network, the machine, the clock or chance: a rule that
// calls one does not compile, so that the same configuration always gets the same report.
var offline = []string{
	"http.send", "net.lookup_ip_addr", "opa.runtime", "time.now_ns", "rand.intn", "uuid.rfc4122",
}

// Capabilities returns what rules may use: OPA's builtins without those that leave the machine or
// differ from run to run.
func Capabilities() *ast.Capabilities {
	all := ast.CapabilitiesForThisVersion()
	kept := *all
	kept.AllowNet = []string{}
	kept.Builtins = slices.DeleteFunc(slices.Clone(all.Builtins), func(b *ast.Builtin) bool {
		return slices.Contains(offline, b.Name)
	})
	return &kept
}

// Compile reads the built-in rules and those of the folders and makes them ready. Its errors name
// the file and line at fault.
func Compile(opts Options) (*Engine, error) {
	sources, err := builtIn()
	if err != nil {
		return nil, err
	}
	own, err := userSources(opts.Dirs)
	if err != nil {
		return nil, err
	}
	engine := &Engine{custom: len(own) > 0}
	parsed, err := parseAll(append(sources, own...))
	if err != nil {
		return nil, err
	}
	if err := engine.describe(parsed); err != nil {
		return nil, err
	}
	chosen, err := engine.choose(parsed, opts)
	if err != nil {
		return nil, err
	}
	return engine, engine.compile(chosen)
}

// Custom reports whether the user has brought rules of their own, which may look at raw nodes.
func (e *Engine) Custom() bool { return e.custom }

// Rules returns every rule that is known, also those that are not selected, sorted by id.
func (e *Engine) Rules() []report.Rule { return e.rules }

// source is a module as text.
type source struct {
	file    string // as it is named in errors
	text    string
	builtIn bool
}

// module is a parsed module; id is empty where it is no rule.
type module struct {
	source
	id  string
	ast *ast.Module
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

// parseAll parses the modules in parallel and returns all errors at once, in order.
func parseAll(sources []source) ([]module, error) {
	parsed := make([]module, len(sources))
	errs := make([]error, len(sources))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, src := range sources {
		group.Go(func() error {
			parsed[i], errs[i] = parse(src)
			return nil
		})
	}
	_ = group.Wait() // the functions return no error
	return parsed, errors.Join(errs...)
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
	m := module{source: src, ast: parsed}
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

// choose drops the rules that are not selected.
func (e *Engine) choose(all []module, opts Options) (map[string]*ast.Module, error) {
	if err := e.known(append(slices.Clone(opts.Only), opts.Skip...)); err != nil {
		return nil, err
	}
	chosen := map[string]*ast.Module{}
	for _, m := range all {
		if m.id != "" && (len(opts.Only) > 0 && !matches(opts.Only, m.id) || matches(opts.Skip, m.id)) {
			continue
		}
		chosen[m.file] = m.ast
	}
	return chosen, nil
}

// matches reports whether a pattern matches the id.
func matches(patterns []string, id string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		matched, err := path.Match(pattern, id)
		return err == nil && matched
	})
}

// known complains of a pattern that matches no rule.
func (e *Engine) known(patterns []string) error {
	var errs []error
	for _, pattern := range patterns {
		hit := slices.ContainsFunc(e.rules, func(r report.Rule) bool {
			return matches([]string{pattern}, r.ID)
		})
		if !hit {
			errs = append(errs, fmt.Errorf("no rule %q%s", pattern, e.hint(pattern)))
		}
	}
	return errors.Join(errs...)
}

// hint names the rules that have the last part of the id in common, or how to list them.
func (e *Engine) hint(pattern string) string {
	var near []string
	for _, rule := range e.rules {
		if path.Base(rule.ID) == path.Base(pattern) || strings.HasPrefix(rule.ID, pattern) {
			near = append(near, rule.ID)
		}
	}
	if len(near) == 0 {
		return "; ecrlint rules lists them"
	}
	return "; is " + strings.Join(near, " or ") + " meant?"
}

// compile compiles the modules. Those of the user's own are checked by all stages.
func (e *Engine) compile(modules map[string]*ast.Module) error {
	e.compiler = ast.NewCompiler().WithCapabilities(Capabilities()).
		WithDefaultRegoVersion(ast.RegoV1)
	if !e.custom {
		e.compiler = e.compiler.WithSkipStages(skipped...)
	}
	e.compiler.Compile(modules)
	if e.compiler.Failed() {
		return readable(e.compiler.Errors)
	}
	return nil
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
