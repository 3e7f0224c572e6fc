package terraform

import (
	"encoding/json"
	"strings"
)

// label is TYPE.NAME or data.TYPE.NAME.
func (r *planResource) label() string { return planLabel(r.Mode, r.Type, r.Name) }

func planLabel(mode, typ, name string) string {
	if mode == "managed" || mode == "" {
		return typ + "." + name
	}
	return mode + "." + typ + "." + name
}

// suffix is what the address of the instance ends in.
func (one *planned) suffix() string { return planKey(one.key) }

func planKey(key any) string {
	switch key := key.(type) {
	case json.Number:
		return "[" + key.String() + "]"
	case string:
		return "[" + quoteKey(key) + "]"
	}
	return ""
}

// prefix is what stands before the address in its module.
func (one *planned) prefix() string {
	if one.module == "" {
		return ""
	}
	return one.module + "."
}

func (one *planned) label() string { return planLabel(one.mode, one.typ, one.name) }

func (one *planned) address() string { return one.prefix() + one.label() + one.suffix() }

// config is the address without instance keys.
func (one *planned) config() string {
	config := ""
	for _, step := range moduleSteps(one.module) {
		config += "module." + step.name + "."
	}
	return config + one.label()
}

// moduleStep is one part of the address of a module instance.
type moduleStep struct{ name, key string } // key with its brackets

// moduleSteps cuts the address of a module instance: module.a["x.y"].module.b[0].
func moduleSteps(address string) []moduleStep {
	var steps []moduleStep
	for address != "" && len(steps) < maxPlanNest {
		address = strings.TrimPrefix(address, ".")
		rest, ok := strings.CutPrefix(address, "module.")
		if !ok {
			return steps
		}
		end := strings.IndexAny(rest, ".[")
		if end < 0 {
			return append(steps, moduleStep{name: rest})
		}
		step := moduleStep{name: rest[:end]}
		address = rest[end:]
		if address[0] == '[' {
			length := keyLength(address)
			step.key, address = address[:length], address[length:]
		}
		steps = append(steps, step)
	}
	return steps
}

// keyLength is the length of the instance key in brackets that a text begins with.
func keyLength(text string) int {
	quoted := false
	for i := 1; i < len(text); i++ {
		switch {
		case quoted && text[i] == '\\':
			i++
		case text[i] == '"':
			quoted = !quoted
		case !quoted && text[i] == ']':
			return i + 1
		}
	}
	return len(text)
}
