package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/lint"
	"github.com/ecrlint/ecrlint/report"
)

// writer prints a report in one format.
type writer func(io.Writer, *report.Report) error

// formats are the formats of the report, in the order in which the help names them.
var formats = []struct {
	name  string
	write func(a *app, file string) (writer, error)
}{
	{"text", (*app).textWriter},
	{"json", func(*app, string) (writer, error) { return report.WriteJSON, nil }},
	{"sarif", inRepository(report.WriteSARIF)},
	{"github", inRepository(report.WriteGitHub)},
	{"gitlab", inRepository(report.WriteGitLab)},
	{"junit", inRepository(report.WriteJUnit)},
	{"checkstyle", inRepository(report.WriteCheckstyle)},
	{"rdjson", inRepository(report.WriteRDJSON)},
	{"markdown", inRepository(report.WriteMarkdown)},
	{"html", inRepository(report.WriteHTML)},
}

// formatNames are the names of the formats.
func formatNames() []string {
	names := make([]string, 0, len(formats))
	for _, format := range formats {
		names = append(names, format.name)
	}
	return names
}

// textWriter prints for people; in colour only where a terminal shows it, or where that is asked.
func (a *app) textWriter(file string) (writer, error) {
	color, err := a.colored()
	if err != nil {
		return nil, err
	}
	look := report.TextOptions{
		Color:   color && (file == "" || a.color == "always"),
		Unicode: a.unicode(), Verbose: a.verbose,
	}
	return func(w io.Writer, r *report.Report) error { return report.WriteText(w, r, look) }, nil
}

// inRepository is a format that names files from the top of their repository, and findings by the
// fingerprints that they have from there.
func inRepository(
	write func(io.Writer, *report.Report, report.FileOptions) error,
) func(*app, string) (writer, error) {
	return func(a *app, _ string) (writer, error) {
		return func(w io.Writer, r *report.Report) error {
			paths := repositoryPaths(a.options.Input.Dir)
			return write(w, lint.Rooted(r, paths), report.FileOptions{Path: paths})
		}, nil
	}
}

// target is a format with where it goes.
type target struct {
	asked string // as it was typed
	file  string // "" for standard output
	write writer
}

// targets reads --format and --output. At most one format goes to standard output.
func (a *app) targets() ([]target, error) {
	if _, err := a.colored(); err != nil {
		return nil, err
	}
	list := make([]target, 0, len(a.formats))
	for _, asked := range a.formats {
		one, err := a.target(asked)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, distinct(list)
}

// target reads FORMAT or FORMAT=FILE.
func (a *app) target(asked string) (target, error) {
	name, file, named := strings.Cut(asked, "=")
	i := slices.Index(formatNames(), name)
	if i < 0 {
		return target{}, notOneOf("--format", name, formatNames()...)
	}
	if named && file == "" {
		return target{}, fmt.Errorf("--format %s names no file", asked)
	}
	if a.output != "" && (named || len(a.formats) > 1) {
		return target{}, errors.New("--output goes with one --format that names no file; " +
			"write --format " + name + "=FILE")
	}
	if !named {
		file = a.output
	}
	if file == "-" {
		file = ""
	}
	write, err := formats[i].write(a, file)
	return target{asked: asked, file: file, write: write}, err
}

// distinct reports two formats that go to the same place.
func distinct(list []target) error {
	for i, one := range list {
		for _, other := range list[:i] {
			switch {
			case one.file == "" && other.file == "":
				return fmt.Errorf("--format %s and --format %s both go to standard output; "+
					"write one to a file: --format %s=FILE", other.asked, one.asked,
					strings.TrimSuffix(one.asked, "=-"))
			case one.file != "" && other.file != "" &&
				filepath.Clean(one.file) == filepath.Clean(other.file):
				return fmt.Errorf("--format %s and --format %s go to the same file",
					other.asked, one.asked)
			}
		}
	}
	return nil
}

// deliver writes the report in every format, files first. Each is tried, whatever became of those
// before it.
func (a *app) deliver(list []target, r *report.Report) error {
	var failures []error
	for _, files := range []bool{true, false} {
		for _, one := range list {
			if (one.file != "") != files {
				continue
			}
			print := func(w io.Writer) error { return one.write(w, r) }
			if !files {
				failures = append(failures, print(a.out))
				continue
			}
			flag := "--format " + one.asked
			if one.file == a.output {
				flag = "--output"
			}
			failures = append(failures, printFile(flag, one.file, print))
		}
	}
	return errors.Join(failures...)
}

// printFile writes to a file that a flag names.
func printFile(flag, name string, write func(io.Writer) error) (err error) {
	file, err := os.Create(name)
	if err != nil {
		return fmt.Errorf("%s: %w", flag, err)
	}
	defer func() {
		if closing := file.Close(); err == nil && closing != nil {
			err = fmt.Errorf("%s: %w", flag, closing)
		}
	}()
	return write(file)
}
