package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/pflag"

	"github.com/ecrlint/ecrlint/lint"
)

// knownFlags say which findings are known already.
func (a *app) knownFlags() *pflag.FlagSet {
	flags := pflag.NewFlagSet("known", pflag.ContinueOnError)
	flags.StringVar(&a.diff, "diff", "",
		"report only what is new since revision `REV`, as git diff takes one: main, HEAD~1, main...")
	flags.StringVar(&a.baseline, "baseline", "",
		"do not report the findings of `FILE`, which ecrlint baseline writes")
	return flags
}

// known reads what is known already.
func (a *app) known() error {
	if a.baseline != "" {
		b, err := lint.ReadBaseline(a.baseline)
		if errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("no such baseline: %s (ecrlint baseline writes it)", a.baseline)
		}
		if err != nil {
			return fmt.Errorf("--baseline: %w", err)
		}
		a.options.Baseline = b
	}
	if a.diff == "" {
		return nil
	}
	temp, err := os.MkdirTemp("", "ecrlint-")
	if err != nil {
		return err
	}
	a.later(func() { _ = os.RemoveAll(temp) })
	a.options.Before = &lint.Before{Rev: a.diff, Temp: temp}
	return nil
}
