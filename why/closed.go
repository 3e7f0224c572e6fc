package why

import (
	"cmp"
	"fmt"
	"strings"
)

// shuts say what a closed gate stops.
var shuts = map[string]func(words) string{
	"reference": func(w words) string {
		said := w.pull.Reference + " is no valid image reference"
		if problem := w.text("problem"); problem != "" {
			said += " (what is wrong: " + strings.ReplaceAll(problem, "_", " ") + ")"
		}
		return said
	},
	"platform": func(w words) string {
		return w.text("architecture") + " needs platform version 1.4.0 or later, and this is " +
			w.text("platform_version")
	},
	"role":     func(w words) string { return w.lacksRole() },
	"trust":    func(w words) string { return w.distrusts() },
	"identity": func(w words) string { return w.forbids() },
	"credentials": func(w words) string {
		role := cmp.Or(w.text("role"), "the execution role")
		if w.gate.Reason == "missing_role" {
			return "the registry's credentials need an execution role, and there is none"
		}
		return role + " may not read the registry's credentials" + w.byStatement()
	},
	"cache": func(w words) string {
		return w.actor() + " may not let the pull-through cache create the repository and import"
	},
	"repository": func(w words) string { return w.shares() },
	"dns":        func(w words) string { return w.nameless() },
	"exit":       func(w words) string { return w.blocked() },
	"family": func(w words) string {
		return "only IPv6 leads out of " + w.text("subnet") + ", and " + w.text("host") +
			" has no IPv6 address"
	},
	"egress": func(w words) string {
		said := w.groups() + " lets no " + w.port() + " out to " + w.destination()
		if reaches := w.list("reaches"); reaches != "" {
			said += ", only to " + reaches
		}
		return said
	},
	"acl": func(w words) string { return w.aclStops() },
	"interfaces": func(w words) string {
		return w.text("endpoint") + " has no subnets, so it has no network interfaces"
	},
	"ingress": func(w words) string {
		return cmp.Or(w.list("groups"), w.text("group"), "the endpoint") + " of " +
			w.text("endpoint") + " admits no " + w.port() + " from the puller (" +
			cmp.Or(w.list("puller_groups"), w.list("puller_cidrs"), "its addresses") + ")"
	},
	"endpoint_policy": func(w words) string {
		return "the policy of " + w.text("endpoint") + w.refuses()
	},
	"attached": func(w words) string {
		if w.gate.Reason == "detached" {
			return w.text("gateway") + " is attached to no VPC"
		}
		return w.text("gateway") + " is in another VPC than " + cmp.Or(w.text("vpc"), "the route table")
	},
	"public_ip": func(w words) string {
		return "the " + w.puller() + " has no public address, without which " + w.text("gateway") +
			" lets nothing out"
	},
	"nat": func(w words) string { return w.nat(1) },
	"bpa": func(w words) string { return "VPC Block Public Access stops it (" + w.text("mode") + ")" },
}

// lacksRole says which role is missing.
func (w words) lacksRole() string {
	switch w.gate.Reason {
	case "no_instance_profile":
		return "the instances have no instance profile"
	case "not_a_role":
		return "what is given as the execution role is not the ARN of a role"
	case "not_a_profile":
		return "what is given as the instance profile is not an instance profile"
	case "profile_without_role":
		return "the instance profile " + w.text("profile") + " has no role"
	case "logs_need_role":
		return "the awslogs driver needs an execution role, and there is none"
	case "secrets_need_role":
		return "secrets need an execution role, and there is none"
	}
	return "there is no execution role"
}

// distrusts says why the role cannot be assumed.
func (w words) distrusts() string {
	said := w.text("service") + " may not assume " + w.actor()
	switch services := w.list("services"); {
	case w.gate.Reason == "condition":
		said += ": its trust policy has a condition that the service does not meet"
	case w.gate.Reason != "denied" && services != "":
		said += ", only " + services + " may"
	}
	return said + w.byStatement()
}

// forbids says what the role may not do, and by what: its own policies, or one that is above it.
func (w words) forbids() string {
	if by := w.gate.By; w.gate.Reason == "denied" && by != "" && by != w.text("role") {
		return by + " denies " + w.actor() + " " + cmp.Or(w.list("actions"), "the call") +
			on(w.text("resource")) + w.byStatement()
	}
	return w.actor() + w.refuses()
}

