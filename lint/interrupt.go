package lint

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/hcl/v2"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/report"
)

// grace is how long an interrupted run waits for what is about to end.
const grace = 100 * time.Millisecond

// eachUntil is each, which is left once the context is done: what is still under way goes on behind
// it and must not be waited for.
func eachUntil(
	ctx context.Context, o Options, work func(*parser.Root) error,
) (hcl.Diagnostics, error) {
	type outcome struct {
		diags hcl.Diagnostics
		err   error
	}
	ended := make(chan outcome, 1)
	go func() {
		diags, err := each(ctx, o, work)
		ended <- outcome{diags, err}
	}()
	select {
	case out := <-ended:
		return out.diags, out.err
	case <-ctx.Done():
	}
	select {
	case out := <-ended:
		return out.diags, out.err
	case <-time.After(grace):
		return nil, context.Cause(ctx)
	}
}

// interrupted says that a report is not whole.
func interrupted(p *progress) report.Diagnostic {
	return report.Diagnostic{
		Severity: report.Error, Summary: "Interrupted",
		Detail: fmt.Sprintf("The run was interrupted when %s.", p),
	}
}

// progress counts roots; nil counts nothing.
type progress struct {
	judged, known atomic.Int64
	mu            sync.Mutex
	tell          func(judged, known int)
}

// expect adds roots that will be judged.
func (p *progress) expect(roots int) {
	if p == nil {
		return
	}
	p.known.Add(int64(roots))
	p.say()
}

// done counts a root that is judged.
func (p *progress) done() {
	p.judged.Add(1)
	p.say()
}

func (p *progress) say() {
	if p.tell == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tell(int(p.judged.Load()), int(p.known.Load()))
}

// String writes the progress in words.
func (p *progress) String() string {
	return fmt.Sprintf("%d of %d roots were judged", p.judged.Load(), p.known.Load())
}
