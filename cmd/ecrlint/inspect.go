package main

import (
	"io"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ecrlint/ecrlint/lint"
	"github.com/ecrlint/ecrlint/report"
)

// graph builds the command that prints the normalized graph.
func (a *app) graph() *cobra.Command {
	input := a.inputFlags()
	flags := pflag.NewFlagSet("graph", pflag.ContinueOnError)
	format := flags.String("format", "json", "`FORMAT` of the graph: json, dot, mermaid")
	cmd := &cobra.Command{
		Use:     "graph [flags] [PATH...]",
		Short:   "Print the network, roles, repositories and workloads, and how they hang together",
		Example: "  ecrlint graph infra --format dot | dot -Tsvg > infra.svg",
	}
	cmd.RunE = func(cmd *cobra.Command, paths []string) error {
		write, err := pictureWriter(*format)
		if err != nil {
			return err
		}
		if err := a.prepare(cmd, paths); err != nil {
			return err
		}
		result, err := lint.Graph(cmd.Context(), a.options)
		if err != nil {
			return err
		}
		a.complain(result.Diagnostics)
		return write(a.out, result.Pictures)
	}
	describe(cmd, group{"Input", input}, group{"Output", flags})
	values(cmd, "format", "json", "dot", "mermaid")
	return cmd
}

// pictureWriter returns what prints graphs in a format.
func pictureWriter(format string) (func(io.Writer, []report.Picture) error, error) {
	switch format {
	case "json":
		return report.WritePicturesJSON, nil
	case "dot":
		return report.WritePicturesDOT, nil
	case "mermaid":
		return report.WritePicturesMermaid, nil
	default:
		return nil, notOneOf("--format", format, "json", "dot", "mermaid")
	}
}

// resources builds the command that prints what the evaluator made of each resource.
func (a *app) resources() *cobra.Command {
	input := a.inputFlags()
	cmd := &cobra.Command{
		Use:   "resources [flags] [PATH...]",
		Short: "Print what the evaluator made of each resource, one JSON object a line",
		Long: `resources prints each resource with its evaluated attributes, one JSON object a line.
Where a value is not plain it is {"$ref": ADDRESS} for an attribute that AWS computes,
{"$unknown": REASON}, or {"$parts": [...]} for a string with such holes.`,
		Example: "  ecrlint resources infra | jq 'select(.type == \"aws_subnet\")'",
	}
	cmd.RunE = func(cmd *cobra.Command, paths []string) error {
		if err := a.prepare(cmd, paths); err != nil {
			return err
		}
		result, err := lint.Resources(cmd.Context(), a.options)
		if err != nil {
			return err
		}
		a.complain(result.Diagnostics)
		for _, line := range result.Lines {
			if _, err := a.out.Write(append(line, '\n')); err != nil {
				return err
			}
		}
		return nil
	}
	describe(cmd, group{"Input", input})
	return cmd
}

// complain prints diagnostics to standard error, and notes the errors in the exit status.
func (a *app) complain(diagnostics []report.Diagnostic) {
	r := report.Report{Diagnostics: diagnostics}
	if r.Broken() {
		a.status = lint.StatusBroken
	}
	_ = report.WriteDiagnostics(a.err, diagnostics)
}
