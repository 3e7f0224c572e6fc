package terraform

import (
	"fmt"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// searched says how a data source looks for resources.
type searched struct {
	// types are the resources that it may find.
	types []string
	// args and filters say which fact of a resource an argument or filter is compared with; "" for
	// one that every resource meets.
	args, filters map[string]string
	// answers are the attributes of the resource that it answers with, by its own names; many those
	// of which it answers with a list.
	answers, many map[string]string
	// global: the resources are in no region. narrow: a name or a tag must be among what is asked
	// for, as AWS makes such resources on its own, too. inVPC: all that is found must be in one VPC.
	global, narrow, inVPC bool
}

// same returns the attributes that are called alike in the data source and the resource.
func same(names string) map[string]string {
	list := map[string]string{}
	for _, pair := range strings.Fields(names) {
		mine, other, renamed := strings.Cut(pair, "=")
		if !renamed {
			other = mine
		}
		list[mine] = other
	}
	return list
}

// ids is what a list of resources answers with.
var ids = map[string]string{"ids": "id"}

// vpcFilters are the filters that resources in a VPC have in common.
var vpcFilters = same("vpc-id=vpc_id")

// subnetFilters: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html
var subnetFilters = map[string]string{
	"vpc-id": "vpc_id", "availability-zone": "availability_zone", "cidr-block": "cidr_block",
	"cidr": "cidr_block", "subnet-id": self, "state": "", "default-for-az": "default",
}

// groupFilters: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html
var groupFilters = map[string]string{"vpc-id": "vpc_id", "group-name": "name", "group-id": self}

// self is the fact of a resource that is its own id.
const self = "self"

var (
	subnetTypes = []string{"aws_subnet", "aws_default_subnet", "aws_vpc"}
	groupTypes  = []string{"aws_security_group", "aws_default_security_group", "aws_vpc"}
	tableTypes  = []string{"aws_route_table", "aws_default_route_table", "aws_vpc"}
)

// searches are the data sources that are looked up in other roots. Source: their documentation,
// https://registry.terraform.io/providers/hashicorp/aws/latest/docs.
var searches = map[string]*searched{
	"aws_vpc": {
		types: []string{"aws_vpc", "aws_default_vpc"},
		args:  same("id=self cidr_block default state= region="),
		filters: map[string]string{
			"vpc-id": self, "cidr": "cidr_block", "cidr-block": "cidr_block", "is-default": "default",
			"isDefault": "default", "state": "",
		},
		answers: same("id arn cidr_block main_route_table_id owner_id enable_dns_hostnames " +
			"enable_dns_support ipv6_cidr_block dhcp_options_id"),
	},
	"aws_subnet": {
		types: subnetTypes, filters: subnetFilters,
		args: same("id=self vpc_id availability_zone cidr_block default_for_az=default state= region="),
		answers: same("id arn vpc_id cidr_block availability_zone map_public_ip_on_launch " +
			"ipv6_cidr_block owner_id"),
	},
	"aws_subnets":    {types: subnetTypes, filters: subnetFilters, args: same("region="), many: ids, inVPC: true},
	"aws_subnet_ids": {types: subnetTypes, filters: subnetFilters, args: same("vpc_id"), many: ids, inVPC: true},
	"aws_security_group": {
		types: groupTypes, filters: groupFilters, args: same("id=self name vpc_id region="),
		answers: same("id arn name vpc_id description"),
	},
	"aws_security_groups": {
		types: groupTypes, filters: groupFilters, args: same("region="),
		many: map[string]string{"ids": "id", "arns": "arn"}, narrow: true, inVPC: true,
	},
	"aws_route_table": {
		types: tableTypes, filters: map[string]string{"vpc-id": "vpc_id", "route-table-id": self},
		args:    same("route_table_id=self id=self vpc_id region="),
		answers: same("id arn vpc_id route_table_id=id owner_id"), narrow: true,
	},
	"aws_route_tables": {
		types: tableTypes, filters: vpcFilters, args: same("vpc_id region="), many: ids,
		narrow: true, inVPC: true,
	},
	"aws_vpc_endpoint": {
		types: []string{"aws_vpc_endpoint"},
		args:  same("id=self vpc_id service_name state= vpc_endpoint_type region="),
		filters: map[string]string{
			"vpc-id": "vpc_id", "service-name": "service_name", "vpc-endpoint-id": self,
			"vpc-endpoint-type": "vpc_endpoint_type", "vpc-endpoint-state": "",
		},
		answers: same("id arn vpc_id service_name vpc_endpoint_type policy private_dns_enabled " +
			"route_table_ids security_group_ids subnet_ids prefix_list_id owner_id"),
	},
	"aws_iam_role": {
		types: []string{"aws_iam_role"}, args: same("name"), global: true,
		answers: same("id arn name path unique_id"),
	},
	"aws_iam_instance_profile": {
		types: []string{"aws_iam_instance_profile"}, args: same("name"), global: true,
		answers: same("id arn name path role_name=role"),
	},
	"aws_ecs_cluster": {
		types: []string{"aws_ecs_cluster"}, args: same("cluster_name=name region="),
		answers: same("id arn cluster_name=name"),
	},
	"aws_ecr_repository": {
		types: []string{"aws_ecr_repository"}, args: same("name region="),
		answers: same("id arn name repository_url registry_id image_tag_mutability"),
	},
	"aws_ssm_parameter": {
		types: []string{"aws_ssm_parameter"}, args: same("name with_decryption= region="),
		answers: same("id arn name"),
	},
}

// criterion is one thing that a data source asks for.
type criterion struct {
	fact   string // of the resource; "tag:NAME" for a tag
	values []string
	glob   bool
	// of are resources whose id is asked for, home the configuration that declares each.
	of []ownID
}

// ownID names a resource by its id.
type ownID struct{ root, address string }

// search finds the only resource, or the only set of them, that a data source can mean.
func (r *resourceInstance) search(s *searched) (found []*candidate, by, why string) {
	wanted, why := r.criteria(s)
	if why != "" {
		return nil, "", why
	}
	if len(wanted) == 0 {
		return nil, "", "it asks for nothing that tells one from another"
	}
	var open *candidate
	for _, typ := range s.types {
		if typ == "aws_vpc" && r.node.cfg.Type != "aws_vpc" {
			continue
		}
		for _, c := range r.ev().tree.linker.candidates[typ] {
			switch r.fits(s, c, wanted) {
			case yes:
				found = append(found, c)
			case undecided:
				open = c
			case no:
			}
		}
	}
	if why = r.only(s, found, open); why != "" {
		return nil, "", why
	}
	var words []string
	for _, w := range wanted {
		words = append(words, w.words()...)
	}
	return found, describe(words), ""
}

// only says why what was found is not what the data source must mean.
func (r *resourceInstance) only(s *searched, found []*candidate, open *candidate) string {
	switch {
	case open != nil:
		return "whether it is " + open.name() + " is not known"
	case len(found) == 0:
		return "no other root here declares it"
	case len(found) > 1 && s.many == nil:
		return several(found)
	}
	for _, c := range found {
		switch {
		case c.root != found[0].root:
			return several([]*candidate{found[0], c})
		case c.root == r.node.scope.home.dir:
			return c.address + " of the same configuration matches it"
		case c.uncertain != "":
			return "of " + c.name() + " " + c.uncertain
		}
	}
	if s.inVPC {
		return r.oneVPC(found)
	}
	return ""
}

// oneVPC says why a list of resources may not be all that a VPC has.
func (r *resourceInstance) oneVPC(found []*candidate) string {
	vpc := found[0].facts["vpc_id"]
	for _, c := range found {
		if of := c.facts["vpc_id"].of; of == "" || of != vpc.of {
			return "they are not known to be in one VPC"
		}
	}
	for _, c := range r.ev().tree.linker.candidates["aws_vpc"] {
		if c.root == found[0].root && c.address == vpc.of && c.shared {
			return "what " + c.name() + " is handed to may add to them"
		}
	}
	return ""
}

// criteria reads what a data source asks for.
func (r *resourceInstance) criteria(s *searched) (wanted []criterion, why string) {
	for _, name := range sortedKeys(r.fields) {
		v := r.fields[name]
		plain, _ := v.Unmark()
		if plain.IsKnown() && (plain.IsNull() || plain.Type().IsTupleType() && plain.LengthInt() == 0) {
			continue
		}
		switch name {
		case "tags":
			list, why := r.tagCriteria(v)
			if why != "" {
				return nil, why
			}
			wanted = append(wanted, list...)
		case "filter":
			list, why := r.filterCriteria(s, v)
			if why != "" {
				return nil, why
			}
			wanted = append(wanted, list...)
		default:
			fact, known := s.args[name]
			if !known {
				return nil, "its " + name + " is not looked for in other roots"
			}
			if fact == "" {
				continue
			}
			w := criterion{fact: fact}
			if why := r.want(&w, name, v); why != "" {
				return nil, why
			}
			wanted = append(wanted, w)
		}
	}
	if s.narrow && !slices.ContainsFunc(wanted, func(w criterion) bool {
		return strings.HasPrefix(w.fact, "tag:") || w.fact == self || w.fact == "name" &&
			w.meets(fact{given: true, known: true, text: "default"}, "") == no
	}) {
		return nil, "what AWS makes on its own meets its filters, too"
	}
	return wanted, ""
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
		if h.workspace != "" || strings.Contains(address, "[*]") || isDataAddress(address) {
			return "its " + name + " is not known"
		}
		w.of = append(w.of, ownID{h.dir, address})
		return ""
	}
	if text = ev.origins.Expand(text); parser.Holed(text) {
		return "its " + name + " is not known"
	}
	w.values = append(w.values, text)
	return ""
}

