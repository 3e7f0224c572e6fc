package terraform

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// defaultRange is the address range of every default VPC, as AWS makes it.
// https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
const defaultRange = "172.31.0.0/16"

// answer fills in what a data source finds.
func (r *resourceInstance) answer() {
	ev := r.ev()
	defer func(folder string) { ev.folder = folder }(ev.folder)
	ev.folder = ev.tree.runsIn(r.node.scope.home.dir)
	if answer := dataSources[r.node.cfg.Type]; answer != nil {
		for name, v := range answer(r) {
			r.computed[name] = v
		}
	}
	found := r.linked()
	if len(found) == 0 {
		found = r.standard()
	}
	for name, v := range found {
		r.computed[name] = v
	}
	r.ev().beside.answer(r)
}

// standard answers for a data source that means what AWS makes in every account: the default VPC,
// its subnets, and its main table. Where the run declares them, that is what is meant.
func (r *resourceInstance) standard() map[string]cty.Value {
	if r.ev().beside != nil || r.state != nil || r.iter.maybe != nil || r.node.scope.maybe != nil {
		return nil
	}
	var answer map[string]cty.Value
	switch r.node.cfg.Type {
	case "aws_vpc":
		answer = r.defaultNetwork()
	case "aws_subnets", "aws_subnet_ids":
		answer = r.defaultSubnets()
	case "aws_subnet":
		r.asMade = r.defaultSubnet()
	case "aws_route_table":
		answer = r.mainTable()
	}
	if r.asMade {
		r.unlinked, r.perhaps = "", nil
	}
	return answer
}

// asks is what a data source of the network asks for.
type asks struct {
	isDefault, ofDefault bool // the default one; what is in the default VPC
	main                 bool // the main table
	zones                int  // the number of availability zones that are named; 0: no zone is
	other                bool // anything else
}

// asked reads what the data source asks for.
func (r *resourceInstance) asked() asks {
	var a asks
	for _, name := range sortedKeys(r.fields) {
		v := r.fields[name]
		plain, _ := v.Unmark()
		empty := plain.IsKnown() &&
			(plain.IsNull() || plain.CanIterateElements() && plain.LengthInt() == 0)
		switch {
		case empty, name == "region":
		case name == "filter":
			r.askFilters(&a, v)
		default:
			r.ask(&a, strings.ReplaceAll(name, "_", "-"), []cty.Value{v})
		}
	}
	return a
}

// askFilters reads the filter blocks.
func (r *resourceInstance) askFilters(a *asks, v cty.Value) {
	a.other = a.other || v.IsMarked() || !v.IsKnown()
	for _, block := range elements(v) {
		plain, marks := block.Unmark()
		name, ok := r.ev().textOf(attributeOrNull(plain, "name"))
		values := attributeOrNull(plain, "values")
		if len(marks) > 0 || !ok || values.IsMarked() {
			a.other = true
			continue
		}
		r.ask(a, name, elements(values))
	}
}

// ask reads one argument or filter. Filters:
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html and of its like.
func (r *resourceInstance) ask(a *asks, name string, values []cty.Value) {
	only := func(text string) bool {
		return len(values) == 1 && r.saysText(values[0], text)
	}
	switch name {
	case "default", "is-default", "isDefault", "default-for-az", "defaultForAz":
		a.isDefault = a.isDefault || only("true")
		a.other = a.other || !only("true")
	case "vpc-id":
		of := len(values) == 1 && r.inDefault(values[0])
		a.ofDefault, a.other = a.ofDefault || of, a.other || !of
	case "availability-zone", "availabilityZone", "availability-zone-id", "availabilityZoneId":
		a.zones = len(values)
		a.other = a.other || len(values) == 0
	case "association.main":
		a.main, a.other = a.main || only("true"), a.other || !only("true")
	case "state":
		a.other = a.other || !only("available")
	case "map-public-ip-on-launch", "mapPublicIpOnLaunch":
		a.other = a.other || !only("true")
	default:
		a.other = true
	}
}

// saysText reports whether a value is certainly a text, or spelled like it.
func (r *resourceInstance) saysText(v cty.Value, text string) bool {
	plain, marks := v.Unmark()
	if len(marks) > 0 || !plain.IsKnown() || plain.IsNull() {
		return false
	}
	if plain.Type() == cty.Bool {
		return fmt.Sprint(plain.True()) == text
	}
	return plain.Type() == cty.String && plain.AsString() == text
}

// inDefault reports whether a value is the id of the default VPC.
func (r *resourceInstance) inDefault(v cty.Value) bool {
	return r.defaultOf(v) != ""
}

