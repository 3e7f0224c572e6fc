package policy

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/pull"
	"github.com/ecrlint/ecrlint/report"
)

// union gathers what mends one fault for every pull that it breaks: a policy that lacks two
// repositories, a group that two others must get into.
type union struct {
	first     *mending
	asked     []string // what the rule said of the fixes that are in it, as JSON
	sentences []string
	parts     []part
	module    string // the module that the parts are written in
}

// sentencesShown are those that a fix says in words where its text holds all of them.
const sentencesShown = 3

// newUnion begins with what the first pull needs.
func newUnion(m *mending, asked []byte, summary string) *union {
	return &union{
		first: m, asked: []string{string(asked)}, sentences: []string{summary},
		parts: m.parts, module: m.module,
	}
}

// add adds what another pull needs, and reports whether the fix has changed.
func (u *union) add(p *pull.Pull, b *bounds, one element) bool {
	asked := string(one.Fix)
	if slices.Contains(u.asked, asked) {
		return false
	}
	u.asked = append(u.asked, asked)
	m := newMending(p, b, one, u.first.rule, u.first.file)
	m.names, m.print = u.first.names, u.first.print
	summary := m.write(one).Summary
	if slices.Contains(u.sentences, summary) || m.Kind != u.first.Kind {
		return false
	}
	u.sentences = append(u.sentences, summary)
	if m.module == u.module {
		u.parts = together(u.parts, m.parts)
	}
	return true
}

// fix writes what is gathered.
func (u *union) fix() report.Fix {
	shown := u.sentences
	if len(u.parts) > 0 && len(shown) > sentencesShown {
		more := fmt.Sprintf("%d more likewise, all of them in the text.", len(shown)-sentencesShown)
		shown = append(slices.Clone(shown[:sentencesShown]), more)
	}
	u.first.module = u.module
	return u.first.finished(u.first.say(u.parts, "%s", strings.Join(shown, " ")))
}

// together adds parts to others; what is there already stands once.
func together(have, more []part) []part {
	have = slices.Clone(have)
	for _, p := range more {
		i := slices.IndexFunc(have, func(q part) bool {
			return q.kind == p.kind && q.name == p.name && q.address == p.address && q.place == p.place
		})
		switch {
		case i < 0:
			have = append(have, p)
		case reflect.DeepEqual(have[i], p):
		case p.name != "" && !ofOnePolicy(have[i], p):
			p.name += "_" + fmt.Sprint(len(have)+1)
			have = append(have, p)
		default:
			have[i].args = argumentsOf(have[i].args, p.args)
			have[i].statements = distinct(have[i].statements, p.statements)
		}
	}
	return have
}

// ofOnePolicy reports whether two new resources are one policy with different statements.
func ofOnePolicy(a, b part) bool {
	return slices.EqualFunc(a.args, b.args, func(one, other argument) bool {
		_, document := one.value.(policyDocument)
		return one.name == other.name && (document || reflect.DeepEqual(one.value, other.value))
	})
}

// argumentsOf puts arguments of one thing together: lists and policies hold what both do, blocks
// stand beside each other, and of any other value the first stays.
func argumentsOf(have, more []argument) []argument {
	have = slices.Clone(have)
	for _, arg := range more {
		_, nested := arg.value.(section)
		i := slices.IndexFunc(have, func(a argument) bool {
			return a.name == arg.name && (!nested || reflect.DeepEqual(a, arg))
		})
		if i < 0 {
			have = append(have, arg)
			continue
		}
		switch value := arg.value.(type) {
		case list:
			old, _ := have[i].value.(list)
			have[i].value = distinct(old, value)
		case several:
			old, _ := have[i].value.(several)
			have[i].value = distinct(old, value)
		case policyDocument:
			if old, ok := have[i].value.(policyDocument); ok {
				have[i].value = policyDocument(argumentsOf(old, value))
			}
		}
	}
	return have
}

// distinct adds the items that are not there.
func distinct[S ~[]V, V any](have, more S) S {
	have = slices.Clone(have)
	for _, one := range more {
		same := func(other V) bool { return reflect.DeepEqual(one, other) }
		if !slices.ContainsFunc(have, same) {
			have = append(have, one)
		}
	}
	return have
}
