package report

import (
	"io"
	"net/url"
	"slices"
	"strings"
)

// The names that a SARIF log refers to.
const (
	sarifSchema = "https://json.schemastore.org/sarif-2.1.0.json"
	srcRoot     = "%SRCROOT%"
	homepage    = "https://github.com/ecrlint/ecrlint"
	// fingerprintKey names our fingerprint and its version; consumers match results by it.
	fingerprintKey = "ecrlint/v1"
)

// sarif builds one log.
type sarif struct {
	*files
	report *Report
	rules  map[string]int
}

// WriteSARIF writes the report as a SARIF 2.1.0 log that GitHub code scanning accepts. Findings of
// one rule at one position are one result; diagnostics, unknown verdicts and what was not judged
// are notifications of the invocation; what is suppressed is a result that says so. The report must
// be sorted.
func WriteSARIF(w io.Writer, r *Report, options FileOptions) error {
	s := &sarif{files: newFiles(r, options), report: r, rules: map[string]int{}}
	driver := sarifDriver{
		Name:           "ecrlint",
		Version:        r.Version,
		InformationURI: homepage,
	}
	for i := range r.Rules {
		s.rules[r.Rules[i].ID] = i
		driver.Rules = append(driver.Rules, descriptor(&r.Rules[i]))
	}
	run := sarifRun{
		Tool: sarifTool{Driver: driver},
		Invocations: []sarifInvocation{{
			ExecutionSuccessful: !r.Broken(),
			Notifications:       s.notifications(),
		}},
		OriginalURIBaseIDs: map[string]sarifReference{
			srcRoot: {Description: &sarifText{Text: "The top of the repository."}},
		},
		Results:    []sarifResult{},
		ColumnKind: "unicodeCodePoints",
	}
	for _, g := range grouped(r.Findings) {
		run.Results = append(run.Results, s.result(g))
	}
	for _, g := range suppressedGroups(r.Suppressed) {
		result := s.result(g.group)
		result.Suppressions = []sarifSuppressed{s.suppression(g.by)}
		run.Results = append(run.Results, result)
	}
	return encode(w, sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}})
}

// result is what SARIF says of a group of findings.
func (s *sarif) result(g *group) sarifResult {
	result := sarifResult{
		RuleID:              g.Rule,
		Level:               level(g.Severity),
		Message:             sarifText{Text: message(g, "")},
		Locations:           []sarifLocation{s.primary(g)},
		PartialFingerprints: map[string]string{fingerprintKey: g.Fingerprint},
		CodeFlows:           s.flow(g.Path),
		Fixes:               s.fixes(&g.Fix),
	}
	if index, ok := s.rules[g.Rule]; ok {
		result.RuleIndex = &index
	}
	if environments := g.environments(); len(g.MaskedBy)+len(environments) > 0 {
		result.Properties = &sarifProperties{MaskedBy: g.MaskedBy, Environments: environments}
	}
	for _, hop := range g.Path {
		s.relate(&result, hop.Location, hopText(hop))
	}
	for _, place := range g.places() {
		s.relate(&result, place.Location, shownText(place.Message))
	}
	return result
}

// primary is where a result shows: the attribute to change, or the root's folder where a finding
// has no position.
func (s *sarif) primary(g *group) sarifLocation {
	at := g.Location.shown(g.Root)
	location := sarifLocation{PhysicalLocation: s.physical(at)}
	s.quote(location.PhysicalLocation, at)
	for _, finding := range g.Instances {
		location.name(sarifLogical{FullyQualifiedName: visible(finding.Resource), Kind: "resource"})
		if finding.Construct != "" {
			location.name(sarifLogical{FullyQualifiedName: visible(finding.Construct), Kind: "construct"})
		}
	}
	return location
}

// name adds a logical location, once: SARIF wants them to differ.
func (l *sarifLocation) name(logical sarifLogical) {
	if !slices.Contains(l.LogicalLocations, logical) {
		l.LogicalLocations = append(l.LogicalLocations, logical)
	}
}

// relate adds another place to a result, once.
func (s *sarif) relate(result *sarifResult, at Location, message string) {
	if at.File == "" {
		return
	}
	physical := s.physical(at)
	for _, known := range result.RelatedLocations {
		if samePlace(known.PhysicalLocation, physical) && known.Message.Text == message {
			return
		}
	}
	id := len(result.RelatedLocations) + 1
	result.RelatedLocations = append(result.RelatedLocations, sarifLocation{
		ID:               &id,
		PhysicalLocation: physical,
		Message:          &sarifText{Text: message},
	})
}

