package lint

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/agext/levenshtein"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/pull"
	"github.com/ecrlint/ecrlint/report"
	"github.com/ecrlint/ecrlint/why"
)

// NoWorkloadError says that a name is that of no workload, or of several.
type NoWorkloadError struct {
	// Name is what was asked for.
	Name string
	// Candidates are names that each mean one workload, nearest first; all that match where
	// several do.
	Candidates []string
	// Several says that the name matches each of the candidates.
	Several bool
	// More is how many workloads are not among the candidates.
	More int
}

// Error says what to write instead.
func (e *NoWorkloadError) Error() string {
	if len(e.Candidates) == 0 {
		return fmt.Sprintf("there is no workload %q: nothing in view starts a container image", e.Name)
	}
	words := fmt.Sprintf("there is no workload %q; there is ", e.Name)
	if e.Several {
		words = fmt.Sprintf("%q means several workloads; name one of ", e.Name)
	}
	words += strings.Join(e.Candidates, "; ")
	if e.More > 0 {
		words += fmt.Sprintf("; and %d more", e.More)
	}
	return words
}

// Why writes out the whole path of the pulls of one workload: of all its containers, or of the one
// with the name. The workload is named by its address, its logical id, or an end of them that no
// other workload has; the part of a resource that starts several ("state Extract") and the root
// ("infra:aws_ecs_service.api") may be added. The error is a *NoWorkloadError where none or
// several have the name.
func Why(ctx context.Context, o Options, name, container string) (*report.Why, error) {
	var mu sync.Mutex
	var found []traced
	r, err := run(ctx, o, nil, func(root *parser.Root, g *graph.Graph) {
		list := trace(root, g, name)
		mu.Lock()
		defer mu.Unlock()
		found = append(found, list...)
	})
	if err != nil {
		return nil, err
	}
	one, err := choose(found, name)
	if err != nil {
		return nil, err
	}
	y := &report.Why{
		Version: o.Version, Root: one.root, Environment: one.environment,
		Workload: one.workload, Part: one.part, Report: r,
	}
	for i := range one.paths {
		if path := &one.paths[i]; why.Join(path, r) {
			y.Paths = append(y.Paths, *path)
		}
	}
	return y, y.Only(container)
}

// traced is a workload with the paths of its pulls.
type traced struct {
	root, environment, workload, part string
	rank                              int
	paths                             []report.Path
}

// name is the full name of a workload.
func (t *traced) name(withRoot bool) string {
	name := t.workload
	if t.part != "" {
		name += ", " + t.part
	}
	if withRoot {
		return report.RootName(t.root, t.environment) + ":" + name
	}
	return name
}

// trace lists the workloads of a root, those that the name means with their paths.
func trace(root *parser.Root, g *graph.Graph, name string) []traced {
	var list []traced
	index := map[[2]string]int{}
	wanted := false
	for _, w := range g.Workloads {
		key := [2]string{w.ID, w.Part}
		if _, seen := index[key]; seen {
			continue
		}
		index[key] = len(list)
		one := traced{
			root: root.Path, environment: root.Environment, workload: w.ID, part: w.Part,
		}
		one.rank = matches(&one, name)
		wanted = wanted || one.rank > 0
		list = append(list, one)
	}
	if !wanted {
		return list
	}
	for _, p := range pull.Cut(g) {
		at, known := index[[2]string{p.Address, p.Part}]
		if known && list[at].rank > 0 {
			list[at].paths = append(list[at].paths, why.Trace(p))
		}
	}
	return list
}

// How well a name fits a workload; 0: not at all.
const (
	fitsEnd   = 1 // the last names of the address
	fitsWhole = 2 // the address
	fitsPart  = 3 // the address and the part
)

// matches says how well a name fits a workload.
func matches(t *traced, name string) int {
	for _, root := range []string{t.root, report.RootName(t.root, t.environment)} {
		if rest, ok := strings.CutPrefix(name, root+":"); ok {
			name = rest
		}
	}
	for _, whole := range []string{t.name(false), t.workload} {
		switch {
		case name == "":
			return 0
		case name == whole && t.part != "" && whole != t.workload:
			return fitsPart
		case name == whole:
			return fitsWhole
		}
	}
	for _, whole := range []string{t.name(false), t.workload, unindexed(t.workload), t.part} {
		if rest, ok := strings.CutSuffix(whole, name); ok &&
			(rest == "" || strings.ContainsAny(rest[len(rest)-1:], "./ ")) {
			return fitsEnd
		}
	}
	return 0
}

// unindexed is an address without its last key: module.app.aws_ecs_service.this of
// module.app.aws_ecs_service.this["eu"].
func unindexed(address string) string {
	if at := strings.LastIndexByte(address, '['); at > 0 && strings.HasSuffix(address, "]") {
		return address[:at]
	}
	return address
}

// choose returns the workload that a name fits best.
func choose(list []traced, name string) (*traced, error) {
	slices.SortFunc(list, func(a, b traced) int {
		return cmp.Or(cmp.Compare(b.rank, a.rank), strings.Compare(a.root, b.root),
			strings.Compare(a.environment, b.environment),
			strings.Compare(a.workload, b.workload), strings.Compare(a.part, b.part))
	})
	var best []traced
	for _, one := range list {
		if one.rank > 0 && one.rank == list[0].rank {
			best = append(best, one)
		}
	}
	switch {
	case len(best) == 1:
		return &best[0], nil
	case len(best) > 1:
		return nil, &NoWorkloadError{Name: name, Candidates: names(best), Several: true}
	}
	distance := func(t *traced) int {
		short := t.workload[strings.LastIndexAny(t.workload, "./")+1:]
		return min(levenshtein.Distance(name, t.workload, nil), levenshtein.Distance(name, short, nil))
	}
	slices.SortStableFunc(list, func(a, b traced) int { return distance(&a) - distance(&b) })
	more := max(len(list)-maxCandidates, 0)
	return nil, &NoWorkloadError{Name: name, Candidates: names(list[:len(list)-more]), More: more}
}

// maxCandidates is how many workloads are named where none has the name.
const maxCandidates = 10

// names are the names of workloads; with their roots where there are several.
func names(list []traced) []string {
	several := slices.ContainsFunc(list, func(t traced) bool {
		return t.root != list[0].root || t.environment != list[0].environment
	})
	out := make([]string, 0, len(list))
	for i := range list {
		out = append(out, list[i].name(several))
	}
	return out
}

// WhyStatus is the exit status that the paths of a workload deserve: as for a report, a pull that
// fails fails, and input that could not be read beats it.
func WhyStatus(y *report.Why) int {
	switch {
	case y.Report.Broken():
		return StatusBroken
	case y.Failing():
		return StatusFailed
	default:
		return StatusClean
	}
}
