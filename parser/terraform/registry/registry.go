// Package registry holds models of modules that many people call: small configurations that
// declare, from a module's published inputs, just the resources that decide whether an image can be
// pulled, under the addresses that they have in the module. They stand in for a module whose source
// is not on disk.
//
// A model lies in NAMESPACE/NAME/PROVIDER/<any name>/: configuration files, submodules below
// modules/ as in the published module, a model.json that says for which versions it holds, and an
// inputs.txt with every input that these versions publish, also those that matter to no pull. A
// model may have its files in the folder of another one ("files") and give other defaults to their
// variables ("defaults"); likewise a submodule, for those that differ from each other by their
// defaults alone ("submodules"); one whose files are "none" is not modelled for these versions.
package registry

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/go-version"
)

//go:embed all:*/*
var embedded embed.FS

// Model is the model of a range of versions of a module.
type Model struct {
	// Source is the module's address in the registry: NAMESPACE/NAME/PROVIDER, with //modules/NAME
	// for a submodule.
	Source string
	// From is the first version that the model holds for, To the first one that it does not.
	From, To string
	// Dir is the folder of the model's files in FS.
	Dir string
	// Defaults replace those of the model's variables: JSON, which is HCL, too.
	Defaults map[string]json.RawMessage
	// Outputs are the names of published outputs that the model leaves unknown.
	Outputs []string
	// Leads names, for route tables by type and name, the argument that gives them a default
	// route when it is true.
	Leads map[string]string

	submodules map[string]variant
	from, to   *version.Version
	home       string // the folder of the model.json
}

// variant is a submodule that has the files of another folder of the model.
type variant struct {
	Files    string
	Defaults map[string]json.RawMessage
}

// String names the model for reports: "terraform-aws-modules/vpc/aws (4.0.0 to 7.0.0)".
func (m *Model) String() string { return fmt.Sprintf("%s (%s to %s)", m.Source, m.From, m.To) }

// FS is the file system that the folders of models lie in.
func FS() fs.FS { return embedded }

// models holds the models of each module, the newest first.
var models = sync.OnceValue(func() map[string][]*Model {
	all := map[string][]*Model{}
	found, _ := fs.Glob(embedded, "*/*/*/*/model.json") // the pattern is well formed
	for _, name := range found {
		m := read(name)
		all[m.Source] = append(all[m.Source], m)
	}
	for _, list := range all {
		slices.SortFunc(list, func(a, b *Model) int { return b.from.Compare(a.from) })
	}
	return all
})

// read reads what a model.json says. One that is wrong is a fault of this program, which the tests
// of every model find.
func read(name string) *Model {
	text, err := embedded.ReadFile(name)
	if err != nil {
		panic(err)
	}
	var said struct {
		From, To, Files string
		Outputs         []string
		Leads           map[string]string
		Defaults        map[string]json.RawMessage
		Submodules      map[string]variant
	}
	if err := json.Unmarshal(text, &said); err != nil {
		panic(name + ": " + err.Error())
	}
	dir := path.Dir(name)
	return &Model{
		Source: path.Dir(dir), From: said.From, To: said.To, Dir: path.Join(dir, said.Files),
		Outputs: said.Outputs, Leads: said.Leads, Defaults: said.Defaults, submodules: said.Submodules,
		home: dir,
		from: version.Must(version.NewVersion(said.From)),
		to:   version.Must(version.NewVersion(said.To)),
	}
}

// All returns every model with its submodules, sorted by folder.
func All() []*Model {
	var all []*Model
	for _, list := range models() {
		for _, m := range list {
			if m.itself() != nil {
				all = append(all, m)
			}
			all = append(all, m.below()...)
		}
	}
	slices.SortFunc(all, func(a, b *Model) int { return strings.Compare(a.String(), b.String()) })
	return all
}

