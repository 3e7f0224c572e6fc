package terraform

import (
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/ecrlint/ecrlint/parser/source"
	"github.com/ecrlint/ecrlint/parser/terraform/registry"
)

// modelRoot is put before the folders of models, which are no folders of the tree.
const modelRoot = "\x00model/"

// nowhere is the file name of what no file of the user's holds: ranges of it are not reported.
const nowhere = ""

// modelOf returns the model that stands in for a module that is not on disk, or why there is none
// that fits. Given are the names of the call's arguments.
func (t *Tree) modelOf(from *Module, call *Call, given []string) (*Module, string) {
	if from.Model != nil && localSource(call.Source) {
		dir := path.Join(strings.TrimPrefix(from.Dir, modelRoot), call.Source)
		return t.models.module(from.Model, dir), ""
	}
	if localSource(call.Source) || call.Source == "" {
		return nil, ""
	}
	model, why := registry.Find(call.Source, call.Version, given)
	if model == nil {
		return nil, why
	}
	return t.models.module(model, model.Dir), ""
}

// modelCache holds the models that are in use, each parsed once.
type modelCache struct {
	sync.Mutex
	modules map[modelKey]*Module
}

// modelKey names a folder as a model has it.
type modelKey struct{ model, dir string }

// module reads the model in a folder; nil where there is none.
func (c *modelCache) module(model *registry.Model, dir string) *Module {
	c.Lock()
	defer c.Unlock()
	key := modelKey{model.String(), dir}
	if m, ok := c.modules[key]; ok {
		return m
	}
	if c.modules == nil {
		c.modules = map[modelKey]*Module{}
	}
	m := readModel(model, dir)
	c.modules[key] = m
	return m
}

// readModel reads the files of a model. Their diagnostics are faults of this program, which the
// tests of every model find.
func readModel(model *registry.Model, dir string) *Module {
	found, err := fs.ReadDir(registry.FS(), dir)
	if err != nil {
		return nil
	}
	var entries []source.Entry
	for _, e := range found {
		entries = append(entries, source.Entry{Name: e.Name(), Dir: e.IsDir()})
	}
	b := newBuilder(modelRoot + dir)
	b.Model = model
	for _, e := range configFiles(entries) {
		text, err := fs.ReadFile(registry.FS(), path.Join(dir, e.Name))
		if err == nil {
			b.addFile(path.Join(b.Dir, e.Name), parseSource(nowhere, text))
		}
	}
	for name, text := range model.Defaults {
		if v := b.Variables[name]; v != nil && dir == model.Dir {
			v.Default, _ = hclsyntax.ParseExpression(text, nowhere, hcl.InitialPos)
		}
	}
	return b.Module
}
