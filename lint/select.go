package lint

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/agext/levenshtein"

	"github.com/ecrlint/ecrlint/policy"
	"github.com/ecrlint/ecrlint/report"
)

// compiler compiles the rules, once, beside what else is done.
type compiler struct {
	options Options

	mu       sync.Mutex
	compiled chan struct{} // nil: nobody has asked for them
	result   *policy.Engine
	err      error
}

// start starts to compile, and returns what is closed at the end.
func (c *compiler) start() chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.compiled == nil {
		c.compiled = make(chan struct{})
		go func() {
			defer close(c.compiled)
			c.result, c.err = compile(c.options)
		}()
	}
	return c.compiled
}

// engine returns the rules when they are compiled.
func (c *compiler) engine() (*policy.Engine, error) {
	<-c.start()
	return c.result, c.err
}

// ready returns all rules; none where nobody has asked for them.
func (c *compiler) ready() ([]report.Rule, error) {
	c.mu.Lock()
	asked := c.compiled != nil
	c.mu.Unlock()
	if !asked {
		return nil, nil
	}
	engine, err := c.engine()
	if err != nil {
		return nil, err
	}
	return engine.Rules(), nil
}

// compile makes the rules ready. A rule of --only or --skip that does not exist is an error that
// names the nearest one.
func compile(o Options) (*policy.Engine, error) {
	only, skip := patterns(o.Only), patterns(append(o.Severities.off(), o.Skip...))
	engine, err := policy.Compile(policy.Options{Dirs: o.RuleDirs, Only: only, Skip: skip})
	if err == nil {
		return engine, o.checkSeverities(engine)
	}
	if len(only)+len(skip) == 0 {
		return nil, err
	}
	all, failed := policy.Compile(policy.Options{Dirs: o.RuleDirs})
	if failed != nil {
		return nil, failed
	}
	for _, name := range slices.Concat(o.Only, o.Skip, o.Severities.off()) {
		if !exists(all.Rules(), name) {
			return nil, unknownRule(all.Rules(), name)
		}
	}
	return nil, err
}

// patterns turns the names of families into patterns of all their rules.
func patterns(names []string) []string {
	list := make([]string, 0, len(names))
	for _, name := range names {
		if !strings.Contains(name, "/") {
			name += "/*"
		}
		list = append(list, name)
	}
	return list
}

// exists reports whether a name is that of a rule, a family, or a pattern of one.
func exists(rules []report.Rule, name string) bool {
	if strings.ContainsAny(name, "*?[") {
		return true // policy says what is wrong with a pattern
	}
	for _, rule := range rules {
		family, _, _ := strings.Cut(rule.ID, "/")
		if rule.ID == name || family == name {
			return true
		}
	}
	return false
}

// FindRule returns the rule with an id; the error of an id that is none names the nearest one.
func FindRule(rules []report.Rule, id string) (*report.Rule, error) {
	for i := range rules {
		if rules[i].ID == id {
			return &rules[i], nil
		}
	}
	return nil, unknownRule(rules, id)
}

// unknownRule says that a rule does not exist, and which one is spelled most like it.
func unknownRule(rules []report.Rule, name string) error {
	nearest, distance := "", len(name)/2+2
	for _, rule := range rules {
		family, short, _ := strings.Cut(rule.ID, "/")
		for _, spelling := range []string{rule.ID, family, short} {
			d := levenshtein.Distance(name, spelling, nil)
			if d >= distance {
				continue
			}
			nearest, distance = rule.ID, d
			if spelling == family {
				nearest = family
			}
		}
	}
	if nearest == "" {
		return fmt.Errorf("there is no rule %q (ecrlint rules lists them)", name)
	}
	return fmt.Errorf("there is no rule %q; did you mean %q?", name, nearest)
}
