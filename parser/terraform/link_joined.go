package terraform

import (
	"cmp"
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/parser"
)

// joining is what other roots add to a configuration and to those that it is linked to.
type joining struct {
	ev    *evaluator
	roots map[deployment]*scope // those that are evaluated, too; nil: one that cannot be
	asked map[joint]bool        // those that were looked at
	list  []parser.Opaque       // for those of which it is not known what they add
}

// evaluateJoined evaluates the configurations that the own one is linked to, those that add to any
// of them, and what these are linked to. It returns the folders of all, and what may be added
// besides.
func (ev *evaluator) evaluateJoined() ([]*home, []parser.Opaque) {
	homes := ev.evaluateLinked()
	if ev.tree.linker == nil || len(ev.tree.linker.joints) == 0 || ev.beside != nil {
		return homes, nil
	}
	j := &joining{ev: ev, roots: map[deployment]*scope{}, asked: map[joint]bool{}}
	for before := -1; before != len(ev.abroad); {
		before = len(ev.abroad)
		for _, h := range append([]*home{ev.scopes[0].home}, homes...) {
			j.add(h)
		}
		j.addToDefault()
		homes = ev.evaluateLinked()
	}
	return homes, append(j.list, j.strayed()...)
}

// add adds the roots that add to a configuration.
func (j *joining) add(h *home) {
	for _, one := range j.ev.tree.linker.joints[h.deployment()] {
		at := one
		at.address = h.label() + one.address
		if j.asked[at] || at.rule && !j.matters(h, at.address) {
			continue
		}
		j.asked[at] = true
		if at.doubt != "" {
			j.doubt(at, at.doubt)
			continue
		}
		s, known := j.roots[at.from]
		if !known {
			s = j.reach(at.from)
			j.roots[at.from] = s
		}
		if s == nil {
			j.doubt(at, "adds to "+at.address+" and is not read with it")
			continue
		}
		j.ev.assumes[at.from.dir+" adds to what "+h.dir+" declares"] = true
	}
}

// reach returns a root that adds to another one.
func (j *joining) reach(from deployment) *scope {
	ev := j.ev
	if len(j.roots) >= maxJoined {
		return nil
	}
	top := ev.scopes[0]
	if environment, why := ev.environmentOf(from.dir, top.home); why != "" ||
		environment != from.environment {
		return nil
	}
	s, _ := ev.reach(from.dir, "", from.environment, top.providerNamed("aws"))
	return s
}

// doubt notes that a root may add to something.
func (j *joining) doubt(at joint, why string) {
	name := at.from.dir
	if at.from.environment != "" {
		name += " (" + at.from.environment + ")"
	}
	j.list = append(j.list, parser.Opaque{
		Address: name + ":" + at.address, Handed: []string{at.address}, Foreign: true,
		Origin: parser.Origin{What: "the root " + name, Why: why},
	})
}

// strayed doubts what is added by roots whose data sources mean something else when they are read
// beside this one.
func (j *joining) strayed() []parser.Opaque {
	reached := map[deployment]map[string]bool{}
	for from, s := range j.roots {
		if s == nil {
			continue
		}
		reached[from] = map[string]bool{}
		s.joints(func(_ *resourceInstance, handed map[string]bool) {
			for address := range handed {
				reached[from][address] = true
			}
		})
	}
	before := len(j.list)
	for at := range j.asked {
		if at.doubt == "" && at.address != "" && reached[at.from] != nil &&
			!reached[at.from][at.address] {
			j.doubt(at, "adds to "+at.address+" and is read for another region or account, too")
		}
	}
	strays := j.list[before:]
	slices.SortFunc(strays, func(a, b parser.Opaque) int { return cmp.Compare(a.Address, b.Address) })
	j.list = j.list[:before]
	return strays
}

// matters reports whether the rules of a security group are of interest: those of a group of the
// own configuration, of one that it uses, or of one of an endpoint's.
func (j *joining) matters(h *home, group string) bool {
	if !h.foreign {
		return true
	}
	for _, s := range j.ev.scopes {
		for _, n := range s.resources {
			if n.cfg.Mode == "managed" &&
				(!s.home.foreign || strings.HasPrefix(n.cfg.Type, "aws_vpc_endpoint")) && n.uses(group) {
				return true
			}
		}
	}
	return false
}

// uses reports whether an argument refers to a security group. A rule of the group does not use it.
func (n *resourceNode) uses(group string) bool {
	if ruleTypes[n.cfg.Type] {
		return false
	}
	handed := map[string]bool{}
	for _, t := range n.instances().list {
		r := t.(*resourceInstance)
		r.evaluate()
		for _, v := range r.fields {
			n.scope.ev.addresses(v, handed)
		}
	}
	return handed[group]
}
