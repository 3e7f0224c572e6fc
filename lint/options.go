package lint

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/ecrlint/ecrlint/parser/cloudformation"
	"github.com/ecrlint/ecrlint/parser/terraform"
	"github.com/ecrlint/ecrlint/report"
)

// Options say what is read, by which rules it is judged.
type Options struct {
	// Input says which files are read with which values.
	Input Input
	// Only and Skip select rules by id (family/name) or family. Empty Only stands for all.
	Only, Skip []string
	// Severities are those that the user gives to rules.
	Severities Severities
	// RuleDirs are folders with rules of the user's own.
	RuleDirs []string
	// Version is the version of the program, for reports.
	Version string
	// Progress is told how many of the roots that are known of are judged, from several goroutines;
	// nil: nobody asks.
	Progress func(judged, known int)
	// Now tells which suppressions have expired; zero: none has.
	Now time.Time
	// Baseline holds findings that are accepted; nil: none.
	Baseline *Baseline
	// Before is what the configuration is compared with; nil: nothing.
	Before *Before

	count *progress
	rules *compiler // where somebody has them already
}

// Input says which files are read, and what values they are read with.
type Input struct {
	// Dir is the working folder that paths in reports are relative to.
	Dir string
	// Paths are the folders and files to read, Exclude the globs of what is not. "-" is a plan or
	// state of Terraform on Stdin.
	Paths, Exclude []string
	Stdin          io.Reader
	// Vars and VarFiles give values to Terraform's input variables, as does Env (TF_VAR_*).
	Vars     []Assignment
	VarFiles []string
	Env      []string
	// Parameters and ParameterFiles give values to the parameters of CloudFormation templates.
	Parameters     []Assignment
	ParameterFiles []string
	// Environments are sets of values that some of the roots are read with.
	Environments []Environment
	// Facts are what is said of the cloud that the configuration does not hold.
	Facts Facts
	// Only are the names of the environments that are reported; all where it is empty. Roots that no
	// environment names are reported in any case.
	Only []string
	// Changed are files, of which some may be gone: only the roots that they are a part of are judged,
	// with the whole of Paths in view. nil: every root is.
	Changed []string
	// Isolated keeps every root to itself.
	Isolated bool
	// Jobs bounds how many roots are judged at once; 0: as many as there are cores.
	Jobs int
}

// Assignment is NAME=VALUE.
type Assignment struct{ Name, Value string }

// terraform is the input as the reader of Terraform takes it.
func (in Input) terraform() terraform.Options {
	vars := make([]terraform.Assignment, 0, len(in.Vars))
	for _, v := range in.Vars {
		vars = append(vars, terraform.Assignment(v))
	}
	return terraform.Options{
		Dir: in.Dir, Paths: in.Paths, Exclude: in.Exclude, Jobs: in.Jobs, Isolated: in.Isolated,
		Vars: vars, VarFiles: in.VarFiles, Env: in.Env,
		Environments: forTerraform(in.Environments), Facts: in.FactsOf,
		Changed: in.changed(),
	}
}

// cloudFormation is the input as the reader of CloudFormation takes it.
func (in Input) cloudFormation() cloudformation.Options {
	parameters := make([]cloudformation.Assignment, 0, len(in.Parameters))
	for _, p := range in.Parameters {
		parameters = append(parameters, cloudformation.Assignment(p))
	}
	return cloudformation.Options{
		Dir: in.Dir, Paths: in.Paths, Exclude: in.Exclude, Jobs: in.Jobs, Isolated: in.Isolated,
		Parameters: parameters, ParameterFiles: in.ParameterFiles,
		Environments: forCloudFormation(in.Environments), Facts: in.FactsOf,
		Changed: in.changed(),
	}
}

// ParseAssignments reads assignments of the form NAME=VALUE that were given with a flag.
func ParseAssignments(flag string, texts []string) ([]Assignment, error) {
	var list []Assignment
	for _, text := range texts {
		name, value, found := strings.Cut(text, "=")
		name = strings.TrimSpace(name)
		if !found || name == "" {
			return nil, fmt.Errorf("%s %q is not of the form NAME=VALUE", flag, text)
		}
		list = append(list, Assignment{Name: name, Value: value})
	}
	return list, nil
}

// CheckGlobs reports a pattern of --exclude that cannot match anything.
func CheckGlobs(globs []string) error {
	for _, glob := range globs {
		if !doublestar.ValidatePattern(glob) {
			return fmt.Errorf("--exclude %q is no glob", glob)
		}
	}
	return nil
}

// The exit statuses.
const (
	StatusClean  = 0 // no finding that fails
	StatusFailed = 1 // a finding or verdict that fails
	StatusBroken = 2 // part of the input could not be judged
)

// FailOn says what makes a run fail.
type FailOn struct {
	// Severity is the least severe finding that fails.
	Severity report.Severity
	// Unknown makes pulls fail whose verdict is not known.
	Unknown bool
}

// ParseFailOn reads the levels of --fail-on: error, warning and info are a ladder, unknown adds
// unknown verdicts.
func ParseFailOn(levels []string) (FailOn, error) {
	failOn := FailOn{Severity: report.Error}
	ladder := []report.Severity{report.Error, report.Warning, report.Info}
	for _, level := range levels {
		step := slices.Index(ladder, report.Severity(level))
		switch {
		case level == string(report.Unknown):
			failOn.Unknown = true
		case step < 0:
			return failOn, fmt.Errorf("--fail-on %q is none of error, warning, info, unknown", level)
		case step > slices.Index(ladder, failOn.Severity):
			failOn.Severity = ladder[step]
		}
	}
	return failOn, nil
}

// Status is the exit status that a report deserves.
func Status(r *report.Report, failOn FailOn) int {
	if r.Broken() {
		return StatusBroken
	}
	summary := r.Summary()
	failing := summary.Errors
	if failOn.Severity != report.Error {
		failing += summary.Warnings
	}
	if failOn.Severity == report.Info {
		failing += summary.Infos
	}
	if failOn.Unknown {
		for i := range r.Pulls {
			if r.Pulls[i].Verdict == report.Unknown && !r.Pulls[i].Suppressed {
				failing++
			}
		}
	}
	if failing > 0 {
		return StatusFailed
	}
	return StatusClean
}
