package terraform

import (
	"fmt"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// criteria reads what a data source asks for.
func (r *resourceInstance) criteria(s *searched) (wanted []criterion, why string) {
	for _, name := range sortedKeys(r.fields) {
		v := r.fields[name]
		plain, _ := v.Unmark()
		if plain.IsKnown() && (plain.IsNull() || plain.Type().IsTupleType() && plain.LengthInt() == 0) {
			continue
		}
		list, why := r.argumentCriteria(s, name, v)
		if why != "" {
			return nil, why
		}
		wanted = append(wanted, list...)
	}
	if s.narrow && !slices.ContainsFunc(wanted, func(w criterion) bool {
		return strings.HasPrefix(w.fact, "tag:") || w.fact == self || w.fact == "name" &&
			w.meets(fact{given: true, known: true, text: "default"}, nil) == no
	}) {
		return nil, "what AWS makes on its own meets its filters, too"
	}
	return wanted, ""
}

// argumentCriteria reads an argument.
func (r *resourceInstance) argumentCriteria(
	s *searched, name string, v cty.Value,
) (wanted []criterion, why string) {
	switch name {
	case "tags":
		return r.tagCriteria(v)
	case "filter":
		return r.filterCriteria(s, v)
	}
	fact, known := s.args[name]
	switch {
	case !known:
		return nil, "its " + name + " is not looked for in other roots"
	case fact == "":
		return nil, ""
	}
	w := criterion{fact: fact}
	why = r.want(&w, name, v)
	return []criterion{w}, why
}

// want adds a value to what is asked for.
func (r *resourceInstance) want(w *criterion, name string, v cty.Value) string {
	ev := r.ev()
	if plain, marks := v.Unmark(); plain.IsKnown() && len(marks) == 0 && plain.Type() == cty.Bool &&
		!plain.IsNull() {
		v = cty.StringVal(fmt.Sprint(plain.True()))
	}
	text, ok := ev.textOf(v)
	if !ok {
		return "its " + name + " is not known"
	}
	if origin, whole := ev.origins.Whole(text); whole && origin.Kind == parser.Reference &&
		origin.Attr == "id" && origin.What == "" && origin.Shape == "" {
		h, address := ev.homeOf(origin.Address)
		if isDataAddress(address) && !h.foreign {
			return r.hang(w.fact, name, address)
		}
		if h.workspace != "" || strings.Contains(address, "[*]") || isDataAddress(address) {
			return "its " + name + " is not known"
		}
		w.of = append(w.of, ownID{h.dir, h.environment, address})
		return ""
	}
	if text = ev.origins.Expand(text); parser.Holed(text) {
		return "its " + name + " is not known"
	}
	w.values = append(w.values, text)
	return ""
}

// hanging is what a data source waits for that was taken for nothing: a fact of what it looks for
// is the id of one of these.
type hanging struct {
	fact string
	of   []ownID
}

// hang notes that a data source waits for another one, and says why that is not known.
func (r *resourceInstance) hang(fact, name, address string) string {
	r.hangs = &hanging{fact: fact}
	data := r.ev().instance(address)
	if data == nil || data.unlinked == "" {
		return "its " + name + " is not known"
	}
	for _, c := range data.perhaps {
		r.hangs.of = append(r.hangs.of, ownID{c.root, c.environment, c.address})
	}
	return "its " + name + " is that of " + address + ": " + data.unlinked
}

func isDataAddress(address string) bool {
	return strings.HasPrefix(address, "data.") || strings.Contains(address, ".data.")
}

// tagCriteria reads the argument tags.
func (r *resourceInstance) tagCriteria(v cty.Value) (wanted []criterion, why string) {
	plain, marks := v.Unmark()
	if !plain.IsKnown() || len(marks) > 0 ||
		!plain.Type().IsMapType() && !plain.Type().IsObjectType() {
		return nil, "its tags are not known"
	}
	for it := plain.ElementIterator(); it.Next(); {
		key, value := it.Element()
		if parser.Holed(key.AsString()) {
			return nil, "its tags are not known"
		}
		w := criterion{fact: "tag:" + key.AsString(), glob: true}
		if why := r.want(&w, "tag "+key.AsString(), value); why != "" {
			return nil, why
		}
		wanted = append(wanted, w)
	}
	return wanted, ""
}

// filterCriteria reads the filter blocks.
func (r *resourceInstance) filterCriteria(s *searched, v cty.Value) ([]criterion, string) {
	if plain, marks := v.Unmark(); !plain.IsKnown() || len(marks) > 0 {
		return nil, "its filters are not known"
	}
	var wanted []criterion
	for _, block := range elements(v) {
		plain, marks := block.Unmark()
		name, ok := r.ev().textOf(attributeOrNull(plain, "name"))
		if len(marks) > 0 || !ok || parser.Holed(name) {
			return nil, "its filters are not known"
		}
		w := criterion{fact: s.filters[name], glob: true}
		if strings.HasPrefix(name, "tag:") {
			w.fact = name
		} else if _, known := s.filters[name]; !known {
			return nil, "its filter " + name + " is not looked for in other roots"
		}
		if why := r.wantAll(&w, "filter "+name, attributeOrNull(plain, "values")); why != "" {
			return nil, why
		}
		if w.fact != "" {
			wanted = append(wanted, w)
		}
	}
	return wanted, ""
}

// wantAll adds every value of a list to what is asked for.
func (r *resourceInstance) wantAll(w *criterion, name string, values cty.Value) string {
	list := elements(values)
	if values.IsMarked() || len(list) == 0 {
		return "its " + name + " is not known"
	}
	for _, value := range list {
		if why := r.want(w, name, value); why != "" {
			return why
		}
	}
	return ""
}
