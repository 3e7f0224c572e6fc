package policy

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/pull"
	"github.com/ecrlint/ecrlint/report"
)

// Result is what the rules say of some pulls.
type Result struct {
	Pulls    []report.Pull
	Findings []report.Finding
	// Faults are those of the user's own rules, sorted: what such a rule said is left out.
	Faults []Fault
}

// bounds is one placement of a pull between its two readings.
type bounds struct {
	index       int             // of the placement; -1 where the pull has no network in view
	placement   *pull.Placement // nil likewise
	best, worst *pull.Document
	// mended is nil where no leg lacks an exit that something stands behind.
	mended *pull.Document
	// atBest, atWorst and ifMended are what the rules say of the documents.
	atBest, atWorst, ifMended *judgement
}

// Judge says of every pull whether it fails, works, or cannot be told, and why. The pulls may be of
// several roots. A finding that breaks several pulls of a root is returned once. A rule of
// the user's own that fails costs only what it says.
func (e *Engine) Judge(ctx context.Context, pulls []*pull.Pull) (Result, error) {
	written, err := e.write(pulls)
	if err != nil {
		return Result{}, err
	}
	if err := e.judgeAll(ctx, written); err != nil {
		return Result{}, err
	}
	merger := newMerger(e)
	for i, p := range pulls {
		merger.add(p, written[i])
	}
	for i, p := range pulls {
		merger.addMasked(p, written[i], &merger.pulls[i])
	}
	result := merger.result()
	result.Faults = faults(written)
	return result, nil
}

// faults gathers what is wrong with rules of the user's own, each once.
func faults(written [][]*bounds) []Fault {
	var list []Fault
	for _, b := range slices.Concat(written...) {
		list = append(append(list, b.atBest.faults...), b.atWorst.faults...)
		if b.ifMended != nil {
			list = append(list, b.ifMended.faults...)
		}
	}
	slices.SortFunc(list, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.What, b.What))
	})
	return slices.Compact(list)
}

// write writes the documents of every pull. The pulls of a root share what they are made of, so one
// root is the work of one goroutine.
func (e *Engine) write(pulls []*pull.Pull) ([][]*bounds, error) {
	written := make([][]*bounds, len(pulls))
	roots := map[*graph.Graph][]int{}
	var order []*graph.Graph
	for i, p := range pulls {
		if _, seen := roots[p.Graph]; !seen {
			order = append(order, p.Graph)
		}
		roots[p.Graph] = append(roots[p.Graph], i)
	}
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, root := range order {
		group.Go(func() (err error) {
			defer caught(&err)
			for _, i := range roots[root] {
				written[i] = documents(pulls[i])
			}
			if e.custom {
				addNodes(root.Root, roots[root], written)
			}
			return nil
		})
	}
	return written, group.Wait()
}

// caught turns a panic of a goroutine, which nobody above could catch, into an error.
func caught(err *error) {
	if fault := recover(); fault != nil {
		*err = fmt.Errorf("internal error: %v", fault)
	}
}

// addNodes adds the raw resources to the documents of a root's pulls.
func addNodes(root *parser.Root, pulls []int, written [][]*bounds) {
	n := newNodes(root)
	for _, i := range pulls {
		for _, b := range written[i] {
			n.add(b.best)
			n.add(b.worst)
			if b.mended != nil {
				n.add(b.mended)
			}
		}
	}
}

// documents writes a pull at both bounds in each of its placements.
func documents(p *pull.Pull) []*bounds {
	if len(p.Placements) == 0 {
		return []*bounds{{index: -1, best: p.Document(-1, pull.Best), worst: p.Document(-1, pull.Worst)}}
	}
	written := make([]*bounds, 0, len(p.Placements))
	for i := range p.Placements {
		one := &bounds{
			index: i, placement: &p.Placements[i],
			best: p.Document(i, pull.Best), worst: p.Document(i, pull.Worst),
		}
		if p.Masks(i) {
			one.mended = p.Document(i, pull.Mended)
		}
		written = append(written, one)
	}
	return written
}

// judgeAll evaluates every document, over all cores.
func (e *Engine) judgeAll(ctx context.Context, written [][]*bounds) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, b := range slices.Concat(written...) {
		group.Go(func() (err error) {
			defer caught(&err)
			return e.judgeBounds(ctx, b)
		})
	}
	return group.Wait()
}

// judgeBounds evaluates both readings, and only one where nothing is unknown.
func (e *Engine) judgeBounds(ctx context.Context, b *bounds) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	best, err := keyOf(b.best)
	if err != nil {
		return err
	}
	worst, err := keyOf(b.worst)
	if err != nil {
		return err
	}
	if b.atBest, err = e.judge(ctx, b.best, best); err != nil {
		return err
	}
	if b.mended != nil {
		mended, err := keyOf(b.mended)
		if err != nil {
			return err
		}
		if b.ifMended, err = e.judge(ctx, b.mended, mended); err != nil {
			return err
		}
	}
	if best == worst {
		b.atWorst = b.atBest
		return nil
	}
	b.atWorst, err = e.judge(ctx, b.worst, worst)
	return err
}

// verdict composes the two readings of one placement.
func (b *bounds) verdict() report.Verdict {
	switch {
	case len(b.atBest.closed) > 0:
		return report.Fails
	case len(b.atWorst.closed) > 0:
		return report.Unknown
	}
	return report.Pulls
}

// rank orders the verdicts, worst first.
func rank(v report.Verdict) int {
	return slices.Index([]report.Verdict{report.Fails, report.Unknown, report.Pulls}, v)
}

// worse returns the worse of two verdicts.
func worse(a, b report.Verdict) report.Verdict {
	if rank(a) <= rank(b) {
		return a
	}
	return b
}
