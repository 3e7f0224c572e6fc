package main

import (
	"io"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ecrlint/ecrlint/lint"
	"github.com/ecrlint/ecrlint/report"
)

// The help of why.
const (
	aboutWhy = `why prints the whole path of one workload's pulls, hop by hop, in every place where
its tasks may run: each gate with its state, what decided it and where that is written. For
what is not known it says where the value comes from and what would tell.

WORKLOAD is the address of the workload, its logical id in a template, or an end of them that
no other workload has. Where several roots have it, write ROOT:WORKLOAD.

The exit status is 1 where a pull of the workload fails, 0 where none does, and 2 where there
is no such workload or part of the input could not be read.`
	examplesWhy = `
  ecrlint why aws_ecs_service.api infra
  ecrlint why api --container sidecar --var-file prod.tfvars
  ecrlint why api --format mermaid infra`
)

// why builds the command that prints the whole path of a workload's pulls.
func (a *app) why() *cobra.Command {
	input := a.inputFlags()
	flags := pflag.NewFlagSet("why", pflag.ContinueOnError)
	container := flags.String("container", "", "only the container with the `NAME`")
	a.rulesDirFlag(flags)
	flags.StringVar(&a.format, "format", "text", "`FORMAT` of the paths: text, json, mermaid")
	flags.StringVar(&a.output, "output", "", "write the paths to `FILE`")
	flags.BoolVarP(&a.verbose, "verbose", "v", false, "show infos")
	flags.StringVar(&a.color, "color", "auto", "`WHEN` to colour: auto, always, never")
	cmd := &cobra.Command{
		Use:     "why [flags] WORKLOAD [PATH...]",
		Short:   "Print the whole path of one workload's pulls, hop by hop",
		Long:    aboutWhy,
		Example: examplesWhy,
		Args:    cobra.MinimumNArgs(1),
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return a.trace(cmd, args[0], *container, args[1:])
	}
	cmd.ValidArgsFunction = func(
		_ *cobra.Command, args []string, _ string,
	) ([]string, cobra.ShellCompDirective) {
		if len(args) == 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return nil, cobra.ShellCompDirectiveDefault
	}
	describe(cmd, group{"Input", input}, group{"Paths", flags})
	values(cmd, "format", "text", "json", "mermaid")
	values(cmd, "color", "auto", "always", "never")
	return cmd
}

// trace is the job of why.
func (a *app) trace(cmd *cobra.Command, workload, container string, paths []string) error {
	write, err := a.whyWriter()
	if err != nil {
		return err
	}
	if err := a.prepare(cmd, paths); err != nil {
		return err
	}
	y, err := lint.Why(cmd.Context(), a.options, workload, container)
	if err != nil {
		return err
	}
	a.status = lint.WhyStatus(y)
	return a.print(func(w io.Writer) error { return write(w, y) })
}

// whyWriter returns what prints the paths in the format that was asked for.
func (a *app) whyWriter() (func(io.Writer, *report.Why) error, error) {
	look, err := a.look()
	if err != nil {
		return nil, err
	}
	switch a.format {
	case "text":
		return func(w io.Writer, y *report.Why) error { return report.WriteWhy(w, y, look) }, nil
	case "json":
		return report.WriteWhyJSON, nil
	case "mermaid":
		return report.WriteWhyMermaid, nil
	default:
		return nil, notOneOf("--format", a.format, "text", "json", "mermaid")
	}
}
