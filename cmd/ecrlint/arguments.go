package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"
)

// exist checks that every path that the user names is there.
func (a *app) exist(cmd *cobra.Command) error {
	for _, path := range a.options.Input.Paths {
		if path == "-" { // standard input
			continue
		}
		err := readable(path)
		if err == nil {
			continue
		}
		if similar := cmd.Root().SuggestionsFor(path); errors.Is(err, fs.ErrNotExist) &&
			len(similar) > 0 && !strings.ContainsAny(path, `/\.`) {
			return fmt.Errorf("%w; there is a command %q", err, similar[0])
		}
		return err
	}
	for _, path := range a.options.Input.VarFiles {
		if err := regular("--var-file", path); err != nil {
			return err
		}
	}
	for _, path := range a.options.Input.ParameterFiles {
		if err := regular("--parameters", path); err != nil {
			return err
		}
	}
	return a.ruleDirsExist()
}

// ruleDirsExist checks the folders of --rules.
func (a *app) ruleDirsExist() error {
	for _, path := range a.options.RuleDirs {
		info, err := os.Stat(path)
		if err != nil {
			return fmt.Errorf("--rules: %w", plain(path, err))
		}
		if !info.IsDir() {
			return fmt.Errorf("--rules: %s is not a folder", path)
		}
	}
	return nil
}

// readable reports why a folder or file cannot be read.
func readable(path string) error {
	if path == "" {
		return errors.New("a PATH is empty")
	}
	info, err := os.Stat(path)
	if err == nil && !info.IsDir() && !info.Mode().IsRegular() {
		return fmt.Errorf("%s is neither a folder nor a regular file", path)
	}
	file, err := os.Open(path)
	if err != nil {
		return plain(path, err)
	}
	return file.Close()
}

// regular checks that a flag names a file.
func regular(flag, path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("%s: %w", flag, plain(path, err))
	}
	if info.IsDir() {
		return fmt.Errorf("%s: %s is a folder, not a file", flag, path)
	}
	return nil
}

// pathError is an error of the file system in the words of a person.
type pathError struct {
	words string
	cause error
}

func (e pathError) Error() string { return e.words }
func (e pathError) Unwrap() error { return e.cause }

// plain says what is wrong with a path.
func plain(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return pathError{"no such file or folder: " + path, err}
	case errors.Is(err, fs.ErrPermission):
		return pathError{"no permission to read " + path, err}
	default:
		return err
	}
}

// notOneOf says that the value of a flag is none of those allowed.
func notOneOf(flag, value string, allowed ...string) error {
	return fmt.Errorf("%s %q is none of %s", flag, value, strings.Join(allowed, ", "))
}
