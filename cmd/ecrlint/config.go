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
	config, err := lint.ReadConfig(in.Dir, file)
	if err != nil {
		return err
	}
	a.read = config
	a.obey(config)
	in.Only = a.environments
	return lint.CheckEnvironments(in.Environments, in.Only)
}

// obey takes what a configuration file says. What the command line chooses (--only, --skip,
// --fail-on, --baseline) is stronger; what it adds (--exclude, --rules) comes on top.
func (a *app) obey(config *lint.Config) {
	o, in := &a.options, &a.options.Input
	in.Environments, in.Facts = config.Environments, config.Facts
	in.Exclude = append(config.Exclude[:len(config.Exclude):len(config.Exclude)], in.Exclude...)
	in.Isolated = in.Isolated || config.Isolated
	o.RuleDirs = append(config.RuleDirs[:len(config.RuleDirs):len(config.RuleDirs)], o.RuleDirs...)
	o.Severities = config.Severities
	if len(o.Only)+len(o.Skip) == 0 {
		o.Only, o.Skip = config.Only, config.Skip
	}
	if a.baseline == "" {
		a.baseline = config.Baseline
	}
	if a.failOn == nil {
		a.failOn = config.FailOn
	}
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
