package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/ecrlint/ecrlint/lint"
)

// shell is what a command talks to.
type shell struct {
	in       io.Reader
	out, err io.Writer
	env      []string
}

// getenv returns a variable of the environment, "" when it is not set.
func (s shell) getenv(name string) string {
	for _, entry := range s.env {
		if value, ok := strings.CutPrefix(entry, name+"="); ok {
			return value
		}
	}
	return ""
}

// run runs the command and returns its exit status: 0, 1 or 2 as `ecrlint --help` says.
func run(args []string, sh shell) int {
	signal.Ignore(syscall.SIGPIPE) // a reader that left shows as an error of the write
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the process at once
	a := &app{shell: sh}
	defer a.end()
	command := a.root()
	command.SetArgs(args)
	err := execute(ctx, command)
	switch {
	case ctx.Err() != nil && err != nil:
		err = errors.New("interrupted")
	case err == nil, errors.Is(err, syscall.EPIPE):
		return a.status
	}
	_, _ = fmt.Fprintln(sh.err, "ecrlint: "+sentence(err))
	return lint.StatusBroken
}

// later notes what is left to do when the run is over.
func (a *app) later(do func()) {
	a.endings.Lock()
	defer a.endings.Unlock()
	a.ended = append(a.ended, do)
}

// end does what is left to do when the run is over, interrupted or not.
func (a *app) end() {
	a.endings.Lock()
	defer a.endings.Unlock()
	for _, end := range a.ended {
		end()
	}
}

// patience is how long an interrupted run has to end by itself.
const patience = 2 * time.Second

// execute runs a command; once interrupted it does not wait for it much longer.
func execute(ctx context.Context, command *cobra.Command) error {
	ended := make(chan error, 1)
	go func() { ended <- command.ExecuteContext(ctx) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-ended:
		return err
	case <-time.After(patience):
		return ctx.Err()
	}
}

// sentence puts an error on one line.
func sentence(err error) string {
	return strings.Join(strings.Fields(err.Error()), " ")
}
