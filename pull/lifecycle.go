package pull

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

const (
	// fewImages is how many images a rule must at least keep not to be suspected: a rolling
	// deployment and its rollback need a few.
	fewImages = 5
	// fewDays is how many days without a pull a rule must at least wait not to be suspected: what
	// runs is pulled again whenever a task is replaced.
	fewDays = 30
)

// lifecycleRule is a rule of a lifecycle policy.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
type lifecycleRule struct {
	Priority  int `json:"rulePriority"`
	Selection struct {
		TagStatus    string   `json:"tagStatus"`
		Prefixes     []string `json:"tagPrefixList"`
		Patterns     []string `json:"tagPatternList"`
		StorageClass string   `json:"storageClass"`
		CountType    string   `json:"countType"`
		Count        int      `json:"countNumber"`
	} `json:"selection"`
	Action struct {
		Type string `json:"type"`
	} `json:"action"`
}

// lifecycleDoubts notes lifecycle rules that may remove the image that a deployment still uses:
// a running deployment pulls the image again whenever it replaces a task.
func (c *cutter) lifecycleDoubts(p *Pull, r *graph.Repository) {
	for _, policy := range r.Lifecycle {
		if !policy.Text.Known() {
			continue
		}
		rule := removing(lifecycleRules(c.expand(policy.Text.V)), p.fact.Tag, p.fact.Digest)
		if rule == nil {
			continue
		}
		by := r.ID
		if policy.Site.Resource != nil {
			by = policy.Site.Resource.Address
		}
		state := Closed
		if policy.Maybe != nil {
			state = Unknown
		}
		p.Doubts = append(p.Doubts, Doubt{
			Name: "expires_images", State: state, By: by, Site: place(policy.Site, r.Node),
			Detail: map[string]any{"rule": c.text(rule.text()), "repository": r.ID},
		})
	}
}

// lifecycleRules reads a lifecycle policy, the rules in the order in which they apply. What a rule
// has that is not known is left out of it.
func lifecycleRules(text string) []lifecycleRule {
	var document struct {
		Rules []json.RawMessage `json:"rules"`
	}
	if json.Unmarshal([]byte(text), &document) != nil {
		return nil
	}
	var rules []lifecycleRule
	for _, raw := range document.Rules {
		var rule lifecycleRule
		if json.Unmarshal(raw, &rule) == nil {
			rules = append(rules, rule)
		}
	}
	slices.SortStableFunc(rules, func(a, b lifecycleRule) int { return a.Priority - b.Priority })
	return rules
}

// removing returns the rule that removes the image in use, or one that may. The first rule that
// selects an image decides about it: no later one removes it.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
func removing(rules []lifecycleRule, tag, digest string) *lifecycleRule {
	var perhaps *lifecycleRule
	for i, rule := range rules {
		if rule.Selection.StorageClass == "archive" {
			continue // it is about what nobody can pull anyway
		}
		state := rule.selects(tag, digest)
		if state == Closed {
			continue
		}
		if rule.removes() && (perhaps == nil || state == Open) {
			perhaps = &rules[i]
		}
		if state == Open {
			break
		}
	}
	return perhaps
}

// removes reports whether the rule may remove what it selects while it is in use.
func (l lifecycleRule) removes() bool {
	switch s := l.Selection; s.CountType {
	case "imageCountMoreThan":
		return s.Count > 0 && s.Count < fewImages
	case "sinceImagePushed":
		return true
	case "sinceImagePulled":
		return s.Count > 0 && s.Count < fewDays
	}
	return false
}

// selects says whether the rule selects the image of a tag or, without a tag, of a digest.
func (l lifecycleRule) selects(tag, digest string) State {
	switch s := l.Selection; {
	case s.TagStatus == "any":
		return Open
	case s.TagStatus == "untagged" && digest != "" && tag == "":
		return Unknown // it may have tags that the reference does not name
	case s.TagStatus == "tagged" && digest != "" && tag == "":
		return Closed
	case s.TagStatus != "tagged" || len(s.Prefixes)+len(s.Patterns) == 0:
		return Closed
	case tag == "":
		tag = "latest"
	}
	return l.selectsTag(tag)
}

// selectsTag says whether the rule selects an image by the tag that is known of it: an image needs
// a tag for each prefix or pattern of the list.
func (l lifecycleRule) selectsTag(tag string) State {
	all := yes()
	for _, prefix := range l.Selection.Prefixes {
		all = all.and(answer{state: matches(prefix+"*", tag)})
	}
	for _, pattern := range l.Selection.Patterns {
		all = all.and(answer{state: matches(pattern, tag)})
	}
	return all.state
}

// matches says whether a pattern of a lifecycle rule, in which * is any run, matches a tag that may
// hold tokens.
func matches(pattern, tag string) State {
	known, _, holed := strings.Cut(tag, string(parser.TokenStart))
	if !holed {
		return truth(globbed(pattern, tag)).state
	}
	literal, rest, star := strings.Cut(pattern, "*")
	switch {
	case star && rest == "" && strings.HasPrefix(known, literal):
		return Open
	case strings.HasPrefix(known, literal), !star && strings.HasPrefix(literal, known),
		star && strings.HasPrefix(literal, known):
		return Unknown
	}
	return Closed
}

// globbed reports whether a pattern in which * is any run matches a text.
func globbed(pattern, text string) bool {
	parts := strings.Split(pattern, "*")
	last := len(parts) - 1
	if last == 0 {
		return pattern == text
	}
	if !strings.HasPrefix(text, parts[0]) {
		return false
	}
	text = text[len(parts[0]):]
	for _, part := range parts[1:last] {
		at := strings.Index(text, part)
		if at < 0 {
			return false
		}
		text = text[at+len(part):]
	}
	return strings.HasSuffix(text, parts[last])
}

// text writes the rule for messages.
func (l lifecycleRule) text() string {
	verb := "expires"
	if l.Action.Type == "transition" {
		verb = "archives"
	}
	if l.Selection.CountType == "imageCountMoreThan" {
		return fmt.Sprintf("rule %d keeps %d images and %s the others", l.Priority,
			l.Selection.Count, verb)
	}
	since := "pushed"
	if l.Selection.CountType == "sinceImagePulled" {
		since = "pulled last"
	}
	return fmt.Sprintf("rule %d %s images %d days after they were %s", l.Priority, verb,
		l.Selection.Count, since)
}
