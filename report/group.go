package report

import (
	"regexp"
	"slices"
)

// group is what text and SARIF say once: the findings of one rule at one source position, which a
// module that is called several times, count or for_each multiplies.
type group struct {
	Finding   // the first, with the worst severity of them all
	Instances []*Finding
}

// place is what findings of a group have in common.
type place struct {
	rule     string
	at       Location
	part     string
	root     string // only for findings without a position
	resource string // likewise; the message of findings of no rule
}

// modules are the calls in an address: what a module says of itself it says once.
var modules = regexp.MustCompile(`\bmodule\.[^.\[]+(\[[^\]]*\])?\.`)

// grouped joins the findings of one rule at one position about one thing, in the order of the
// report.
func grouped(findings []Finding) []*group {
	var groups []*group
	index := map[place]*group{}
	for i := range findings {
		finding := &findings[i]
		key := place{
			rule: finding.Rule, at: finding.Location, part: modules.ReplaceAllString(finding.Part, ""),
		}
		if finding.Location.File == "" {
			key.root, key.resource = finding.Root, finding.Resource
		}
		if finding.Rule == "" {
			key.resource = finding.Message
		}
		g, ok := index[key]
		if !ok {
			g = &group{Finding: *finding}
			g.Pulls = nil
			index[key] = g
			groups = append(groups, g)
		}
		g.add(finding)
	}
	for _, g := range groups {
		slices.SortFunc(g.Pulls, compareRefs)
		g.Pulls = slices.Compact(g.Pulls)
	}
	return groups
}

// add adds a finding. A group is masked only as long as all of it is.
func (g *group) add(finding *Finding) {
	g.Severity = worse(g.Severity, finding.Severity)
	g.Pulls = append(g.Pulls, finding.Pulls...)
	if len(g.Instances) > 0 {
		masked := len(g.MaskedBy) > 0 && len(finding.MaskedBy) > 0
		g.MaskedBy = append(slices.Clone(g.MaskedBy), finding.MaskedBy...)
		if !masked {
			g.MaskedBy = nil
		}
		slices.Sort(g.MaskedBy)
		g.MaskedBy = slices.Compact(g.MaskedBy)
	}
	g.Instances = append(g.Instances, finding)
}

// resources returns the addresses that the findings of the group blame, each once, the first
// finding's own left out.
func (g *group) resources() []string {
	var others []string
	for _, finding := range g.Instances {
		if finding.Resource != g.Resource && !slices.Contains(others, finding.Resource) {
			others = append(others, finding.Resource)
		}
	}
	return others
}

// chains returns the calls that lead to the findings of the group, innermost first, each chain
// once: a module that two others call has two.
func (g *group) chains() [][]Location {
	var chains [][]Location
	for _, finding := range g.Instances {
		known := slices.ContainsFunc(chains, func(chain []Location) bool {
			return slices.Equal(chain, finding.Callers)
		})
		if len(finding.Callers) > 0 && !known {
			chains = append(chains, finding.Callers)
		}
	}
	return chains
}

// places returns what else has to do with the findings of the group: related places, then what
// calls the module or nested stack; each once, those without a file left out.
func (g *group) places() []RelatedPlace {
	var places []RelatedPlace
	add := func(place RelatedPlace) {
		if place.Location.File != "" && !slices.Contains(places, place) {
			places = append(places, place)
		}
	}
	for _, finding := range g.Instances {
		for _, place := range finding.Related {
			add(place)
		}
	}
	for _, chain := range g.chains() {
		for _, caller := range chain {
			add(RelatedPlace{Location: caller, Message: calledHere})
		}
	}
	return places
}

// calledHere is said of the places from which the file of a finding is called.
const calledHere = "The module or nested stack is called here."

// environments returns the environments that the findings of the group are of, sorted.
func (g *group) environments() []string {
	var names []string
	for _, finding := range g.Instances {
		names = append(names, finding.Environments...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func worse(a, b Severity) Severity {
	if rank(b) < rank(a) {
		return b
	}
	return a
}

// rank orders severities, worst first.
func rank(s Severity) int {
	switch s {
	case Error:
		return 0
	case Warning:
		return 1
	default:
		return 2
	}
}
