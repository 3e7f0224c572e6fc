package lint

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/report"
	"github.com/ecrlint/ecrlint/suppress"
)

// marks holds what suppressions in the configuration are held against. It costs nothing where no
// file speaks of ecrlint.
type marks struct {
	files map[string][]byte // what was read; nil for what holds no suppression
	// readers are the roots that read a file.
	readers map[string]map[string]bool
	// places are where the resources of a root are declared, and from where.
	places map[owned][]report.Location
	// heads are the places where instances of resources, and calls of modules with some, begin.
	heads map[head]bool

	rules *compiler // those of the run
}

// owned is a resource of a root.
type owned struct{ root, address string }

// head is a place where something begins.
type head struct {
	file string
	line int
}

func newMarks() *marks {
	return &marks{
		files: map[string][]byte{}, readers: map[string]map[string]bool{},
		places: map[owned][]report.Location{}, heads: map[head]bool{},
	}
}

// compiler returns the rules of a run, and keeps them for those that follow.
func (m *marks) compiler(o Options) *compiler {
	rules := o.rules
	if rules == nil {
		rules = &compiler{options: o}
	}
	if m != nil {
		m.rules = rules
	}
	return rules
}

// note notes what a root read. It is for one goroutine at a time.
func (m *marks) note(root *parser.Root) {
	if m == nil {
		return
	}
	marked := false
	for name, file := range root.Files {
		text, seen := m.files[name]
		if !seen {
			if suppress.Mentions(file.Bytes) {
				text = file.Bytes
			}
			m.files[name] = text
		}
		if text == nil {
			continue
		}
		marked = true
		if m.readers[name] == nil {
			m.readers[name] = map[string]bool{}
		}
		m.readers[name][root.Path] = true
	}
	if marked {
		m.declared(root)
	}
}

// declared notes where the resources of a root are declared, and from where.
func (m *marks) declared(root *parser.Root) {
	for _, resource := range root.Resources {
		key := owned{root.Path, resource.Address}
		for _, at := range slices.Concat([]hcl.Range{resource.Decl}, resource.Callers) {
			if where := location(&at); where != nil {
				m.heads[head{where.File, where.Line}] = true
				m.places[key] = append(m.places[key], *where)
			}
		}
	}
}

// apply takes what suppressions in the configuration name out of the report.
func (m *marks) apply(r *report.Report, o Options) {
	files := map[string][]byte{}
	for name, text := range m.files {
		if text != nil {
			files[name] = text
		}
	}
	set := suppress.Collect(files)
	if set == nil {
		return
	}
	open := m.open(r)
	set.Apply(r, suppress.Options{
		Today:   o.Now,
		Unknown: func(name string) string { return unknownName(r.Rules, name) },
		Places: func(f *report.Finding) []report.Location {
			return m.places[owned{f.Root, f.Resource}]
		},
		Judged: func(s *suppress.Suppression, name string) bool {
			file := s.Location.File
			line := s.Head()
			return len(o.Input.Only) == 0 && !open[file] && m.within(file, o.Input) &&
				(line == 0 || m.heads[head{file, line}]) && o.selects(r.Rules, name)
		},
	})
}

// unknownName says what is wrong with a name in a suppression; "" for a rule, a family and all.
func unknownName(rules []report.Rule, name string) string {
	if name == suppress.All || !strings.ContainsAny(name, "*?[") && exists(rules, name) {
		return ""
	}
	words := unknownRule(rules, name).Error()
	words = strings.ToUpper(words[:1]) + words[1:]
	if !strings.HasSuffix(words, "?") {
		words += "."
	}
	return words
}

// open are the files of which it is not known whether all findings in them are told: something of
// the input could not be read, or some verdict of a root that reads them is not known, or there is
// nothing to judge in any of them.
func (m *marks) open(r *report.Report) map[string]bool {
	unknown, judged := map[string]bool{}, map[string]bool{}
	for i := range r.Pulls {
		p := &r.Pulls[i]
		judged[p.Root] = true
		if p.Verdict == report.Unknown {
			unknown[p.Root] = true
		}
	}
	open := map[string]bool{}
	for file, roots := range m.readers {
		some := false
		for root := range roots {
			some = some || judged[root]
			open[file] = open[file] || unknown[root]
		}
		open[file] = open[file] || !some || r.Broken()
	}
	return open
}

// within reports whether a file is one that the run was asked to check: those of a module outside
// of the paths may be used by other roots.
func (m *marks) within(file string, in Input) bool {
	if m.readers[file][path.Dir(file)] || m.readers[file][file] {
		return true
	}
	if in.Changed != nil {
		return false
	}
	full := absolute(in.Dir, file)
	return slices.ContainsFunc(in.Paths, func(p string) bool {
		base := strings.TrimSuffix(absolute(in.Dir, p), "/")
		return full == base || strings.HasPrefix(full, filepath.ToSlash(base)+"/")
	})
}

// selects reports whether every rule with a name was asked.
func (o Options) selects(rules []report.Rule, name string) bool {
	only, skip := patterns(o.Only), patterns(append(o.Severities.off(), o.Skip...))
	hit := func(list []string, id string) bool {
		return slices.ContainsFunc(list, func(pattern string) bool {
			matched, err := path.Match(pattern, id)
			return matched && err == nil
		})
	}
	for _, rule := range rules {
		family, _, _ := strings.Cut(rule.ID, "/")
		if name != suppress.All && name != family && name != rule.ID {
			continue
		}
		if len(only) > 0 && !hit(only, rule.ID) || hit(skip, rule.ID) {
			return false
		}
	}
	return true
}
