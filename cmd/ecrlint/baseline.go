package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ecrlint/ecrlint/lint"
	"github.com/ecrlint/ecrlint/report"
)

// The help of baseline.
const (
	aboutBaseline = `baseline writes the findings that there are now into a file: that of
--baseline, that of the configuration file, or .ecrlint-baseline.json. ecrlint --baseline
FILE reports only others. Where the file is there it is brought up to date: what is new is
added, what no longer occurs is dropped; other roots and rules than those of the run stay
as they are. With --prune nothing is added.

The file is made to be committed and reviewed: it names the rule, the resource and the
message of each finding. Its roots are relative to its folder.

The exit status is 0 where the file was written, and 2 where it was not, or where part of the
input could not be read: then nothing is dropped.`
	examplesBaseline = `
  ecrlint baseline infra                   write .ecrlint-baseline.json
  ecrlint --baseline .ecrlint-baseline.json infra
  ecrlint baseline --prune infra           drop what no longer occurs`
)

// acceptance builds the command that writes a baseline.
func (a *app) acceptance() *cobra.Command {
	input, choice := a.inputFlags(), a.ruleFlags()
	flags := pflag.NewFlagSet("baseline", pflag.ContinueOnError)
	flags.StringVar(&a.baseline, "baseline", "", "`FILE` of the baseline")
	flags.Lookup("baseline").DefValue = lint.BaselineName
	var how lint.BaselineUpdate
	flags.BoolVar(&how.Prune, "prune", false, "drop what no longer occurs, and add nothing")
	flags.BoolVar(&how.Unknown, "unknown", false,
		"accept pulls whose verdict is unknown, too (for --fail-on unknown)")
	cmd := &cobra.Command{
		Use:     "baseline [flags] [PATH...]",
		Short:   "Write the findings that there are now into a file of accepted ones",
		Long:    aboutBaseline,
		Example: examplesBaseline,
	}
	cmd.RunE = func(cmd *cobra.Command, paths []string) error {
		if err := a.prepare(cmd, paths); err != nil {
			return err
		}
		file := cmp.Or(a.baseline, lint.BaselineName) // a.baseline may be the configuration file's
		b, err := lint.ReadBaseline(file)
		switch {
		case errors.Is(err, os.ErrNotExist) && how.Prune:
			return fmt.Errorf("there is no baseline %s", file)
		case errors.Is(err, os.ErrNotExist):
			b = &lint.Baseline{Path: file}
		case err != nil:
			return err
		}
		change, err := b.Update(cmd.Context(), a.options, how)
		if err != nil {
			return err
		}
		a.complain(change.Diagnostics)
		if err := b.Write(); err != nil {
			return fmt.Errorf("the baseline cannot be written: %w", err)
		}
		_, err = fmt.Fprintln(a.out, file+": "+changed(change))
		return err
	}
	describe(cmd, group{"Input", input}, group{"Rules", choice}, group{"Baseline", flags})
	return cmd
}

// changed says what became of a baseline.
func changed(c *lint.BaselineChange) string {
	words := report.Count(c.Total, "finding")
	if c.Unknown > 0 {
		words += " and " + report.Count(c.Unknown, "unknown verdict")
	}
	var parts []string
	if c.Added > 0 {
		parts = append(parts, fmt.Sprintf("%d new", c.Added))
	}
	if c.Gone > 0 {
		parts = append(parts, fmt.Sprintf("%d gone", c.Gone))
	}
	if len(parts) > 0 {
		words += " (" + strings.Join(parts, ", ") + ")"
	}
	return words
}