// refuses says what a policy does not allow.
func (w words) refuses() string {
	actions := cmp.Or(w.list("actions"), "the call")
	switch w.gate.Reason {
	case "denied":
		return " denies " + actions + on(w.text("resource")) + w.byStatement()
	case "boundary":
		return " has a permissions boundary without " + actions + on(w.text("resource"))
	case "presigned":
		return " has a condition that no pre-signed request meets" + w.byStatement()
	}
	return " does not allow " + actions + on(w.text("resource"))
}

// byStatement says which statement decides.
func (w words) byStatement() string {
	if statement := w.text("statement"); statement != "" {
		return " (statement " + strings.TrimPrefix(statement, "statement ") + ")"
	}
	return ""
}

// shares says why the repository does not admit the puller.
func (w words) shares() string {
	repository := cmp.Or(w.text("repository"), "the repository")
	switch w.gate.Reason {
	case "denied", "registry_denied":
		return repository + " denies " + cmp.Or(w.list("actions"), "the pull") + " to " +
			w.actor() + w.byStatement()
	case "invalid_principal", "invalid_action":
		return "the policy of " + repository + " names what AWS does not have: " + w.list("values")
	}
	return repository + " is not shared with account " + w.text("account")
}

// nameless says why the name does not resolve.
func (w words) nameless() string {
	switch w.gate.Reason {
	case "support_off":
		return w.text("vpc") + " resolves no names (its attribute enableDnsSupport is off)"
	case "refused_attributes":
		return "private DNS of " + w.text("endpoint") + " needs attributes that are off in " +
			w.text("vpc") + ": " + named.Replace(w.list("attributes"))
	case "servers_unreached":
		return "no route leads to the name servers " + w.list("servers")
	case "no_record":
		return w.text("zone") + " answers for " + w.text("host") + " and has no record for it"
	}
	return w.gate.By + " keeps " + w.port() + " from the name servers " + w.list("servers")
}

// blocked says why there is no exit.
func (w words) blocked() string {
	table, route := cmp.Or(w.text("route_table"), "the route table"), w.text("route")
	switch w.gate.Reason {
	case "no_target":
		return "the route " + route + " of " + table + " leads to nothing"
	case "peering":
		return "the route " + route + " of " + table + " leads into a peering connection, which has " +
			"no way to the internet"
	case "other_vpc":
		return cmp.Or(w.text("endpoint"), "the target") + " is in another VPC, and no route leads there"
	case "refused_type":
		return w.text("endpoint") + " is of type Gateway, which Amazon ECR does not have: AWS refuses it"
	}
	return "no route of " + table + " leads out" + w.nearby()
}

// nearby says why no endpoint serves the leg.
func (w words) nearby() string {
	if w.leg == nil || w.leg.Service == "" {
		return ""
	}
	return ", and " + missed(w.leg.Endpoint.Reason, w.leg.Endpoint.ID, w.leg.Service)
}

// missed says why an endpoint does not serve a service.
func missed(reason, endpoint, service string) string {
	switch reason {
	case "none":
		return "the VPC has no registry endpoint"
	case "private_dns":
		return endpoint + " has no private DNS"
	case "region":
		return endpoint + " serves another region"
	case "type":
		return endpoint + " is of a type that does not serve it"
	case "route_table":
		return endpoint + " is not on that route table"
	case "interface":
		return endpoint + " is an interface endpoint, whose names are not those of the leg"
	case "no_subnets":
		return endpoint + " has no subnets"
	case "refused_dns_attributes":
		return endpoint + " needs the DNS attributes of the VPC"
	}
	return "the VPC has no endpoint of " + service
}

// aclStops says which entry stops what.
func (w words) aclStops() string {
	entry := "the last rule (*)"
	if number := w.number("entry"); number != 0 {
		entry = fmt.Sprintf("entry %d", number)
	}
	what := "TCP " + w.text("ports")
	if w.gate.Reason == "return" {
		what = "the answers (" + what + ")"
	}
	direction := "out of"
	if w.text("direction") == "ingress" {
		direction = "into"
	}
	return fmt.Sprintf("%s of %s stops %s %s %s", entry, w.gate.By, what, direction, w.text("subnet"))
}

// named writes attributes of a VPC as AWS names them, whatever the language. Source:
// https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html#vpc-dns-support
var named = strings.NewReplacer(
	"enable_dns_support", "enableDnsSupport", "enable_dns_hostnames", "enableDnsHostnames",
)
