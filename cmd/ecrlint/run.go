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
	command := a.root()
	command.SetArgs(args)
	err := command.ExecuteContext(ctx)
	switch {
	case ctx.Err() != nil && err != nil:
		err = errors.New("interrupted")
	case err == nil, errors.Is(err, syscall.EPIPE):
		return a.status
	}
	_, _ = fmt.Fprintln(sh.err, "ecrlint: "+sentence(err))
	return lint.StatusBroken
}

// sentence puts an error on one line.
func sentence(err error) string {
	return strings.Join(strings.Fields(err.Error()), " ")
}
