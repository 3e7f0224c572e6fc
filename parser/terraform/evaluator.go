package terraform

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/parser/terraform/funcs"
)

// The limits of an evaluation, so that no configuration can eat the machine. Terraform itself
// is of little use beyond them.
const (
	maxDepth     = 5_000      // expressions inside each other, through locals and modules
	maxInstances = 10_000     // of one resource or module
	maxTotal     = 30_000     // instances in a root
	maxModules   = 64         // modules inside each other
	maxScopes    = 10_000     // module instances in a root
	maxExponent  = 1 << 14    // binary, of a number; Terraform's own numbers have 512 bits
	maxElements  = 200_000    // of a collection that is iterated or made
	maxText      = 32 << 20   // bytes of a template's result
	maxSteps     = 10_000_000 // expressions evaluated in a root
	maxOwn       = 1_000_000  // expressions evaluated for one local, output or resource
	blockSteps   = 20         // what a generated block costs, in expressions
	stepsBetween = 256        // expressions between two looks at whether to go on
)

// evaluator evaluates one root. It is for one goroutine.
type evaluator struct {
	tree    *Tree
	opts    Options
	beside  *planBeside // a plan or state of the root; nil: none
	root    string      // the root's folder
	origins *parser.Origins
	funcs   map[string]funcs.Function
	scopes  []*scope // every module instance, the root first
	// abroad holds the other configurations that this one is linked to, by the name of each.
	abroad map[string]*scope
	links  []parser.Link
	// alone: no other configuration is looked at. Spoilt says that it must not be gone on with:
	// something was not looked at for that, or has failed.
	alone, spoilt bool

	diags    hcl.Diagnostics
	reported map[string]bool
	// held collects the errors of what is only tried; they are reported when it is nil.
	held *hcl.Diagnostics

	// keyHoles is set once some object may have a key that is not known.
	keyHoles     bool
	depth, total int
	// steps counts the expressions evaluated; whatever is under way may go as far as stepLimit. Once
	// it has, spent is the value of all that is left of it.
	steps, stepLimit int
	spent            cty.Value
	// done is closed when nobody waits for the result any more; stopped is set once that was seen.
	done    <-chan struct{}
	stopped bool
	// assumedWorkspace is set once terraform.workspace was read with nothing that says which it is.
	assumedWorkspace bool

	bodies  map[hcl.Body]*hclsyntax.Body
	exprs   map[hcl.Expression]hclsyntax.Expression
	types   map[*Variable]variableType
	adopted map[string]bool
	written map[*Module]instanceKeys
	// assumes holds what is taken for granted, in sentences.
	assumes map[string]bool
	// units holds the configurations of Terragrunt's units, gruntFiles the files of all of them.
	units      map[string]*gruntConfig
	gruntFiles map[string]*gruntFile
	// configs counts the configurations, stackValues holds what the blocks of stacks hand on.
	configs     int
	stackValues map[*stackUse]cty.Value
	// waiting holds the roots whose outputs are being asked for by a unit.
	waiting map[string]bool
	sought  sought
	// folder is where the relative paths of the function that is called start.
	folder string
}

func newEvaluator(ctx context.Context, tree *Tree, opts Options, root string) *evaluator {
	ev := &evaluator{
		tree: tree, opts: opts, root: root, origins: parser.NewOrigins(),
		reported: map[string]bool{},
		bodies:   map[hcl.Body]*hclsyntax.Body{},
		exprs:    map[hcl.Expression]hclsyntax.Expression{},
		types:    map[*Variable]variableType{}, stepLimit: maxOwn,
		written: map[*Module]instanceKeys{}, done: ctx.Done(),
		assumes: map[string]bool{}, units: map[string]*gruntConfig{},
		gruntFiles: map[string]*gruntFile{}, waiting: map[string]bool{},
		stackValues: map[*stackUse]cty.Value{}, folder: tree.runsIn(root),
	}
	ev.funcs = ev.functions()
	return ev
}

// report adds a diagnostic, once however often it arises.
func (ev *evaluator) report(d *hcl.Diagnostic) {
	if ev.held != nil {
		*ev.held = append(*ev.held, d)
		return
	}
	key := d.Summary + "\x00" + d.Detail
	if d.Subject != nil {
		key = d.Subject.String() + "\x00" + key
	}
	if !ev.reported[key] {
		ev.reported[key] = true
		ev.diags = append(ev.diags, d)
	}
}

// fail reports an error and returns an unknown value because of it.
func (ev *evaluator) fail(at hcl.Range, summary, detail string) cty.Value {
	ev.report(&hcl.Diagnostic{
		Severity: hcl.DiagError, Summary: summary, Detail: detail, Subject: at.Ptr(),
	})
	return ev.unknown(cty.DynamicPseudoType, ev.origins.Add(parser.Origin{
		What:  "an expression",
		Why:   "cannot be evaluated: " + strings.ToLower(summary),
		Range: at,
	}))
}