// defaultOf returns the address of the default VPC whose id a value is; empty where it is of none.
func (r *resourceInstance) defaultOf(v cty.Value) string {
	text, ok := r.ev().textOf(v)
	if !ok {
		return ""
	}
	origin, whole := r.ev().origins.Whole(text)
	if !whole || origin.Kind != parser.Reference || origin.Attr != "id" {
		return ""
	}
	other := r.ev().instanceAt(origin.Address)
	if other == nil || !other.evaluate() || !r.sameHome(other) {
		return ""
	}
	if other.node.cfg.Mode == "managed" && other.node.cfg.Type == "aws_default_vpc" ||
		other.node.cfg.Mode == "data" && other.node.cfg.Type == "aws_vpc" && other.asMade {
		return origin.Address
	}
	return ""
}

// sameHome reports whether another resource is in the same account and region.
func (r *resourceInstance) sameHome(other *resourceInstance) bool {
	return r.region == other.region && r.provider.account == other.provider.account
}

// instanceAt returns the instance with an address, of whatever configuration; nil for none.
func (ev *evaluator) instanceAt(address string) *resourceInstance {
	for _, s := range ev.scopes {
		rest, ok := strings.CutPrefix(address, s.address)
		if !ok {
			continue
		}
		name, _, _ := strings.Cut(rest, "[")
		n, ok := s.resources[name]
		if !ok || n.set == nil {
			continue
		}
		for _, t := range n.set.list {
			if other := t.(*resourceInstance); other.address == address {
				return other
			}
		}
	}
	return nil
}

// declared reports whether another root may declare what the data source means.
func (r *resourceInstance) declared(typ string) bool {
	linker := r.ev().tree.linker
	if linker == nil {
		return false
	}
	s := searches[r.node.cfg.Type]
	return slices.ContainsFunc(linker.candidates[typ], func(c *candidate) bool {
		return c.root != r.node.scope.home.dir && r.fits(s, c, nil) != no
	})
}

// defaultNetwork answers for the default VPC.
func (r *resourceInstance) defaultNetwork() map[string]cty.Value {
	a := r.asked()
	if !a.isDefault || a.ofDefault || a.zones > 0 || a.main || a.other ||
		r.declared("aws_default_vpc") {
		return nil
	}
	r.asMade = true
	return map[string]cty.Value{
		"cidr_block":           str(defaultRange),
		"main_route_table_id":  str(r.token("main_route_table_id", "")),
		"enable_dns_support":   cty.True,
		"enable_dns_hostnames": cty.True,
	}
}

// defaultSubnets answers with a subnet in each of three zones, as zonesAnswer has them, or in those
// that are named.
func (r *resourceInstance) defaultSubnets() map[string]cty.Value {
	a := r.asked()
	if !a.isDefault && !a.ofDefault || a.main || a.other || r.declared("aws_default_subnet") {
		return nil
	}
	r.asMade = true
	if a.zones == 0 {
		a.zones = 3
	}
	list := make([]cty.Value, a.zones)
	for i := range list {
		list[i] = str(r.ev().origins.Token(parser.Origin{
			Kind: parser.Reference, Attr: "id",
			Address: r.address + ".ids[" + strconv.Itoa(i) + "]",
		}))
	}
	return map[string]cty.Value{"ids": cty.ListVal(list)}
}

// mayHaveMore returns what stands for an element of a list beyond those that stand for the default
// subnets, of which there may be more; it is false for any other list.
func (ev *evaluator) mayHaveMore(list cty.Value) (cty.Value, bool) {
	if list.LengthInt() == 0 {
		return cty.NilVal, false
	}
	text, ok := ev.textOf(elements(list)[0])
	origin, whole := ev.origins.Whole(text)
	data, _, listed := strings.Cut(origin.Address, ".ids[")
	if !ok || !whole || !listed || !ev.isDefault(data) {
		return cty.NilVal, false
	}
	return ev.origins.Unknown(cty.String, parser.Origin{
		Address: data, Attr: "ids", What: data + ".ids", Why: "may have more or fewer of them",
	}), true
}

// defaultSubnet reports whether the data source means one default subnet: of those that are found
// by their VPC and zone, which has to be one, it is the one that AWS has made.
func (r *resourceInstance) defaultSubnet() bool {
	a := r.asked()
	return (a.isDefault || a.ofDefault && a.zones == 1) && a.zones <= 1 && !a.main && !a.other &&
		!r.declared("aws_default_subnet")
}

// mainTable answers for the main table of the default VPC. What is found by the VPC alone has to be
// one table, and the main one is always there.
func (r *resourceInstance) mainTable() map[string]cty.Value {
	a := r.asked()
	if !a.ofDefault || a.isDefault || a.zones > 0 || a.other {
		return nil
	}
	vpc := r.defaultOf(r.field("vpc_id"))
	for _, block := range elements(r.field("filter")) {
		plain, _ := block.Unmark()
		for _, v := range elements(attributeOrNull(plain, "values")) {
			if vpc == "" {
				vpc = r.defaultOf(v)
			}
		}
	}
	if vpc == "" {
		return nil
	}
	id := str(r.ev().origins.Token(parser.Origin{
		Kind: parser.Reference, Address: vpc, Attr: "main_route_table_id",
	}))
	r.asMade = true
	return map[string]cty.Value{"id": id, "route_table_id": id}
}