// below returns the models of the submodules.
func (m *Model) below() []*Model {
	names := slices.Collect(maps.Keys(m.submodules))
	found, _ := fs.ReadDir(embedded, path.Join(m.Dir, "modules")) // most have none
	for _, e := range found {
		names = append(names, "modules/"+e.Name())
	}
	slices.Sort(names)
	var all []*Model
	for _, name := range names {
		if sub := m.submodule(name); sub != nil {
			all = append(all, sub)
		}
	}
	return all
}

// Find returns the model for a module call: its source, its version constraint, which is empty
// where the call has none, and the names of its arguments. Terraform installs the newest version
// that the constraint admits, so the model of the newest such versions is meant that take the
// arguments: a call with others is of an older version. Why says what is known of a module that has
// models, none of which fits; it is empty for a module that has none.
func Find(source, constraint string, given []string) (m *Model, why string) {
	address, ok := parse(source)
	if !ok {
		return nil, ""
	}
	list := models()[address.module]
	if len(list) == 0 {
		return nil, ""
	}
	if address.version != "" {
		constraint = address.version
	}
	if address.unversioned {
		return nil, "is at a revision that is no version"
	}
	wanted, err := version.NewConstraint(orAny(constraint))
	if err != nil {
		return nil, "has a version constraint that cannot be read"
	}
	why = "is of a version that ecrlint has no model of"
	for _, model := range list {
		if !model.admits(wanted, constraint) {
			continue
		}
		switch odd, exists := model.odd(address.submodule, given); {
		case !exists: // by an older version, perhaps
			why = ""
		case odd != "":
			why = "is given " + odd + ", which no version has that ecrlint has a model of"
		case address.submodule == "":
			return model.itself(), ""
		default:
			return model.submodule(address.submodule), ""
		}
	}
	return nil, why
}

// submodule returns the model of a submodule; nil where there is none, or no such submodule in the
// versions of the model.
func (m *Model) submodule(name string) *Model {
	if _, ok := m.published()[name]; !ok {
		return nil
	}
	sub := *m
	sub.Source, sub.Defaults, sub.Outputs, sub.Leads = m.Source+"//"+name, nil, nil, nil
	sub.Dir = path.Join(m.Dir, name)
	if v, ok := m.submodules[name]; ok {
		sub.Dir, sub.Defaults = path.Join(m.Dir, v.Files), v.Defaults
	}
	if info, err := fs.Stat(embedded, sub.Dir); err != nil || !info.IsDir() {
		return nil
	}
	return &sub
}

// itself returns the model of the module, which may have submodules alone; then it is nil.
func (m *Model) itself() *Model {
	if found, _ := fs.Glob(embedded, path.Join(m.Dir, "*.tf")); len(found) == 0 {
		return nil
	}
	return m
}

func orAny(constraint string) string {
	if strings.TrimSpace(constraint) == "" {
		return ">= 0"
	}
	return constraint
}

// admits reports whether some version of the model fulfils a constraint. The bounds of constraints
// are versions that they name, so these, their successors and the model's own ends tell.
func (m *Model) admits(wanted version.Constraints, constraint string) bool {
	segments := m.to.Segments()
	candidates := []string{m.From, before(segments)}
	for _, part := range strings.Split(constraint, ",") {
		named := strings.TrimLeft(strings.TrimSpace(part), "=!<>~ ")
		candidates = append(candidates, named)
		if v, err := version.NewVersion(named); err == nil {
			s := v.Segments()
			candidates = append(candidates, fmt.Sprintf("%d.%d.%d", s[0], s[1], s[2]+1), before(s))
		}
	}
	return slices.ContainsFunc(candidates, func(text string) bool {
		v, err := version.NewVersion(text)
		return err == nil && !v.LessThan(m.from) && v.LessThan(m.to) && wanted.Check(v)
	})
}

// before returns a version that is just below another.
func before(segments []int) string {
	const many = 9999
	major, minor, patch := segments[0], segments[1], segments[2]
	switch {
	case patch > 0:
		patch--
	case minor > 0:
		minor, patch = minor-1, many
	case major > 0:
		major, minor, patch = major-1, many, many
	}
	return fmt.Sprintf("%d.%d.%d", major, minor, patch)
}