func samePlace(a, b *sarifPhysical) bool {
	if a.ArtifactLocation.URI != b.ArtifactLocation.URI {
		return false
	}
	if a.Region == nil || b.Region == nil {
		return a.Region == b.Region
	}
	return *a.Region == *b.Region
}

// flow is the path of a finding as a code flow; hops without a position are left out.
func (s *sarif) flow(hops []Hop) []sarifCodeFlow {
	var steps []sarifFlowLocation
	for _, hop := range hops {
		if hop.Location.File == "" {
			continue
		}
		step := sarifFlowLocation{
			Location: sarifLocation{
				PhysicalLocation: s.physical(hop.Location),
				Message:          &sarifText{Text: hopText(hop)},
			},
			Importance: "important",
		}
		if hop.State == closedState {
			step.Importance = "essential"
		}
		steps = append(steps, step)
	}
	if len(steps) == 0 {
		return nil
	}
	return []sarifCodeFlow{{ThreadFlows: []sarifThreadFlow{{Locations: steps}}}}
}

// fixes turns the edits of a fix into replacements, file by file.
func (s *sarif) fixes(fix *Fix) []sarifFix {
	if len(fix.Edits) == 0 {
		return nil
	}
	result := sarifFix{Description: sarifText{Text: shownText(fix.Summary)}}
	index := map[string]int{}
	for _, edit := range fix.Edits {
		physical := s.physical(edit.Location)
		if physical.Region == nil {
			return nil
		}
		uri := physical.ArtifactLocation.URI
		if _, ok := index[uri]; !ok {
			index[uri] = len(result.Changes)
			change := sarifChange{ArtifactLocation: physical.ArtifactLocation}
			result.Changes = append(result.Changes, change)
		}
		change := &result.Changes[index[uri]]
		change.Replacements = append(change.Replacements, sarifReplacement{
			DeletedRegion:   *physical.Region,
			InsertedContent: sarifText{Text: edit.NewText},
		})
	}
	return []sarifFix{result}
}

// physical converts a location: a URI from the top of the repository, columns in code points.
func (s *sarif) physical(at Location) *sarifPhysical {
	physical := &sarifPhysical{ArtifactLocation: s.reference(at.File)}
	if at.Line < 1 {
		return physical
	}
	region := &sarifRegion{StartLine: at.Line, StartColumn: s.points(at.File, at.Line, at.Column)}
	if at.EndLine >= at.Line {
		region.EndLine = at.EndLine
		region.EndColumn = s.points(at.File, at.EndLine, at.EndColumn)
	}
	physical.Region = region
	return physical
}

// reference is a file as SARIF names it.
func (s *sarif) reference(file string) sarifReference {
	segments := strings.Split(s.path(file), "/")
	for i, segment := range segments {
		segments[i] = strings.ReplaceAll(url.PathEscape(segment), ":", "%3A") // it ends no scheme
	}
	return sarifReference{URI: strings.Join(segments, "/"), URIBaseID: srcRoot}
}

// quote adds the source text of a region and of the lines around it.
func (s *sarif) quote(physical *sarifPhysical, at Location) {
	lines := s.lines(at.File)
	last := max(at.EndLine, at.Line)
	if last > len(lines) || physical.Region == nil {
		return
	}
	region := *physical.Region
	quoted := slices.Clone(lines[at.Line-1 : last])
	if region.EndLine > 0 { // from the end, as both may be on one line
		quoted[len(quoted)-1] = prefix(quoted[len(quoted)-1], at.EndColumn)
	}
	quoted[0] = quoted[0][len(prefix(quoted[0], at.Column)):]
	region.Snippet = &sarifText{Text: strings.Join(quoted, "\n")}
	physical.Region = &region
	first, end := max(at.Line-1, 1), min(last+1, len(lines))
	if end-first == last-at.Line { // the whole file
		return
	}
	physical.ContextRegion = &sarifRegion{
		StartLine: first, EndLine: end,
		Snippet: &sarifText{Text: strings.Join(lines[first-1:end], "\n")},
	}
}

// suppression is what SARIF says of a suppression.
func (s *sarif) suppression(by Suppression) sarifSuppressed {
	said := sarifSuppressed{Kind: "external", Status: "accepted", Justification: by.said()}
	if by.Kind == Inline {
		said.Kind = "inSource"
	}
	if by.Location.File != "" {
		said.Location = &sarifLocation{PhysicalLocation: s.physical(by.Location)}
	}
	return said
}
