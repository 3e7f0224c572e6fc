package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// helpWidth is where the help of a flag wraps.
const helpWidth = 96

// group is a set of flags under one heading of the help.
type group struct {
	title string
	flags *pflag.FlagSet
}

// describe gives a command its flags and a help that shows them by group.
func describe(cmd *cobra.Command, groups ...group) {
	for _, g := range groups {
		g.flags.SortFlags = false
		cmd.Flags().AddFlagSet(g.flags)
	}
	cmd.SetHelpFunc(func(cmd *cobra.Command, _ []string) {
		printHelp(cmd.OutOrStdout(), cmd, groups)
	})
	cmd.SetUsageFunc(func(cmd *cobra.Command) error {
		printHelp(cmd.OutOrStderr(), cmd, groups)
		return nil
	})
}

// printHelp writes the help of a command.
func printHelp(w io.Writer, cmd *cobra.Command, groups []group) {
	var b strings.Builder
	about := cmd.Long
	if about == "" {
		about = cmd.Short + "."
	}
	fmt.Fprintf(&b, "%s\n\nUsage:\n  %s\n", about, cmd.UseLine())
	commands(&b, cmd)
	for _, g := range groups {
		fmt.Fprintf(&b, "\n%s:\n%s", g.title, g.flags.FlagUsagesWrapped(helpWidth))
	}
	fmt.Fprintf(&b, "\nGeneral:\n%s", general(cmd, groups).FlagUsagesWrapped(helpWidth))
	if cmd.Example != "" {
		fmt.Fprintf(&b, "\nExamples:\n%s\n", strings.TrimPrefix(cmd.Example, "\n"))
	}
	if !cmd.HasParent() {
		fmt.Fprintf(&b, "\nExit status:\n%s\n", statuses)
	}
	_, _ = io.WriteString(w, b.String())
}

// commands lists the subcommands.
func commands(b *strings.Builder, cmd *cobra.Command) {
	if !cmd.HasAvailableSubCommands() {
		return
	}
	if cmd.HasParent() {
		fmt.Fprintf(b, "  %s [command]\n", cmd.CommandPath())
	} else {
		fmt.Fprintf(b, "  %s COMMAND\n", cmd.CommandPath())
	}
	b.WriteString("\nCommands:\n")
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			fmt.Fprintf(b, "  %-*s  %s\n", cmd.NamePadding(), sub.Name(), sub.Short)
		}
	}
}

// general returns the flags that stand in no group.
func general(cmd *cobra.Command, groups []group) *pflag.FlagSet {
	rest := pflag.NewFlagSet("general", pflag.ContinueOnError)
	cmd.Flags().VisitAll(func(flag *pflag.Flag) {
		for _, g := range groups {
			if g.flags.Lookup(flag.Name) != nil {
				return
			}
		}
		rest.AddFlag(flag)
	})
	return rest
}