// exhausted reports, once, that something takes too long.
func (ev *evaluator) exhausted(at hcl.Range) cty.Value {
	if ev.spent == cty.NilVal {
		held := ev.held
		ev.held = nil
		ev.spent = ev.fail(at, "Limit reached",
			"The configuration takes too many steps; this part is not evaluated.")
		ev.held = held
	}
	return ev.spent
}

// over reports whether the evaluation was interrupted: nobody looks at what it yields. It looks now
// and then only.
func (ev *evaluator) over() bool {
	if ev.stopped || ev.steps%stepsBetween != 0 {
		return ev.stopped
	}
	select {
	case <-ev.done:
		ev.stopped = true
	default:
	}
	return ev.stopped
}

// aside evaluates something that is remembered, as others share it: its errors are reported even
// where the one who asked for it first only tries, and its steps are its own.
func (ev *evaluator) aside(f func()) {
	held, spent, left := ev.held, ev.spent, ev.stepLimit-ev.steps
	ev.held, ev.spent = nil, cty.NilVal
	ev.stepLimit = min(ev.steps+maxOwn, maxSteps)
	f()
	ev.held, ev.spent = held, spent
	ev.stepLimit = min(ev.steps+left, maxSteps)
}

// quietly evaluates what may fail without anybody being told.
func (e *env) quietly(f func() cty.Value) cty.Value {
	v, _ := e.attempt(f)
	return v
}

// attempt evaluates and returns the errors instead of reporting them.
func (e *env) attempt(f func() cty.Value) (cty.Value, hcl.Diagnostics) {
	ev := e.scope.ev
	outer := ev.held
	var diags hcl.Diagnostics
	ev.held = &diags
	v := f()
	ev.held = outer
	return v, diags
}

// file returns the path, relative to the working folder, of a file that a configuration names: a
// relative path is taken from the root module's folder, as terraform is run there.
func (ev *evaluator) file(name string) string {
	switch {
	case path.IsAbs(name) && len(ev.tree.units) > 0: // as Terragrunt's functions give them
		return ev.tree.src.Relative(name)
	case path.IsAbs(name):
		return name
	}
	return path.Join(ev.folder, name)
}

// syntax returns an expression as native syntax; JSON is translated.
func (ev *evaluator) syntax(x hcl.Expression) hclsyntax.Expression {
	if native, ok := x.(hclsyntax.Expression); ok {
		return native
	}
	if known, ok := ev.exprs[x]; ok {
		return known
	}
	translated := translate(x, ev.report)
	ev.exprs[x] = translated
	return translated
}

// translate makes native syntax of a JSON expression: strings are templates.
func translate(x hcl.Expression, report func(*hcl.Diagnostic)) hclsyntax.Expression {
	at := x.Range()
	if items, diags := hcl.ExprList(x); !diags.HasErrors() {
		list := &hclsyntax.TupleConsExpr{SrcRange: at, OpenRange: at}
		for _, item := range items {
			list.Exprs = append(list.Exprs, translate(item, report))
		}
		return list
	}
	if pairs, diags := hcl.ExprMap(x); !diags.HasErrors() {
		object := &hclsyntax.ObjectConsExpr{SrcRange: at, OpenRange: at}
		for _, pair := range pairs {
			object.Items = append(object.Items, hclsyntax.ObjectConsItem{
				KeyExpr: translate(pair.Key, report), ValueExpr: translate(pair.Value, report),
			})
		}
		return object
	}
	v, diags := x.Value(nil)
	for _, d := range diags {
		report(d)
	}
	if v.Type() != cty.String || !v.IsKnown() || v.IsNull() {
		return &hclsyntax.LiteralValueExpr{Val: v, SrcRange: at}
	}
	start := hcl.Pos{Line: at.Start.Line, Column: at.Start.Column + 1, Byte: at.Start.Byte + 1}
	template, diags := hclsyntax.ParseTemplate([]byte(v.AsString()), at.Filename, start)
	for _, d := range diags {
		report(d)
	}
	return template
}

// sortDiags orders diagnostics by where they are.
func sortDiags(diags hcl.Diagnostics) {
	slices.SortStableFunc(diags, func(a, b *hcl.Diagnostic) int {
		return strings.Compare(diagKey(a), diagKey(b))
	})
}

func diagKey(d *hcl.Diagnostic) string {
	if d.Subject == nil {
		return d.Summary
	}
	return fmt.Sprintf("%s\x00%09d\x00%s", d.Subject.Filename, d.Subject.Start.Byte, d.Summary)
}
