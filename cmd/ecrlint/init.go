package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ecrlint/ecrlint/lint"
)

const aboutInit = `init writes a configuration file to the top of the repository that holds PATH, to
PATH outside of one. Everything in it is commented out: the keys that there are, and an
environment for each .tfvars file that Terraform does not load by itself.`

// initialize builds the command that writes a configuration file.
func (a *app) initialize() *cobra.Command {
	flags := pflag.NewFlagSet("init", pflag.ContinueOnError)
	stdout := flags.Bool("stdout", false, "print the file instead of writing it")
	cmd := &cobra.Command{
		Use:   "init [flags] [PATH]",
		Short: "Write a commented " + lint.ConfigName,
		Long:  aboutInit,
		Args:  cobra.MaximumNArgs(1),
	}
	cmd.RunE = func(_ *cobra.Command, paths []string) error {
		dir, err := os.Getwd()
		if err != nil {
			return fmt.Errorf("the working folder cannot be read: %w", err)
		}
		folder := "."
		if len(paths) > 0 {
			folder = paths[0]
		}
		if info, err := os.Stat(folder); err != nil {
			return plain(folder, err)
		} else if !info.IsDir() {
			return fmt.Errorf("%s is not a folder", folder)
		}
		file, text, err := lint.NewConfig(dir, folder)
		if err != nil {
			return err
		}
		if *stdout {
			_, err := fmt.Fprint(a.out, text)
			return err
		}
		return a.create(dir, file, text)
	}
	describe(cmd, group{"Flags", flags})
	return cmd
}

// create writes a file that is not there yet.
func (a *app) create(dir, path, text string) (err error) {
	shown := path
	if rel, err := filepath.Rel(dir, path); err == nil {
		shown = filepath.ToSlash(rel)
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already; --stdout prints a new one", shown)
	}
	if err != nil {
		return plain(shown, err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if _, err := file.WriteString(text); err != nil {
		return err
	}
	_, err = fmt.Fprintln(a.out, "Wrote "+shown+".")
	return err
}