func isDataAddress(address string) bool {
	return strings.HasPrefix(address, "data.") || strings.Contains(address, ".data.")
}

// tagCriteria reads the argument tags.
func (r *resourceInstance) tagCriteria(v cty.Value) (wanted []criterion, why string) {
	plain, marks := v.Unmark()
	if !plain.IsKnown() || len(marks) > 0 || !plain.CanIterateElements() {
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
		fact, known := s.filters[name]
		if strings.HasPrefix(name, "tag:") {
			fact, known = name, true
		}
		if !known {
			return nil, "its filter " + name + " is not looked for in other roots"
		}
		w := criterion{fact: fact, glob: true}
		values := attributeOrNull(plain, "values")
		inner, marks := values.Unmark()
		if !inner.IsKnown() || len(marks) > 0 || inner.IsNull() || len(elements(values)) == 0 {
			return nil, "its filter " + name + " is not known"
		}
		for _, value := range elements(values) {
			if why := r.want(&w, "filter "+name, value); why != "" {
				return nil, why
			}
		}
		if fact != "" {
			wanted = append(wanted, w)
		}
	}
	return wanted, ""
}

// fits reports whether a candidate is what the data source asks for.
func (r *resourceInstance) fits(s *searched, c *candidate, wanted []criterion) truth {
	account := r.ev().origins.Expand(r.provider.account)
	if c.account != "" && !parser.Holed(account) && c.account != account ||
		!s.global && c.region != "" && !parser.Holed(r.region) && c.region != r.region {
		return no
	}
	result := yes
	if c.uncertain != "" || c.credentials != "" && r.provider.credentials != "" &&
		c.credentials != r.provider.credentials && (c.account == "" || parser.Holed(account)) {
		result = undecided
	}
	for i := range wanted {
		switch c.meets(&wanted[i]) {
		case no:
			return no
		case undecided:
			result = undecided
		case yes:
		}
	}
	return result
}

