package suppress

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ecrlint/ecrlint/report"
)

// Set holds the suppressions of all files of a run.
type Set struct {
	files map[string][]*Suppression // by Location.File
}

// Options say what the suppressions are held against.
type Options struct {
	// Today is the day, of which the last day of a suppression is the last one.
	Today time.Time
	// Unknown says, in a sentence, what is wrong with a name that is that of no rule; "" for all
	// others.
	Unknown func(name string) string
	// Places returns where the resource of a finding is declared, and from where.
	Places func(*report.Finding) []report.Location
	// Judged reports whether a suppression that suppresses nothing is unused: whether the rules
	// with the name have looked at what it is about.
	Judged func(s *Suppression, name string) bool
}

// Collect reads the files of a run, each once. It returns nil where no file has a suppression.
func Collect(files map[string][]byte) *Set {
	var set *Set
	for file, text := range files {
		list := Read(file, text)
		if len(list) == 0 {
			continue
		}
		if set == nil {
			set = &Set{files: map[string][]*Suppression{}}
		}
		set.files[file] = list
	}
	return set
}

// Has reports whether a file has suppressions.
func (set *Set) Has(file string) bool { return set != nil && len(set.files[file]) > 0 }

// Apply takes the findings that suppressions name out of a report, and adds what is wrong with
// suppressions to its diagnostics: a form that cannot be read, no reason, no such rule, a day that
// is past, nothing to suppress.
func (set *Set) Apply(r *report.Report, o Options) {
	if set == nil {
		return
	}
	set.each(func(s *Suppression) { s.check(o) })
	var left []report.Finding
	for i := range r.Findings {
		f := &r.Findings[i]
		s := set.find(f, o)
		if s == nil {
			left = append(left, *f)
			continue
		}
		r.Suppressed = append(r.Suppressed, report.Suppressed{
			Finding: *f,
			Suppression: report.Suppression{
				Kind: report.Inline, Reason: s.Reason, Until: s.Until, Location: s.Location,
			},
		})
	}
	r.Findings = left
	set.each(func(s *Suppression) {
		r.Diagnostics = append(r.Diagnostics, s.complaints(o)...)
	})
}

// each does something with every suppression.
func (set *Set) each(do func(*Suppression)) {
	for _, list := range set.files {
		for _, s := range list {
			do(s)
		}
	}
}

// check looks for what is wrong with the names and the last day.
func (s *Suppression) check(o Options) {
	for _, name := range s.Rules {
		if what := o.Unknown(name); what != "" {
			s.wrong("Suppression of an unknown rule", what)
		}
	}
	s.expire(o.Today)
}

// expire notes that the last day is past.
func (s *Suppression) expire(today time.Time) {
	if s.Until != "" && today.UTC().Format(time.DateOnly) > s.Until {
		s.wrong("Expired suppression",
			fmt.Sprintf("Its last day was %s; %s.", s.Until, "what it is about is reported again"))
	}
}

// find returns the suppression of a finding, the first of several.
func (set *Set) find(f *report.Finding, o Options) *Suppression {
	places := append([]report.Location{f.Location}, f.Callers...)
	if o.Places != nil {
		places = append(places, o.Places(f)...)
	}
	var first *Suppression
	for _, at := range places {
		for _, s := range set.files[at.File] {
			names := s.names(f.Rule)
			if s.fault != nil || len(names) == 0 || !s.Covers(at) {
				continue
			}
			for _, name := range names {
				s.used[name] = true
			}
			if first == nil {
				first = s
			}
		}
	}
	return first
}

// complaints says what is wrong with a suppression.
func (s *Suppression) complaints(o Options) []report.Diagnostic {
	say := func(summary, detail string) []report.Diagnostic {
		at := s.Location
		return []report.Diagnostic{{
			Severity: report.Warning, Summary: summary, Detail: detail, Location: &at,
		}}
	}
	if s.fault != nil {
		return say(s.fault.summary, s.fault.detail)
	}
	var unused []string
	for _, name := range s.Rules {
		if !s.used[name] && o.Judged(s, name) && !slices.Contains(unused, name) {
			unused = append(unused, name)
		}
	}
	if len(unused) == 0 {
		return nil
	}
	where := "where it stands"
	if s.scope.none() {
		where = "below it: it stands on the line, or on the line above, of what it is about"
	}
	return say("Unused suppression", fmt.Sprintf("There is no finding of %s %s.",
		strings.Join(unused, " or "), where))
}

// Head returns the line that begins the resource or module call around what the suppression is
// about; 0 where there is none.
func (s *Suppression) Head() int { return s.head }
