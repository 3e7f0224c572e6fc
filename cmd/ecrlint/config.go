package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/ecrlint/ecrlint/lint"
)

// configure reads the configuration file.
func (a *app) configure() error {
	in := &a.options.Input
	file, err := a.configFile()
	if err != nil {
		return err
	}
	if file == "" {
		if len(a.environments) > 0 {
			return fmt.Errorf("--environment: there is no %s above the paths", lint.ConfigName)
		}
		return nil
	}
	if in.Environments, err = lint.ReadConfig(in.Dir, file); err != nil {
		return err
	}
	in.Only = a.environments
	return lint.CheckEnvironments(in.Environments, in.Only)
}

// configFile returns the path of the configuration file; empty where there is none.
func (a *app) configFile() (string, error) {
	switch {
	case a.noConfig && a.config != "":
		return "", errors.New("--config and --no-config exclude each other")
	case a.noConfig:
		return "", nil
	case a.config == "":
		return lint.FindConfig(a.options.Input.Dir, a.options.Input.Paths)
	}
	if err := regular("--config", a.config); err != nil {
		return "", err
	}
	return filepath.Abs(a.config)
}