// meets reports whether a candidate meets one criterion.
func (c *candidate) meets(w *criterion) truth {
	if w.fact == self {
		if slices.Contains(w.of, ownID{c.root, c.address}) {
			return yes
		}
		if len(w.values) > 0 {
			return undecided
		}
		return no
	}
	if key, tag := strings.CutPrefix(w.fact, "tag:"); tag {
		f, given := c.tags[key]
		answer := w.meets(f, c.root)
		if !given || !f.given {
			answer = no
		}
		if c.openTags && (answer == no || !given) {
			return undecided
		}
		return answer
	}
	f := c.facts[w.fact]
	if f.given {
		return w.meets(f, c.root)
	}
	switch w.fact {
	case "default":
		return w.meets(fact{known: true, text: "false"}, c.root)
	case "vpc_endpoint_type":
		return w.meets(fact{known: true, text: "Gateway"}, c.root)
	case "name":
		return c.generated(w)
	}
	return undecided
}

// generated reports whether a name that Terraform makes up may be one that is asked for.
func (c *candidate) generated(w *criterion) truth {
	prefix := c.facts["name_prefix"]
	if prefix.given && !prefix.known {
		return undecided
	}
	if !prefix.given {
		prefix.text = "terraform-"
	}
	answer := no
	for _, value := range w.values {
		head, rest, star := strings.Cut(value, "*")
		switch {
		case w.glob && star && rest == "" && !strings.Contains(head, "?") &&
			strings.HasPrefix(prefix.text, head):
			return yes
		case w.glob && strings.ContainsAny(value, "*?"), strings.HasPrefix(value, prefix.text):
			answer = undecided
		}
	}
	if len(w.of) > 0 {
		return undecided
	}
	return answer
}

// meets reports whether a value is one of those that are asked for.
func (w *criterion) meets(f fact, root string) truth {
	switch {
	case !f.known:
		return undecided
	case f.of != "":
		if slices.Contains(w.of, ownID{root, f.of}) {
			return yes
		}
		if len(w.values) > 0 || strings.Contains(f.of, "[*]") || isDataAddress(f.of) {
			return undecided
		}
		return no
	case slices.ContainsFunc(w.values, func(value string) bool {
		return value == f.text || w.glob && matches(value, f.text)
	}):
		return yes
	case len(w.of) > 0:
		return undecided
	}
	return no
}

// matches reports whether a text is of the form of a pattern of Amazon EC2: * stands for any text,
// ? for one character, and a backslash makes the next one plain.
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html
func matches(pattern, text string) bool {
	star, resume := -1, 0 // the last star, and where what it stands for ends
	p, t := 0, 0
	for t < len(text) {
		width := 1
		if p+1 < len(pattern) && pattern[p] == '\\' {
			width = 2
		}
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, resume = p, t
			p++
		case p < len(pattern) && (width == 1 && pattern[p] == '?' || pattern[p+width-1] == text[t]):
			p += width
			t++
		case star >= 0:
			resume++
			p, t = star+1, resume
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}

// words says what is asked for.
func (w *criterion) words() []string {
	list := make([]string, 0, len(w.values)+len(w.of))
	name := strings.ReplaceAll(w.fact, "_", " ")
	if key, tag := strings.CutPrefix(w.fact, "tag:"); tag {
		name = "tag " + key
	} else if w.fact == self {
		name = "id"
	}
	for _, value := range w.values {
		list = append(list, name+" = "+value)
	}
	for _, of := range w.of {
		list = append(list, name+" = "+of.address+".id of "+of.root)
	}
	return list
}
