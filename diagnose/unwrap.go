package diagnose

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/report"
)

// wrapped is a message with what the JSON around it says.
type wrapped struct {
	text  string
	facts report.Facts
}

// reasonKeys are the keys under which AWS's APIs and events give reasons, in lower case, the most
// telling first: a container's, a job's, a task's.
// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html
// https://docs.aws.amazon.com/batch/latest/APIReference/API_JobDetail.html
var reasonKeys = []string{"reason", "statusreason", "stoppedreason", "cause", "message", "error"}

// unwrap finds the message in a text: the text itself, or what JSON in it gives as reasons.
func unwrap(text string) wrapped {
	text = strings.ToValidUTF8(text, "�")
	trimmed := strings.TrimSpace(text)
	var document any
	if start := strings.IndexAny(trimmed, "{["); start == 0 &&
		json.Unmarshal([]byte(trimmed), &document) == nil {
		found := &reasons{byKey: map[string][]string{}}
		found.walk(document, 0)
		if joined := found.joined(); joined != "" {
			return wrapped{text: joined, facts: found.facts}
		}
	}
	return wrapped{text: oneLine(trimmed)}
}

// oneLine joins the lines of a text that a terminal or console has broken.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// reasons collects the reasons of a document.
type reasons struct {
	byKey map[string][]string
	facts report.Facts
}

// maxDepth bounds how deep documents and the documents in their texts are read.
const maxDepth = 32

// walk reads a value and what is below it.
func (r *reasons) walk(value any, depth int) {
	if depth > maxDepth {
		return
	}
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			r.walk(item, depth+1)
		}
	case map[string]any:
		r.container(value)
		keys := make([]string, 0, len(value))
		for key := range value {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		for _, key := range keys {
			r.entry(strings.ToLower(key), value[key], depth)
		}
	}
}

// entry reads one entry of an object.
func (r *reasons) entry(key string, value any, depth int) {
	text, ok := value.(string)
	if !ok {
		r.walk(value, depth+1)
		return
	}
	var inner any
	if strings.HasPrefix(strings.TrimSpace(text), "{") && json.Unmarshal([]byte(text), &inner) == nil {
		r.walk(inner, depth+1)
		return
	}
	if slices.Contains(reasonKeys, key) && strings.TrimSpace(text) != "" {
		if line := oneLine(text); !slices.Contains(r.byKey[key], line) {
			r.byKey[key] = append(r.byKey[key], line)
		}
	}
	r.fact(key, text)
}

// fact notes what the entries around a reason say.
func (r *reasons) fact(key, text string) {
	switch key {
	case "group":
		if service, ok := strings.CutPrefix(text, "service:"); ok {
			r.facts.Service = service
		}
	case "launchtype":
		r.facts.Launch = strings.ToLower(text)
	case "executionrolearn":
		r.facts.Role = text
	}
}

// container notes the container whose pull failed: the one with a reason.
func (r *reasons) container(object map[string]any) {
	reason, name, image := "", "", ""
	for key, value := range object {
		text, _ := value.(string)
		switch strings.ToLower(key) {
		case "reason":
			reason = text
		case "name":
			name = text
		case "image":
			image = text
		}
	}
	if reason != "" && image != "" && r.facts.Image == "" {
		r.facts.Container, r.facts.Image = name, image
	}
}

// joined is what the reasons say, the most telling first. Reasons that say the same as another one
// and more are enough.
func (r *reasons) joined() string {
	var all []string
	for _, key := range reasonKeys {
		for _, reason := range r.byKey[key] {
			said := slices.ContainsFunc(all, func(other string) bool {
				return strings.Contains(other, reason)
			})
			if !said {
				all = append(all, reason)
			}
		}
	}
	for i, reason := range all {
		if kind, _ := classify(strings.ToLower(reason)); kind != "" && kind != NotAPull {
			return strings.Join(append([]string{reason}, slices.Delete(all, i, i+1)...), "\n")
		}
	}
	return strings.Join(all, "\n")
}
