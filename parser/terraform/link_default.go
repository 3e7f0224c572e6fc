package terraform

import (
	"cmp"
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/parser"
)

// defaultVPC stands for the default VPC among what roots add to, which no root declares. No folder
// is called so.
var defaultVPC = deployment{dir: "the default VPC:"}

// isDefault reports whether an address is that of the default VPC that nothing declares, or of what
// is in it.
func (ev *evaluator) isDefault(address string) bool {
	if address == defaultVPC.dir {
		return true
	}
	address, _, _ = strings.Cut(address, ".ids[")
	if !isDataAddress(address) {
		return false
	}
	r := ev.instanceAt(address)
	return r != nil && r.asMade
}

// ofDefault keeps those addresses that are of the default VPC.
func (ev *evaluator) ofDefault(handed map[string]bool) map[string]bool {
	kept := map[string]bool{}
	for address := range handed {
		if ev.isDefault(address) {
			kept[address] = true
		}
	}
	return kept
}

// adoptsDefault reports whether a resource adopts what is in the default VPC without naming it.
func (r *resourceInstance) adoptsDefault() bool {
	if r.node.cfg.Type != "aws_default_security_group" {
		return false
	}
	plain, _ := r.field("vpc_id").Unmark()
	return plain.IsKnown() && plain.IsNull()
}

// defaults returns the addresses of the default VPCs that nothing declares, and of their subnets.
func (ev *evaluator) defaults() []string {
	var list []string
	for _, s := range ev.scopes {
		for _, name := range sortedKeys(s.resources) {
			n := s.resources[name]
			if n.cfg.Mode != "data" || n.set == nil {
				continue
			}
			for _, t := range n.set.list {
				if r := t.(*resourceInstance); r.asMade {
					list = append(list, r.address)
				}
			}
		}
	}
	return list
}

// addToDefault adds the roots that add to the default VPC, where the configuration uses it.
func (j *joining) addToDefault() {
	joints := j.ev.tree.linker.joints[defaultVPC]
	if len(joints) == 0 {
		return
	}
	mine := j.ev.defaults()
	if len(mine) == 0 {
		return
	}
	for _, one := range joints {
		if one.from.dir == j.ev.root || j.asked[one] {
			continue
		}
		j.asked[one] = true
		s, known := j.roots[one.from]
		if !known {
			s = j.reach(one.from)
			j.roots[one.from] = s
		}
		if s != nil {
			j.ev.assumes[one.from.dir+" is read with it, as it adds to a default VPC"] = true
			continue
		}
		j.doubtDefault(one.from, mine)
	}
}

// doubtDefault notes that a root may add to the default VPC.
func (j *joining) doubtDefault(from deployment, mine []string) {
	name := from.dir
	if from.environment != "" {
		name += " (" + from.environment + ")"
	}
	slices.SortFunc(mine, cmp.Compare)
	j.list = append(j.list, parser.Opaque{
		Address: name + ":" + defaultVPC.dir, Handed: mine, Foreign: true,
		Origin: parser.Origin{
			What: "the root " + name, Why: "adds to the default VPC and is not read with it",
		},
	})
}

// looksAbroad reports whether a data source looks for what other roots declare, or a resource
// adopts what is the account's.
func looksAbroad(r *Resource) bool {
	return r.Mode == "data" && (r.Type == "terraform_remote_state" || searches[r.Type] != nil) ||
		r.Mode == "managed" && r.Type == "aws_default_security_group"
}

func handedOf(o parser.Opaque) map[string]bool {
	handed := map[string]bool{}
	for _, address := range o.Handed {
		handed[address] = true
	}
	return handed
}
