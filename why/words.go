package why

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/ecrlint/ecrlint/pull"
)

// words say what the state of a gate means.
type words struct {
	pull *pull.Pull
	gate *pull.Gate
	leg  *pull.Leg // nil where the gate is on no way
	way  *pull.Way // likewise
}

// says is one sentence without a full stop.
func (w words) says() string {
	switch w.gate.State {
	case pull.Closed:
		return w.closed()
	case pull.Unknown:
		if unsure := w.unsure(); unsure != "" {
			return unsure
		}
		return "not known whether " + w.open()
	default:
		return w.open()
	}
}

// open says what it means that the gate is open.
func (w words) open() string {
	if say, ok := opens[w.gate.Name]; ok {
		return say(w)
	}
	return w.gate.By + " lets it through"
}

// closed says what it means that the gate is closed.
func (w words) closed() string {
	say, ok := shuts[w.gate.Name]
	if !ok {
		return w.gate.By + " stops it (" + w.gate.Reason + ")"
	}
	return say(w)
}

// unsure says of the gates that are no question of yes or no that they are not known.
func (w words) unsure() string {
	switch w.gate.Name {
	case "exit":
		if w.way != nil && w.way.Kind == "other" {
			return "where the way leads cannot be seen"
		}
		return "not known whether this way is there"
	case "reference":
		return "image " + cmp.Or(w.pull.Reference, "not in view")
	case "role":
		return "not known which role pulls"
	}
	return ""
}

// text returns a fact that is a text.
func (w words) text(name string) string {
	text, _ := w.gate.Detail[name].(string)
	return text
}

// list returns a fact that is a list, joined.
func (w words) list(name string) string {
	list, _ := w.gate.Detail[name].([]string)
	return joined(list)
}

// number returns a fact that is a number.
func (w words) number(name string) int {
	number, _ := w.gate.Detail[name].(int)
	return number
}

// maxListed is how many names of a list are said.
const maxListed = 4

// joined writes a list; a long one is cut.
func joined(list []string) string {
	if len(list) > maxListed {
		rest := fmt.Sprintf("and %d more", len(list)-maxListed)
		list = append(list[:maxListed:maxListed], rest)
	}
	return strings.Join(list, ", ")
}
