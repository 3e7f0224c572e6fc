// Package policy judges pulls by the rules. It is the only package that knows OPA: it compiles the
// Rego modules, evaluates them over the documents that package pull writes, and makes verdicts and
// findings of what they say.
package policy

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/ecrlint/ecrlint/report"
)

// Options selects the rules.
type Options struct {
	// Dirs are folders with rules of the user's own, as the user names them.
	Dirs []string
	// Only and Skip hold ids of rules, or patterns such as network/*. With Only, no other rule is
	// evaluated; a rule of Skip never is.
	Only, Skip []string
}

// Engine holds the rules. It is safe for concurrent use and remembers what it said of a document,
// so that equal pulls are judged once.
type Engine struct {
	rules   []report.Rule
	index   map[string]report.Rule
	custom  bool
	modules []module // those that are selected
	plain   *Engine  // the built-in ones alone, where there are rules of the user's own too
	ready   ready
	judged  sync.Map // entry -> *judgement
}

// Compile reads the built-in rules and those of the folders. Rules of the user's own are compiled
// and checked here; the built-in ones, which tests have checked, when a document needs them. Errors
// name the file and line at fault.
func Compile(opts Options) (*Engine, error) {
	sources, err := builtIn()
	if err != nil {
		return nil, err
	}
	own, err := userSources(opts.Dirs)
	if err != nil {
		return nil, err
	}
	engine := &Engine{custom: len(own) > 0}
	modules, err := parseAll(append(sources, own...), !engine.custom)
	if err != nil {
		return nil, err
	}
	if err := engine.describe(modules); err != nil {
		return nil, err
	}
	if err := engine.choose(modules, opts); err != nil {
		return nil, err
	}
	if engine.custom {
		engine.plain = &Engine{rules: engine.rules, index: engine.index}
		for _, m := range engine.modules {
			if m.builtIn {
				engine.plain.modules = append(engine.plain.modules, m)
			}
		}
		_, err = engine.compiler(nil)
	}
	return engine, err
}

// Custom reports whether the user has brought rules of their own, which may look at raw nodes.
func (e *Engine) Custom() bool { return e.custom }

// Rules returns every rule that is known, also those that are not selected, sorted by id.
func (e *Engine) Rules() []report.Rule { return e.rules }

// choose keeps the libraries and the rules that are selected.
func (e *Engine) choose(all []module, opts Options) error {
	if err := e.known(append(slices.Clone(opts.Only), opts.Skip...)); err != nil {
		return err
	}
	for _, m := range all {
		left := len(opts.Only) > 0 && !matches(opts.Only, m.id) || matches(opts.Skip, m.id)
		if m.id == "" || !left {
			e.modules = append(e.modules, m)
		}
	}
	return nil
}

// matches reports whether a pattern matches the id.
func matches(patterns []string, id string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		matched, err := path.Match(pattern, id)
		return err == nil && matched
	})
}

// known complains of a pattern that matches no rule.
func (e *Engine) known(patterns []string) error {
	var errs []error
	for _, pattern := range patterns {
		hit := slices.ContainsFunc(e.rules, func(r report.Rule) bool {
			return matches([]string{pattern}, r.ID)
		})
		if !hit {
			errs = append(errs, fmt.Errorf("no rule %q%s", pattern, e.hint(pattern)))
		}
	}
	return errors.Join(errs...)
}

// hint names the rules that have the last part of the id in common, or how to list them.
func (e *Engine) hint(pattern string) string {
	var near []string
	for _, rule := range e.rules {
		if path.Base(rule.ID) == path.Base(pattern) || strings.HasPrefix(rule.ID, pattern) {
			near = append(near, rule.ID)
		}
	}
	if len(near) == 0 {
		return "; ecrlint rules lists them"
	}
	return "; is " + strings.Join(near, " or ") + " meant?"
}
