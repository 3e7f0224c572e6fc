package pull

import (
	"encoding/json"
	"fmt"
	"path"
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

// fewImages is how many images a rule must at least keep not to be suspected: a rolling
// deployment and its rollback need a few.
const fewImages = 5

// lifecycleRule is a rule of a lifecycle policy.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
type lifecycleRule struct {
	Priority  int `json:"rulePriority"`
	Selection struct {
		TagStatus string   `json:"tagStatus"`
		Prefixes  []string `json:"tagPrefixList"`
		Patterns  []string `json:"tagPatternList"`
		CountType string   `json:"countType"`
		Count     int      `json:"countNumber"`
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
		var document struct {
			Rules []lifecycleRule `json:"rules"`
		}
		if json.Unmarshal([]byte(c.expand(policy.Text.V)), &document) != nil {
			continue
		}
		for _, rule := range document.Rules {
			if !rule.removes(p.fact.Tag, p.fact.Digest) {
				continue
			}
			by := r.ID
			if policy.Site.Resource != nil {
				by = policy.Site.Resource.Address
			}
			p.Doubts = append(p.Doubts, Doubt{
				Name: "expires_images", State: Closed, By: by, Site: place(policy.Site, r.Node),
				Detail: map[string]any{"rule": c.text(rule.text()), "repository": r.ID},
			})
			break
		}
	}
}

// removes reports whether the rule may remove the image of a tag that is in use.
func (l lifecycleRule) removes(tag, digest string) bool {
	s := l.Selection
	switch s.TagStatus {
	case "any":
	case "tagged":
		if !l.selects(tag) {
			return false
		}
	case "untagged":
		if digest == "" || tag != "" {
			return false
		}
	default:
		return false
	}
	switch s.CountType {
	case "imageCountMoreThan":
		return s.Count > 0 && s.Count < fewImages
	case "sinceImagePushed":
		return true
	}
	return false
}

// selects reports whether the rule selects a tag; one that is not known it may.
func (l lifecycleRule) selects(tag string) bool {
	known, _, _ := strings.Cut(tag, string(parser.TokenStart))
	whole := known == tag
	for _, prefix := range l.Selection.Prefixes {
		if strings.HasPrefix(known, prefix) || !whole && strings.HasPrefix(prefix, known) {
			return true
		}
	}
	for _, pattern := range l.Selection.Patterns {
		if matched, err := path.Match(pattern, tag); !whole || err == nil && matched {
			return true
		}
	}
	return false
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
	return fmt.Sprintf("rule %d %s images %d days after they were pushed", l.Priority, verb,
		l.Selection.Count)
}
