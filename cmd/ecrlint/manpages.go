//go:build manpages

package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra/doc"
)

// init makes the program write its manual pages: go run -tags manpages ./cmd/ecrlint DIR. They are
// made for packages only; the program that people run does not hold what makes them.
func init() {
	if err := manpages(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	os.Exit(0)
}

// manpages writes a page for each command into a folder.
func manpages(args []string) error {
	if len(args) != 1 {
		return errors.New("one folder is needed")
	}
	if err := os.MkdirAll(args[0], 0o755); err != nil {
		return err
	}
	a := &app{shell: shell{in: os.Stdin, out: os.Stdout, err: os.Stderr}}
	command := a.root()
	command.DisableAutoGenTag = true
	command.Long += "\n\nThe exit status is\n\n" + statuses
	date := time.Unix(0, 0)
	return doc.GenManTree(command, &doc.GenManHeader{
		Title: "ECRLINT", Section: "1", Source: "ecrlint " + version(), Manual: "ecrlint", Date: &date,
	}, args[0])
}
