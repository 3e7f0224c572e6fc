package registry

import (
	"path"
	"slices"
	"strings"
	"sync"
)

// published are the inputs of a module's folders ("." and modules/NAME), by name.
type published map[string][]string

// publications holds what was read of inputs.txt, by the folder of the model.json beside it.
var publications sync.Map

// published returns the inputs that the versions of a model have, whether they matter to a pull or
// not. inputs.txt lists them: a line with the folders that have the same inputs, below it the
// names.
func (m *Model) published() published {
	if known, ok := publications.Load(m.home); ok {
		return known.(published)
	}
	found := published{}
	text, _ := embedded.ReadFile(path.Join(m.home, "inputs.txt")) // every model has one
	var folders []string
	for line := range strings.Lines(string(text)) {
		name := strings.TrimSpace(line)
		if !strings.HasPrefix(line, " ") {
			folders = strings.Fields(name)
			for _, folder := range folders {
				found[folder] = nil
			}
			continue
		}
		for _, folder := range folders {
			found[folder] = append(found[folder], name)
		}
	}
	publications.Store(m.home, found)
	return found
}

// odd returns an argument that no version of the model takes, and whether the versions have the
// submodule at all.
func (m *Model) odd(submodule string, given []string) (name string, exists bool) {
	if submodule == "" {
		submodule = "."
	}
	names, exists := m.published()[submodule]
	for _, name := range given {
		if !slices.Contains(names, name) {
			return name, exists
		}
	}
	return "", exists
}
