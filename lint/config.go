package lint

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/gohcl"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/ecrlint/ecrlint/report"
)

// configFile is what a configuration file may hold.
type configFile struct {
	Exclude  []string          `hcl:"exclude,optional"`
	Isolated bool              `hcl:"isolated,optional"`
	Only     []string          `hcl:"only,optional"`
	Skip     []string          `hcl:"skip,optional"`
	Rules    []string          `hcl:"rules,optional"`
	Severity map[string]string `hcl:"severity,optional"`
	FailOn   []string          `hcl:"fail_on,optional"`
	Baseline *string           `hcl:"baseline"`

	AccountID     *string         `hcl:"account_id"`
	DefaultRegion *string         `hcl:"default_region"`
	Internet      []internetBlock `hcl:"internet_route,block"`
	MayPull       []mayPullBlock  `hcl:"may_pull,block"`

	Roots        []rootBlock        `hcl:"root,block"`
	Environments []environmentBlock `hcl:"environment,block"`
}

// Config is what a configuration file says. Paths are absolute.
type Config struct {
	// Path is the file's, relative to the working folder.
	Path string
	// Exclude are globs relative to the working folder.
	Exclude      []string
	Isolated     bool
	Only, Skip   []string
	RuleDirs     []string
	Severities   Severities
	FailOn       []string
	Baseline     string // relative to the working folder
	Environments []Environment
	Facts        Facts

	ranges map[string]hcl.Range
}

// At returns where a key is given; nil where the file does not have it.
func (c *Config) At(key string) *hcl.Range {
	if c == nil {
		return nil
	}
	if at, ok := c.ranges[key]; ok {
		return &at
	}
	return nil
}

// ReadConfig reads a configuration file. Whatever is wrong with it is an error that says where.
func ReadConfig(dir, file string) (*Config, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	shown := relative(dir, file)
	parsed, diags := hclsyntax.ParseConfig(text, shown, hcl.InitialPos)
	var read configFile
	if !diags.HasErrors() {
		diags = append(diags, gohcl.DecodeBody(parsed.Body, nil, &read)...)
	}
	if diags.HasErrors() {
		return nil, inConfig(diags)
	}
	config := &Config{Path: shown, ranges: map[string]hcl.Range{}}
	if body, ok := parsed.Body.(*hclsyntax.Body); ok {
		for name, attribute := range body.Attributes {
			config.ranges[name] = attribute.Range()
		}
	}
	folder := filepath.Dir(file)
	diags = config.take(&read, dir, folder)
	diags = append(diags, config.takeEnvironments(&read, parsed, dir, folder)...)
	if diags.HasErrors() {
		return nil, inConfig(diags)
	}
	return config, nil
}

// take takes what is said of the whole run.
func (c *Config) take(read *configFile, dir, folder string) hcl.Diagnostics {
	var diags hcl.Diagnostics
	complain := func(key, format string, args ...any) {
		diags = append(diags, wrong(c.ranges[key], fmt.Sprintf(format, args...)))
	}
	for _, glob := range read.Exclude {
		if err := CheckGlobs([]string{glob}); err != nil || glob == "" {
			complain("exclude", "%q is no glob.", glob)
			continue
		}
		c.Exclude = append(c.Exclude, excluded(dir, folder, glob))
	}
	for _, rules := range below(folder, read.Rules) {
		if info, err := os.Stat(rules); err != nil || !info.IsDir() {
			complain("rules", "%s is no folder.", relative(dir, rules))
		}
		c.RuleDirs = append(c.RuleDirs, relative(dir, rules))
	}
	for _, rule := range sortedKeys(read.Severity) {
		severity := report.Severity(read.Severity[rule])
		allowed := []report.Severity{report.Error, report.Warning, report.Info, Off}
		if !slices.Contains(allowed, severity) {
			complain("severity", "The severity %q of %s is none of error, warning, info, off.",
				severity, rule)
		}
		if c.Severities == nil {
			c.Severities = Severities{}
		}
		c.Severities[rule] = severity
	}
	if _, err := ParseFailOn(read.FailOn); err != nil {
		complain("fail_on", "%s.", strings.TrimPrefix(err.Error(), "--fail-on "))
	}
	if read.Baseline != nil {
		c.Baseline = relative(dir, below(folder, []string{*read.Baseline})[0])
	}
	c.Isolated, c.Only, c.Skip, c.FailOn = read.Isolated, read.Only, read.Skip, read.FailOn
	return append(diags, c.takeFacts(read)...)
}

// excluded writes a glob of the file's folder as one of the working folder.
func excluded(dir, folder, glob string) string {
	if strings.HasPrefix(glob, "**") || filepath.IsAbs(glob) {
		return glob
	}
	dir, folder = literally(filepath.ToSlash(dir)), literally(filepath.ToSlash(folder))
	return relative(filepath.FromSlash(dir), filepath.FromSlash(path.Join(folder, glob)))
}

// takeEnvironments takes what is said of roots.
func (c *Config) takeEnvironments(
	read *configFile, file *hcl.File, dir, folder string,
) hcl.Diagnostics {
	var diags hcl.Diagnostics
	add := func(block *environmentBlock) {
		one, more := block.environment(dir, folder)
		one.file = file
		c.Environments, diags = append(c.Environments, one), append(diags, more...)
	}
	for i := range read.Roots {
		add(read.Roots[i].block())
	}
	names := map[string]hcl.Range{}
	for i := range read.Environments {
		block := &read.Environments[i]
		if first, twice := names[block.Name]; twice {
			diags = append(diags, wrong(block.Range, fmt.Sprintf(
				"The environment %q is there already, at %s:%d.", block.Name, first.Filename,
				first.Start.Line)))
		}
		if strings.TrimSpace(block.Name) == "" {
			diags = append(diags, wrong(block.Range, "An environment needs a name."))
		}
		names[block.Name] = block.Range
		add(block)
	}
	return diags
}
