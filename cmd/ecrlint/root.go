package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ecrlint/ecrlint/lint"
	"github.com/ecrlint/ecrlint/report"
)

// app is one run of the command.
type app struct {
	shell
	status int

	options lint.Options
	vars    []string
	params  []string
	formats []string
	format  string // of the other commands
	output  string
	failOn  []string

	config       string
	noConfig     bool
	environments []string
	read         *lint.Config // the configuration file; nil where there is none

	color   string
	verbose bool
	changed bool

	diff     string
	baseline string
	endings  sync.Mutex
	ended    []func() // what is done when the run is over
}

// The help of the main command. Paths that look like a command's name are written ./rules.
const (
	short = "Say which container image pulls will fail, before anything is deployed"
	long  = `ecrlint reads Terraform and CloudFormation and says which container image pulls of
Amazon ECS and AWS Batch will fail, where, why, and the fix. It works
offline: it needs no credentials, no terraform init and no plan.

PATH is a folder or a file; a file stands for the root module that holds it, or for the
template that it is. A plan or a state of Terraform in JSON is a PATH, too (plan.json,
terraform.tfstate, - for standard input): it fills in what the .tf files beside it do not
hold, or is judged by itself. Every root module and template below a folder is checked. Without
PATH the working folder is checked. A folder with the name of a command is written ./NAME.

The verdict of each pull is fails, pulls, or unknown where the configuration does not
hold what would tell; the report then says which value is missing.`
	examples = `
  ecrlint                                      check every root below the working folder
  ecrlint infra --var-file prod.tfvars         with the values of one environment
  ecrlint template.yaml --parameters prod.json
  ecrlint plan.json                            what terraform show -json printed
  terraform show -json tfplan | ecrlint infra -
  ecrlint --format text --format sarif=ecrlint.sarif infra
  ecrlint --only network,endpoint/private_dns infra
  ecrlint --fail-on warning,unknown infra      a strict gate in CI
  ecrlint explain network/s3_egress_blocked    what a rule means and how to mend it
  ecrlint diagnose "$STOPPED_REASON" infra     what explains why a task did not start`
	statuses = `  0  no error finding
  1  at least one error finding, or what --fail-on names
  2  part of the input could not be read, or ecrlint could not do its work`
)

// root builds the main command with its subcommands.
func (a *app) root() *cobra.Command {
	input, choice, output := a.inputFlags(), a.ruleFlags(), a.outputFlags()
	a.changedFlag(input)
	known := a.knownFlags()
	cmd := &cobra.Command{
		Use:           "ecrlint [flags] [PATH...]",
		Short:         short,
		Long:          long,
		Example:       examples,
		Version:       version(),
		Args:          cobra.ArbitraryArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		// How many letters the name of a command may differ from what was typed.
		SuggestionsMinimumDistance: 2,
	}
	cmd.RunE = func(cmd *cobra.Command, paths []string) error {
		return a.check(cmd, paths)
	}
	cmd.SetIn(a.in)
	cmd.SetOut(a.out)
	cmd.SetErr(a.err)
	describe(cmd, group{"Input", input}, group{"Rules", choice},
		group{"Known findings", known}, group{"Report", output})
	cmd.AddCommand(
		a.rules(), a.explain(), a.why(), a.diagnose(), a.graph(), a.resources(), a.schema(),
		a.initialize(), a.settings(), a.acceptance(),
	)
	cmd.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%w (see %s --help)", err, cmd.CommandPath())
	})
	a.complete(cmd)
	return cmd
}

// inputFlags say what is read with which values.
func (a *app) inputFlags() *pflag.FlagSet {
	flags := pflag.NewFlagSet("input", pflag.ContinueOnError)
	flags.StringArrayVar(&a.vars, "var", nil, "value of an input variable, `NAME=VALUE` (repeatable)")
	flags.StringArrayVar(&a.options.Input.VarFiles, "var-file", nil,
		"`FILE` of variable values, .tfvars or .tfvars.json (repeatable)")
	flags.StringArrayVar(&a.params, "parameter", nil,
		"value of a template's parameter, `NAME=VALUE`; AWS::Region=VALUE too (repeatable)")
	flags.StringArrayVar(&a.options.Input.ParameterFiles, "parameters", nil,
		"`FILE` of parameters in JSON, as the AWS CLI or CodePipeline takes them (repeatable)")
	flags.StringArrayVar(&a.options.Input.Exclude, "exclude", nil,
		"leave out paths that match `GLOB`, ** crosses folders (repeatable)")
	flags.StringVar(&a.config, "config", "",
		"configuration `FILE`, in place of the nearest .ecrlint.hcl above PATH in its repository")
	flags.BoolVar(&a.noConfig, "no-config", false, "read no configuration file")
	flags.StringSliceVar(&a.environments, "environment", nil,
		"report, of environments of the configuration file, only `NAME` (repeatable, comma)")
	flags.BoolVar(&a.options.Input.Isolated, "isolated", false,
		"do not look for data sources, remote states and exports in the other roots of the run")
	return flags
}

