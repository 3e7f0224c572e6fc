package pull

import (
	"regexp"
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

// theVPC returns the VPC that a link leads to: one that is declared, or one that is given from
// outside, of which what is declared in it is in view and nothing else.
func (c *cutter) theVPC(link graph.Link[graph.VPC]) *graph.VPC {
	if link.To != nil {
		return link.To
	}
	key, ok := identityOf(link)
	if !ok {
		return nil
	}
	if vpc, ok := c.given[key]; ok {
		return vpc
	}
	vpc := c.furnish(link, key)
	c.given[key] = vpc
	return vpc
}

// furnish gathers what is declared in a VPC that is given from outside; nil where that is nothing
// that names resolve to. Its DNS attributes are taken to be on: AWS makes no endpoint with private
// DNS where they are off.
func (c *cutter) furnish(link graph.Link[graph.VPC], key string) *graph.VPC {
	why := link.Why
	on := graph.Value[bool]{V: true}
	vpc := &graph.VPC{
		Node: graph.Node{ID: c.text(link.Text), Open: why}, DNSSupport: on, DNSHostnames: on,
		LostEndpoints: []*parser.Origin{why},
	}
	vpc.CIDRs.Open, vpc.CIDRs6.Open = why, why
	for _, e := range c.graph.Endpoints {
		if other, ok := identityOf(e.VPC); ok && other == key {
			vpc.Endpoints = append(vpc.Endpoints, e)
		}
	}
	for _, zone := range c.graph.Zones {
		for _, l := range zone.VPCs.Items {
			if other, ok := identityOf(l); ok && other == key {
				vpc.Zones = append(vpc.Zones, zone)
			}
		}
	}
	if len(vpc.Endpoints) == 0 && len(vpc.Zones) == 0 {
		return nil
	}
	return vpc
}

// vpcNames are the names of variables, parameters and exports that hold the id of one VPC. A value
// of another name may be what a VPC is looked up by.
var vpcNames = regexp.MustCompile(`(^|\.)(var\.|parameter |the export ).*(?i:vpc[_-]?(id)?)$`)

// identityOf returns what tells a VPC apart that is not declared here: the literal id, the data
// source that reads it, the variable that holds it. Other values need not be the same VPC wherever
// they stand.
func identityOf(link graph.Link[graph.VPC]) (string, bool) {
	why := link.Why
	switch {
	case link.To != nil || why == nil:
		return "", false
	case why.Address != "" && (why.Attr == "id" || why.Attr == "vpc_id"):
		return why.Address + "." + why.Attr, true
	case why.Address != "":
		return "", false
	case strings.HasPrefix(link.Text, "vpc-"):
		return link.Text, true
	case strings.Contains(why.Attr, "AWS::EC2::VPC::Id"), vpcNames.MatchString(why.What):
		return why.What, true
	}
	return "", false
}

// vpcOfGroups returns the VPC of an interface by its security groups, which are of that VPC as
// long as they are shared with no other.
// https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
func (c *cutter) vpcOfGroups(groups graph.List[graph.Link[graph.SecurityGroup]]) *graph.VPC {
	for _, link := range groups.Items {
		if g := link.To; g != nil && g.Maybe == nil && g.Abroad == nil {
			if vpc := c.theVPC(g.VPC); vpc != nil {
				return vpc
			}
		}
	}
	return nil
}

// registryEndpoints returns the endpoints of a VPC that matter for pulls, with those that may be of
// it.
func (c *cutter) registryEndpoints(vpc *graph.VPC) []*graph.Endpoint {
	var out []*graph.Endpoint
	add := func(e *graph.Endpoint) {
		if !e.Service.Known() || registryService(e.Service.V) || e.Service.V == "secretsmanager" {
			out = append(out, e)
		}
	}
	if vpc != nil {
		for _, e := range vpc.Endpoints {
			add(e)
		}
	}
	if vpc != nil && len(vpc.LostEndpoints) == 0 {
		return out
	}
	for _, e := range c.graph.Endpoints {
		if e.VPC.To == nil && !slices.Contains(out, e) {
			add(e)
		}
	}
	return out
}
