package terraform

import (
	"slices"
	"strings"
)

// searched says how a data source looks for resources.
type searched struct {
	// types are the resources that it may find.
	types []string
	// args and filters say which fact of a resource an argument or filter is compared with; "" for
	// one that every resource meets.
	args, filters map[string]string
	// answers are the attributes of the resource that it answers with, by its own names; many those
	// of which it answers with a list, or with a set.
	answers, many map[string]string
	sets          bool
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
	"aws_subnets": {
		types: subnetTypes, filters: subnetFilters, args: same("region="), many: ids, inVPC: true,
	},
	"aws_subnet_ids": {
		types: subnetTypes, filters: subnetFilters, args: same("vpc_id"), many: ids, inVPC: true,
		sets: true,
	},
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
	"aws_ecs_task_definition": {
		types: []string{"aws_ecs_task_definition"},
		args:  same("task_definition=family region="),
		answers: same("id=arn arn arn_without_revision family revision container_definitions " +
			"cpu memory network_mode execution_role_arn task_role_arn"),
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
type ownID struct{ root, environment, address string }

// search finds the only resource, or the only set of them, that a data source can mean.
func (r *resourceInstance) search(s *searched) (found []*candidate, by, why string) {
	if found, by, why = r.look(s); why != "" {
		r.perhaps = r.candidates(s)
	}
	return found, by, why
}

// candidates returns what a data source may mean of other roots, as far as it is known what it asks
// for.
func (r *resourceInstance) candidates(s *searched) []*candidate {
	wanted, why := r.criteria(s)
	if why != "" {
		wanted = nil
	}
	var list []*candidate
	for _, typ := range s.types {
		if typ == "aws_vpc" && r.node.cfg.Type != "aws_vpc" {
			continue
		}
		for _, c := range r.ev().tree.linker.candidates[typ] {
			if r.fits(s, c, wanted) != no && (r.hangs == nil || r.hangs.allows(c)) {
				list = append(list, c)
			}
		}
	}
	return list
}

// allows reports whether a candidate belongs to what the data source waits for.
func (h *hanging) allows(c *candidate) bool {
	f := c.facts[h.fact]
	return !f.known || isDataAddress(f.of) || slices.Contains(h.of, ownID{c.root, c.environment, f.of})
}

// look is search without noting what may be meant.
func (r *resourceInstance) look(s *searched) (found []*candidate, by, why string) {
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
		case c.root != found[0].root, c.environment != found[0].environment:
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
		if c.root == found[0].root && c.environment == found[0].environment &&
			c.address == vpc.of && c.shared {
			return "what " + c.name() + " is handed to may add to them"
		}
	}
	return ""
}
