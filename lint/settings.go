package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/report"
)

// Setting is one value that is in force.
type Setting struct {
	Key   string `json:"key"`
	Value string `json:"value"`
	// From says where it comes from: FILE:LINE, a flag, or "default".
	From string `json:"from"`
}

// The other sources of settings.
const (
	fromDefault = "default"
	fromFlag    = "--"
)

// Settings are what is in force in a run with a configuration file (nil: none), in the order of
// the documentation. failOn is what --fail-on or the file says, baseline the file of --baseline.
func Settings(config *Config, o Options, failOn []string, baseline string) []Setting {
	s := settings{config: config}
	s.each("exclude", o.Input.Exclude, config.list((*Config).excludes), "exclude", "nothing")
	s.one("isolated", fmt.Sprint(o.Input.Isolated), config != nil && config.Isolated,
		o.Input.Isolated, "isolated")
	s.each("only", o.Only, config.list(func(c *Config) []string { return c.Only }), "only",
		"all rules")
	s.each("skip", o.Skip, config.list(func(c *Config) []string { return c.Skip }), "skip", "no rule")
	s.each("rules", o.RuleDirs, config.list(func(c *Config) []string { return c.RuleDirs }), "rules",
		"the built-in ones")
	for _, rule := range sortedKeys(o.Severities) {
		s.add("severity", rule+" = "+string(o.Severities[rule]), config.At("severity"))
	}
	s.each("fail_on", failOn, config.list(func(c *Config) []string { return c.FailOn }), "fail-on",
		string(report.Error))
	if baseline != "" {
		s.one("baseline", baseline,
			config != nil && config.Baseline == baseline, true, "baseline")
	}
	s.facts("", &o.Input.Facts)
	for i := range o.Input.Environments {
		s.values(&o.Input, &o.Input.Environments[i])
	}
	return s.list
}

// settings gathers settings.
type settings struct {
	config *Config
	list   []Setting
}

// list returns a list of the configuration; nil where there is none.
func (c *Config) list(of func(*Config) []string) []string {
	if c == nil {
		return nil
	}
	return of(c)
}

// excludes are the globs of paths that are not read.
func (c *Config) excludes() []string { return c.Exclude }

// add adds a setting of the configuration file.
func (s *settings) add(key, value string, at *hcl.Range) {
	from := fromDefault
	if at != nil {
		from = fmt.Sprintf("%s:%d", at.Filename, at.Start.Line)
	}
	s.list = append(s.list, Setting{key, value, from})
}

// each adds the items of a list: those that the file has, and those of the flag.
func (s *settings) each(key string, all, own []string, flag, none string) {
	if len(all) == 0 {
		s.add(key, none, nil)
	}
	for _, item := range all {
		if slices.Contains(own, item) {
			s.add(key, item, s.config.At(key))
			continue
		}
		s.list = append(s.list, Setting{key, item, fromFlag + flag})
	}
}

// one adds a setting that the file may give, or a flag.
func (s *settings) one(key, value string, inFile, given bool, flag string) {
	switch {
	case inFile:
		s.add(key, value, s.config.At(key))
	case given:
		s.list = append(s.list, Setting{key, value, fromFlag + flag})
	default:
		s.add(key, value, nil)
	}
}

// facts adds what is said of the cloud.
func (s *settings) facts(prefix string, facts *Facts) {
	if facts.Account != "" {
		s.add(prefix+"account_id", facts.Account, &facts.AccountAt)
	}
	if facts.Region != "" {
		s.add(prefix+"default_region", facts.Region, &facts.RegionAt)
	}
	for _, fact := range facts.Internet {
		s.add(prefix+"internet_route", told(fact), &fact.Said.Decl)
	}
	for _, fact := range facts.MayPull {
		s.add(prefix+"may_pull", told(fact), &fact.Said.Decl)
	}
}

// told writes a fact.
func told(fact *parser.Fact) string {
	reason, _, _ := strings.Cut(fact.Said.Address, " ("+fact.Said.Decl.Filename+":")
	return strings.Join(fact.Names, ", ") + ": " + reason
}

// values adds what an environment, or the block of a root, gives.
func (s *settings) values(in *Input, e *Environment) {
	prefix := "environment." + e.Name + "."
	if e.Name == "" {
		prefix = "root." + e.label + "."
	}
	for _, root := range e.roots {
		s.add(prefix+"root", relative(in.Dir, strings.ReplaceAll(root, `\`, "")), &e.Range)
	}
	for _, file := range e.VarFiles {
		s.add(prefix+"var_files", relative(in.Dir, file), &e.Range)
	}
	for _, file := range e.ParameterFiles {
		s.add(prefix+"parameter_files", relative(in.Dir, file), &e.Range)
	}
	for _, name := range sortedKeys(e.vars) {
		attribute := e.vars[name]
		at := attribute.Expr.Range()
		text := strings.TrimSpace(string(at.SliceBytes(e.file.Bytes)))
		s.add(prefix+"vars", name+" = "+strings.Join(strings.Fields(text), " "), &attribute.NameRange)
	}
	for _, parameter := range e.Parameters {
		s.add(prefix+"parameters", parameter.Name+" = "+parameter.Value, &e.Range)
	}
	if e.Workspace != "" {
		s.add(prefix+"workspace", e.Workspace, &e.Range)
	}
	s.facts(prefix, &e.facts)
}