// ruleFlags say by which rules.
func (a *app) ruleFlags() *pflag.FlagSet {
	flags := pflag.NewFlagSet("rules", pflag.ContinueOnError)
	flags.StringSliceVar(&a.options.Only, "only", nil,
		"report only `RULE`, family/name or a whole family (repeatable, comma)")
	flags.StringSliceVar(&a.options.Skip, "skip", nil,
		"do not report `RULE`, family/name or a whole family (repeatable, comma)")
	a.rulesDirFlag(flags)
	return flags
}

func (a *app) rulesDirFlag(flags *pflag.FlagSet) {
	flags.StringArrayVar(&a.options.RuleDirs, "rules", nil,
		"`DIR` with Rego rules of your own, beside the built-in ones (repeatable)")
}

// outputFlags say how the result looks.
func (a *app) outputFlags() *pflag.FlagSet {
	flags := pflag.NewFlagSet("report", pflag.ContinueOnError)
	flags.StringArrayVar(&a.formats, "format", []string{"text"},
		"write the report as `FORMAT[=FILE]`: "+strings.Join(formatNames(), ", ")+
			" (repeatable, one of them without FILE)")
	flags.Lookup("format").DefValue = "text"
	flags.StringVar(&a.output, "output", "", "write the report to `FILE`")
	a.failOnFlag(flags)
	flags.BoolVarP(&a.verbose, "verbose", "v", false,
		"show infos, assumptions, every pull and every reason")
	flags.StringVar(&a.color, "color", "auto", "`WHEN` to colour: auto, always, never")
	return flags
}

func (a *app) failOnFlag(flags *pflag.FlagSet) {
	flags.StringSliceVar(&a.failOn, "fail-on", nil,
		"exit with 1 from this `LEVEL` on: error, warning, info; unknown adds unknown verdicts")
	flags.Lookup("fail-on").DefValue = "error"
}

// check is the main job.
func (a *app) check(cmd *cobra.Command, paths []string) error {
	if _, err := lint.ParseFailOn(a.failOn); err != nil {
		return err
	}
	targets, err := a.targets()
	if err != nil {
		return err
	}
	if a.changed && !lint.Relevant(paths) {
		return a.deliver(targets, &report.Report{Version: version(), Part: true})
	}
	if err := a.prepare(cmd, a.scope(paths)); err != nil {
		return err
	}
	failOn, err := lint.ParseFailOn(a.failOn)
	if err != nil {
		return err
	}
	a.narrow(paths)
	if err := a.known(); err != nil {
		return err
	}
	result, err := a.run(cmd)
	if result == nil {
		return err
	}
	a.status = lint.Status(result, failOn)
	return errors.Join(a.deliver(targets, result), err)
}

// run judges what the options name. A run that is interrupted has a report beside its error.
func (a *app) run(cmd *cobra.Command) (*report.Report, error) {
	m := a.meter()
	defer m.end()
	if m != nil {
		a.options.Progress = m.tell
	}
	return lint.Run(cmd.Context(), a.options)
}

// prepare completes the options from the arguments, the environment and the working folder.
func (a *app) prepare(cmd *cobra.Command, paths []string) error {
	dir, err := os.Getwd()
	if err != nil {
		return fmt.Errorf("the working folder cannot be read: %w", err)
	}
	a.options.Version = version()
	a.options.Now = time.Now()
	a.options.Input.Dir = dir
	a.options.Input.Env = a.env
	a.options.Input.Stdin = a.in
	a.options.Input.Paths = paths
	if len(paths) == 0 {
		a.options.Input.Paths = []string{"."}
	}
	a.options.Input.Vars, err = lint.ParseAssignments("--var", a.vars)
	if err != nil {
		return err
	}
	a.options.Input.Parameters, err = lint.ParseAssignments("--parameter", a.params)
	if err != nil {
		return err
	}
	if err := lint.CheckGlobs(a.options.Input.Exclude); err != nil {
		return err
	}
	if err := a.exist(cmd); err != nil {
		return err
	}
	return a.configure()
}

// print writes to standard output, or to the file that --output names.
func (a *app) print(write func(io.Writer) error) error {
	if a.output == "" {
		return write(a.out)
	}
	return printFile("--output", a.output, write)
}

// background is the context of a completion, which cobra runs without one.
func background(cmd *cobra.Command) context.Context {
	if ctx := cmd.Context(); ctx != nil {
		return ctx
	}
	return context.Background()
}
