package main

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ecrlint/ecrlint/lint"
)

const aboutSettings = `config prints what a run with the same flags and paths has in force, and
where each setting comes from: the configuration file, a flag, or the default.`

// settings builds the command that prints what is in force.
func (a *app) settings() *cobra.Command {
	input, choice, known := a.inputFlags(), a.ruleFlags(), a.knownFlags()
	flags := pflag.NewFlagSet("config", pflag.ContinueOnError)
	flags.StringVar(&a.format, "format", "text", "`FORMAT` of the settings: text, json")
	a.failOnFlag(flags)
	cmd := &cobra.Command{
		Use:   "config [flags] [PATH...]",
		Short: "Print the settings that are in force and where they come from",
		Long:  aboutSettings,
		Args:  cobra.ArbitraryArgs,
	}
	cmd.RunE = func(cmd *cobra.Command, paths []string) error {
		if a.format != "text" && a.format != "json" {
			return notOneOf("--format", a.format, "text", "json")
		}
		if err := a.prepare(cmd, paths); err != nil {
			return err
		}
		if _, err := lint.ParseFailOn(a.failOn); err != nil {
			return err
		}
		list := lint.Settings(a.read, a.options, a.failOn, a.baseline)
		if a.format == "json" {
			encoder := json.NewEncoder(a.out)
			encoder.SetEscapeHTML(false)
			encoder.SetIndent("", "  ")
			return encoder.Encode(list)
		}
		return printSettings(a.out, a.read, list)
	}
	describe(cmd, group{"Input", input}, group{"Rules", choice},
		group{"Known findings", known}, group{"Settings", flags})
	values(cmd, "format", "text", "json")
	return cmd
}

// printSettings prints settings one a line.
func printSettings(w io.Writer, config *lint.Config, list []lint.Setting) error {
	if config == nil {
		_, _ = fmt.Fprintln(w, "There is no "+lint.ConfigName+" above the paths.")
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, one := range list {
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\n", one.Key, one.Value, one.From)
	}
	return table.Flush()
}
