package policy

import (
	"slices"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
)

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

// ready is the compiled rules. Compiling all of them takes longer than judging a small stack, so
// only those are compiled that look at a gate or doubt that has occurred; and all, when that has
// happened a few times.
type ready struct {
	sync.Mutex
	compiler *ast.Compiler
	names    map[string]bool // the gates and doubts whose rules are compiled; nil: all
	times    int
}

// patience is how often the rules are compiled again for more gates before all are.
const patience = 3

// compiler returns the compiled rules that look at the gates and doubts of these names. Rules of
// the user's own look at anything: with them, all rules are compiled at once.
func (e *Engine) compiler(names []string) (*ast.Compiler, error) {
	r := &e.ready
	r.Lock()
	defer r.Unlock()
	if r.compiler != nil && (r.names == nil || !slices.ContainsFunc(names, func(name string) bool {
		return !r.names[name]
	})) {
		return r.compiler, nil
	}
	if r.times++; r.names == nil {
		r.names = map[string]bool{}
	}
	for _, name := range names {
		r.names[name] = true
	}
	if e.custom || r.times > patience {
		r.names = nil
	}
	modules, err := e.needed(r.names)
	if err != nil {
		return nil, err
	}
	r.compiler, err = compile(modules, e.custom)
	return r.compiler, err
}

// needed returns the parsed modules of the rules that look at one of the names, and the libraries.
func (e *Engine) needed(names map[string]bool) (map[string]*ast.Module, error) {
	chosen := map[string]*ast.Module{}
	for i := range e.modules {
		m := &e.modules[i]
		looks := slices.ContainsFunc(m.looksAt, func(name string) bool { return names[name] })
		if names != nil && m.id != "" && !looks {
			continue
		}
		if m.ast == nil {
			parsed, err := parse(m.source)
			if err != nil {
				return nil, err
			}
			m.ast = parsed.ast
		}
		chosen[m.file] = m.ast
	}
	return chosen, nil
}

// compile compiles modules; with all checks where some are the user's own.
func compile(modules map[string]*ast.Module, check bool) (*ast.Compiler, error) {
	compiler := ast.NewCompiler().WithCapabilities(Capabilities()).WithDefaultRegoVersion(ast.RegoV1)
	if !check {
		compiler = compiler.WithSkipStages(skipped...)
	}
	compiler.Compile(modules)
	if compiler.Failed() {
		return nil, readable(compiler.Errors)
	}
	return compiler, nil
}
