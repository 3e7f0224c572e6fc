package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/ecrlint/ecrlint/parser/terraform"
	"github.com/ecrlint/ecrlint/report"
)

// Options say what is read, by which rules it is judged.
type Options struct {
	// Input says which files are read with which values.
	Input terraform.Options
	// Only and Skip select rules by id (family/name) or family. Empty Only stands for all.
	Only, Skip []string
	// RuleDirs are folders with rules of the user's own.
	RuleDirs []string
	// Version is the version of the program, for reports.
	Version string
}

// ParseVars reads assignments of the form NAME=VALUE.
func ParseVars(texts []string) ([]terraform.Assignment, error) {
	var vars []terraform.Assignment
	for _, text := range texts {
		name, value, found := strings.Cut(text, "=")
		name = strings.TrimSpace(name)
		if !found || name == "" {
			return nil, fmt.Errorf("--var %q is not of the form NAME=VALUE", text)
		}
		vars = append(vars, terraform.Assignment{Name: name, Value: value})
	}
	return vars, nil
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
		failing += summary.Verdicts.Unknown
	}
	if failing > 0 {
		return StatusFailed
	}
	return StatusClean
}
