package main

import (
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ecrlint/ecrlint/lint"
	"github.com/ecrlint/ecrlint/report"
)

// rules builds the command that lists the rules.
func (a *app) rules() *cobra.Command {
	flags := pflag.NewFlagSet("rules", pflag.ContinueOnError)
	a.rulesDirFlag(flags)
	format := flags.String("format", "text", "`FORMAT` of the list: text, json")
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List the rules",
		Args:  cobra.NoArgs,
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if *format != "text" && *format != "json" {
			return notOneOf("--format", *format, "text", "json")
		}
		rules, err := a.allRules(cmd)
		if err != nil {
			return err
		}
		if *format == "json" {
			return report.WriteRulesJSON(a.out, rules)
		}
		look, err := a.look()
		if err != nil {
			return err
		}
		return report.WriteRules(a.out, rules, look)
	}
	describe(cmd, group{"Flags", flags})
	values(cmd, "format", "text", "json")
	return cmd
}

// explain builds the command that prints the page of a rule.
func (a *app) explain() *cobra.Command {
	flags := pflag.NewFlagSet("explain", pflag.ContinueOnError)
	a.rulesDirFlag(flags)
	cmd := &cobra.Command{
		Use:     "explain RULE",
		Short:   "Print what a rule means, what it prevents and how to mend it",
		Example: "  ecrlint explain endpoint/private_dns",
		Args:    cobra.ExactArgs(1),
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		rules, err := a.allRules(cmd)
		if err != nil {
			return err
		}
		rule, err := lint.FindRule(rules, args[0])
		if err != nil {
			return err
		}
		look, err := a.look()
		if err != nil {
			return err
		}
		return report.WriteRule(a.out, rule, look)
	}
	cmd.ValidArgsFunction = func(
		cmd *cobra.Command, args []string, _ string,
	) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return a.ruleNames(cmd), cobra.ShellCompDirectiveNoFileComp
	}
	describe(cmd, group{"Flags", flags})
	return cmd
}

// schema builds the command that prints the JSON schema of the report.
func (a *app) schema() *cobra.Command {
	cmd := &cobra.Command{
		Use:       "schema [report|diagnosis|why]",
		Short:     "Print the JSON schema of --format json",
		Args:      cobra.MatchAll(cobra.MaximumNArgs(1), cobra.OnlyValidArgs),
		ValidArgs: []string{"report", "diagnosis", "why"},
		RunE: func(_ *cobra.Command, args []string) error {
			schema := report.Schema
			switch {
			case slices.Contains(args, "diagnosis"):
				schema = report.DiagnosisSchema
			case slices.Contains(args, "why"):
				schema = report.WhySchema
			}
			_, err := a.out.Write(schema)
			return err
		},
	}
	describe(cmd)
	return cmd
}

// allRules returns every rule, the user's own included.
func (a *app) allRules(cmd *cobra.Command) ([]report.Rule, error) {
	if err := a.ruleDirsExist(); err != nil {
		return nil, err
	}
	return lint.Rules(background(cmd), a.options)
}

// look is how text for people looks on this terminal.
func (a *app) look() (report.TextOptions, error) {
	color, err := a.colored()
	return report.TextOptions{Color: color, Unicode: a.unicode(), Verbose: a.verbose}, err
}

// complete tells shells which values flags take.
func (a *app) complete(cmd *cobra.Command) {
	values(cmd, "format", formatNames()...)
	values(cmd, "fail-on", "error", "warning", "info", "unknown")
	values(cmd, "color", "auto", "always", "never")
	names := func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
		return a.ruleNames(cmd), cobra.ShellCompDirectiveNoFileComp
	}
	for _, flag := range []string{"only", "skip"} {
		_ = cmd.RegisterFlagCompletionFunc(flag, names)
	}
	_ = cmd.MarkFlagDirname("rules")
}

// values tells shells the values of a flag.
func values(cmd *cobra.Command, flag string, allowed ...string) {
	complete := cobra.FixedCompletions(allowed, cobra.ShellCompDirectiveNoFileComp)
	_ = cmd.RegisterFlagCompletionFunc(flag, complete)
}

// ruleNames lists the ids of the rules for completions.
func (a *app) ruleNames(cmd *cobra.Command) []string {
	rules, err := a.allRules(cmd)
	if err != nil {
		return nil
	}
	names := make([]string, 0, len(rules))
	for _, rule := range rules {
		names = append(names, rule.ID+"\t"+rule.Title)
	}
	return names
}
