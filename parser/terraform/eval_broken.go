package terraform

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// complete makes unknown what a block with a syntax error leaves out: it may have been given.
func (r *resourceInstance) complete(fields map[string]cty.Value) {
	ev, cfg := r.ev(), r.node.cfg
	if !cfg.Broken {
		return
	}
	id := ev.origins.Add(parser.Origin{
		What: r.address, Why: "has a syntax error", Hint: "mend the block", Range: cfg.Decl,
	})
	for name, v := range fields {
		_, block := r.schema.blockNamed(name)
		if _, given := r.site.body.Attributes[name]; given && !block {
			continue
		}
		if v.Type() == cty.DynamicPseudoType || block {
			fields[name] = ev.unknown(cty.DynamicPseudoType, id)
			continue
		}
		fields[name] = ev.unknown(v.Type(), id)
	}
}

// blockNamed returns the schema of a nested block, if there is one of that name.
func (s *blockSchema) blockNamed(name string) (nestedSchema, bool) {
	if s == nil {
		return nestedSchema{}, false
	}
	n, ok := s.blocks[name]
	return n, ok
}

// lost lists the places of the modules in use where declarations may be missing. What is missing
// there may add to any resource of the root.
func (ev *evaluator) lost(resources []*parser.Resource) []parser.Opaque {
	var list []parser.Opaque
	for _, s := range ev.scopes {
		for _, at := range s.module.Lost {
			list = append(list, lostPlace(s.address, at, resources))
			list[len(list)-1].Foreign = s.home.foreign
		}
	}
	return list
}

// lostPlace makes one entry of lost.
func lostPlace(module string, at hcl.Range, resources []*parser.Resource) parser.Opaque {
	place := fmt.Sprintf("%s:%d", at.Filename, at.Start.Line)
	opaque := parser.Opaque{Address: module + place, Origin: parser.Origin{
		What: place, Why: "cannot be read", Hint: "mend the error there", Range: at,
	}}
	for _, r := range resources {
		if r.Mode == parser.Managed {
			opaque.Handed = append(opaque.Handed, r.Address)
		}
	}
	return opaque
}

// loseValues notes the variables of the root that a file, which cannot be read wholly, may set.
func (ev *evaluator) loseValues(dir string, file VarFile, values map[string]assigned) {
	module, _ := ev.rootModule(dir)
	if module == nil || !file.Lost {
		return
	}
	at := hcl.Range{Filename: file.Path, Start: hcl.InitialPos, End: hcl.InitialPos}
	for name := range module.Variables {
		values[name] = assigned{lost: file.Path, at: at}
	}
}

// brokenInput is the value of a variable that a call or a file with a syntax error may set.
func (ev *evaluator) brokenInput(v *Variable, setter string, at hcl.Range) cty.Value {
	return ev.unknown(cty.DynamicPseudoType, ev.origins.Add(parser.Origin{
		What: "var." + v.Name, Why: "may be set by " + strings.TrimSuffix(setter, ".") +
			", which has a syntax error", Hint: "mend the error there", Range: at,
	}))
}
