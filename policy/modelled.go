package policy

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/report"
)

// modelled returns the call of the modelled module that the resource of an address is below, or
// nil: nobody can edit what a module from the registry declares.
func (m *mending) modelled(address string) *parser.Modelled {
	if m.pull == nil || m.pull.Graph == nil || m.pull.Graph.Root == nil {
		return nil
	}
	all := m.pull.Graph.Root.Modelled
	for i := range all {
		if strings.HasPrefix(address, all[i].Address+".") {
			return &all[i]
		}
	}
	return nil
}

// home returns the module that what belongs to a resource is written in, as moduleOf does: the one
// of the resource, or the one that calls its module where that is modelled.
func (m *mending) home(address string) string {
	if call := m.modelled(address); call != nil {
		return moduleOf(call.Address)
	}
	return moduleOf(address)
}

// outputRef refers to a resource of a modelled module by an output of that.
func (m *mending) outputRef(address, attribute string) (reference, bool) {
	call := m.modelled(address)
	if call == nil || moduleOf(call.Address) != m.module {
		return reference{}, false
	}
	out, ok := call.Output(address, attribute)
	if !ok {
		return reference{}, false
	}
	said := local(call.Address) + "." + out.Name
	if out.Len > 0 {
		said += "[" + strconv.Itoa(out.Index) + "]"
	}
	return reference{terraform: said}, true
}

// item is a reference to an item of a list.
var item = regexp.MustCompile(`^(.+)\[\d+\]$`)

// gathered writes different items of an output as the output, where they are all that it has; one
// of them is the attribute of the resource.
func (m *mending) gathered(items list, address, attribute string) value {
	call := m.modelled(address)
	if call == nil {
		return items
	}
	out, _ := call.Output(address, attribute)
	whole := local(call.Address) + "." + out.Name
	for _, v := range items {
		ref, _ := v.(reference)
		if parts := item.FindStringSubmatch(ref.terraform); parts == nil || parts[1] != whole {
			return items
		}
	}
	if len(items) != out.Len {
		return items
	}
	return reference{terraform: whole}
}

// arguments writes parts that change resources of modelled modules as arguments of the modules;
// what no argument gives is left out.
func (m *mending) arguments(parts []part) []part {
	var said []part
	for _, p := range parts {
		call := m.modelled(p.address)
		if call == nil || p.name != "" {
			said = append(said, p)
			continue
		}
		given := part{address: call.Address}
		for _, arg := range p.args {
			if name := call.Argument(p.address, arg.name); name != "" {
				given.args = append(given.args, argument{name, arg.value})
			}
		}
		if len(given.args) == len(p.args) && p.place == "" {
			said = append(said, given)
		}
	}
	return said
}

// leadOut turns on the default route of the subnet's table by the argument of the module that
// gives it, where the table is one of a modelled module and the VPC has no NAT gateway yet.
func (m *mending) leadOut() (report.Fix, bool) {
	place := m.bounds.placement
	if place == nil || place.Subnet == nil || m.natGateway() != nil {
		return report.Fix{}, false
	}
	table := place.Subnet.RouteTable.To
	if table == nil || table.Implicit {
		return report.Fix{}, false
	}
	call := m.modelled(table.ID)
	if call == nil {
		return report.Fix{}, false
	}
	name := call.Leads[keyless(strings.TrimPrefix(table.ID, call.Address+"."))]
	if name == "" {
		return report.Fix{}, false
	}
	return m.say(one(in("", call.Address, argument{name, literal("true")})), "%s",
		fmt.Sprintf("Set %s to true on %s, which gives the route table of %s a default route to a "+
			"NAT gateway (or give the VPC endpoints for ecr.api, ecr.dkr and S3).",
			name, call.Address, m.subnet())), true
}

// networked are the workloads whose blocks hold the network of their tasks.
var networked = []graph.WorkloadKind{
	graph.WorkloadService, graph.WorkloadTaskSet, graph.WorkloadEventTarget,
	graph.WorkloadSchedule, graph.WorkloadPipe,
}

// groupOfItsOwn makes a group for what has the default group of a module's VPC, which the module
// keeps without rules.
func (m *mending) groupOfItsOwn() report.Fix {
	owner := m.pull.Address
	m.module = m.home(owner)
	parts := one(block("aws_security_group", m.unused("aws_security_group", label(owner), owner),
		argument{"vpc_id", m.vpcID()},
		argument{"egress", section{
			{"from_port", literal("443")},
			{"to_port", literal("443")},
			{"protocol", text("tcp")},
			{"cidr_blocks", list{text("0.0.0.0/0")}},
		}}))
	if slices.Contains(networked, m.pull.Workload.Kind) && !m.inDocument() {
		group := reference{terraform: "aws_security_group." + parts[0].name + ".id"}
		given := m.networkArgument(argument{"security_groups", list{group}})
		parts = append(parts, in(m.resourceType(owner), owner, given))
	}
	return m.say(parts,
		"Give %s a security group of its own that lets TCP 443 out: without one it has the default "+
			"group, %s, which has no rules.", owner, m.resource)
}
