package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ecrlint/ecrlint/lint"
	"github.com/ecrlint/ecrlint/report"
)

// The help of diagnose.
const (
	aboutDiagnose = `diagnose says what the message means with which a task or job stopped: which
call failed, and at which hop. MESSAGE is the stopped reason of an Amazon ECS task, the
status reason of an AWS Batch job, or JSON that holds it: what describe-tasks and
describe-jobs print, an event, the cause of a Step Functions execution. - reads it from
standard input.

With PATH it names the findings of the configuration that explain the message, likeliest
first, or what to look at where none does. Of messages about secrets, parameters,
environment files and logs it checks the way and the permissions of those calls, though no
rule is about them.

The exit status is 1 where a finding explains the message, 0 where none does or no PATH is
given, and 2 for a text that is none of the messages and where part of the input could not
be read.`
	examplesDiagnose = `
  ecrlint diagnose "CannotPullContainerError: ... dial tcp 10.0.3.7:443: i/o timeout"
  ecrlint diagnose "$REASON" infra --var-file prod.tfvars
  aws ecs describe-tasks --cluster prod --tasks $TASK | ecrlint diagnose - infra`
)

// diagnose builds the command that says what a message means.
func (a *app) diagnose() *cobra.Command {
	input := a.inputFlags()
	flags := pflag.NewFlagSet("diagnose", pflag.ContinueOnError)
	a.rulesDirFlag(flags)
	flags.StringVar(&a.format, "format", "text", "`FORMAT` of the diagnosis: text, json")
	flags.StringVar(&a.output, "output", "", "write the diagnosis to `FILE`")
	flags.BoolVarP(&a.verbose, "verbose", "v", false, "show every cause, pull and reason")
	flags.StringVar(&a.color, "color", "auto", "`WHEN` to colour: auto, always, never")
	cmd := &cobra.Command{
		Use:     "diagnose [flags] MESSAGE [PATH...]",
		Short:   "Say what a stopped task's message means, and what explains it",
		Long:    aboutDiagnose,
		Example: examplesDiagnose,
		Args:    cobra.MinimumNArgs(1),
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return a.explainMessage(cmd, args[0], args[1:])
	}
	cmd.ValidArgsFunction = func(
		_ *cobra.Command, args []string, _ string,
	) ([]string, cobra.ShellCompDirective) {
		if len(args) == 0 {
			return []string{"-\tread the message from standard input"},
				cobra.ShellCompDirectiveNoFileComp
		}
		return nil, cobra.ShellCompDirectiveDefault
	}
	describe(cmd, group{"Input", input}, group{"Diagnosis", flags})
	values(cmd, "format", "text", "json")
	values(cmd, "color", "auto", "always", "never")
	return cmd
}

// explainMessage is the job of diagnose.
func (a *app) explainMessage(cmd *cobra.Command, message string, paths []string) error {
	write, err := a.diagnosisWriter()
	if err != nil {
		return err
	}
	if err := a.prepare(cmd, paths); err != nil {
		return err
	}
	a.options.Input.Paths = paths
	if message == "-" && slices.Contains(paths, "-") {
		return errors.New("standard input cannot be both the message and a plan")
	}
	text, err := a.message(message)
	if err != nil {
		return err
	}
	d, err := lint.Diagnose(cmd.Context(), a.options, text)
	if err != nil {
		if _, missing := os.Stat(message); missing == nil && message != "-" {
			return fmt.Errorf("%w; %s is a path, and the message comes first", err, message)
		}
		return err
	}
	a.status = lint.DiagnosisStatus(d)
	return a.print(func(w io.Writer) error { return write(w, d) })
}

// maxInput is how many bytes of a message are read from standard input.
const maxInput = 4 << 20

// message returns the message that an argument gives.
func (a *app) message(argument string) (string, error) {
	if argument != "-" {
		return argument, nil
	}
	text, err := io.ReadAll(io.LimitReader(a.in, maxInput+1))
	switch {
	case err != nil:
		return "", fmt.Errorf("standard input cannot be read: %w", err)
	case len(text) > maxInput:
		return "", errors.New("standard input holds more than 4 MiB, which is no message")
	}
	return string(text), nil
}

// diagnosisWriter returns what prints the diagnosis in the format that was asked for.
func (a *app) diagnosisWriter() (func(io.Writer, *report.Diagnosis) error, error) {
	look, err := a.look()
	if err != nil {
		return nil, err
	}
	switch a.format {
	case "text":
		return func(w io.Writer, d *report.Diagnosis) error {
			return report.WriteDiagnosis(w, d, look)
		}, nil
	case "json":
		return report.WriteDiagnosisJSON, nil
	default:
		return nil, notOneOf("--format", a.format, "text", "json")
	}
}
