package cloudformation

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/ecrlint/ecrlint/parser"
)

// given holds the values that a template is read with.
type given struct {
	values map[string]string // of parameters, by name
	pinned environment
}

// reading is a template with the values that it is read with.
type reading struct {
	tpl   *template
	name  string // of the environment
	given given
}

// readings returns each root once for each environment that has it; once where none has.
func (t *tree) readings() []reading {
	var list []reading
	for _, tpl := range t.roots {
		list = append(list, t.readingsOf(tpl)...)
	}
	return list
}

// readingsOf returns a template once for each environment that has it; once where none has.
func (t *tree) readingsOf(tpl *template) []reading {
	var plain, named []int
	for i, e := range t.opts.Environments {
		switch {
		case !e.Has(tpl.path):
		case e.Name == "":
			plain = append(plain, i)
		default:
			named = append(named, i)
		}
	}
	if len(named) == 0 {
		return []reading{{tpl, "", t.within(plain)}}
	}
	list := make([]reading, 0, len(named))
	for _, i := range named {
		own := t.within(append(slices.Clone(plain), i))
		list = append(list, reading{tpl, t.opts.Environments[i].Name, own})
	}
	return list
}

// within returns the values of environments, the last of which is the strongest, below those of
// the command line. They are read once.
func (t *tree) within(layers []int) given {
	key := fmt.Sprint(layers)
	own, made := t.layers[key]
	if !made {
		own = t.read(layers)
		if t.layers == nil {
			t.layers = map[string]given{}
		}
		t.layers[key] = own
	}
	return own
}

func (t *tree) read(layers []int) given {
	if len(layers) == 0 {
		return givenBy(t.values)
	}
	outer := t.values
	t.values = map[string]string{}
	for _, i := range layers {
		e := &t.opts.Environments[i]
		t.readValues(e.ParameterFiles, e.Parameters)
	}
	own := t.values
	t.values = outer
	maps.Copy(own, outer)
	return givenBy(own)
}

// givenBy makes what is given of values.
func givenBy(values map[string]string) given {
	return given{values: values, pinned: environment{
		account: values["AWS::AccountId"], region: values["AWS::Region"],
		name: values["AWS::StackName"],
	}}
}

// told takes what the user says of where the stack is deployed, for what nothing else pins, and
// says so.
func (g *given) told(tpl *template, facts *parser.Facts) []string {
	var said []string
	for _, one := range []struct {
		what, told, pinned string
		to                 *string
		at                 hcl.Range
	}{
		{"account", facts.Account, tpl.stack.account, &g.pinned.account, facts.AccountAt},
		{"region", facts.Region, tpl.stack.region, &g.pinned.region, facts.RegionAt},
	} {
		if one.told == "" || one.pinned != "" || *one.to != "" {
			continue
		}
		*one.to = one.told
		said = append(said, fmt.Sprintf("the %s of the stack is %s, as %s:%d says", one.what,
			one.told, one.at.Filename, one.at.Start.Line))
	}
	return said
}
