package why

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/pull"
)

// opens say what an open gate lets through.
var opens = map[string]func(words) string{
	"reference": func(w words) string { return w.image() },
	"platform": func(w words) string {
		return w.text("architecture") + " runs on platform version " +
			cmp.Or(w.text("platform_version"), "LATEST")
	},
	"role":  func(w words) string { return w.role() },
	"trust": func(w words) string { return w.text("service") + " may assume " + w.actor() },
	"identity": func(w words) string {
		return w.actor() + " may call " + w.calls() + on(w.text("resource")) + w.policies()
	},
	"credentials": func(w words) string {
		return cmp.Or(w.text("role"), "the execution role") + " may read the registry's credentials"
	},
	"cache": func(w words) string {
		return w.actor() + " may let the pull-through cache import the image"
	},
	"repository": func(w words) string {
		return cmp.Or(w.text("repository"), "the repository") + " admits " + w.actor()
	},
	"dns":  func(w words) string { return strings.TrimSpace("names resolve " + in(w.text("vpc"))) },
	"exit": func(w words) string { return w.exit() },
	"family": func(w words) string {
		return w.text("host") + " has an address of the family that leads out"
	},
	"egress": func(w words) string {
		return w.groups() + " lets " + w.port() + " out to " + w.destination() + w.reaching("reaches")
	},
	"acl":        func(w words) string { return w.gate.By + " lets TCP 443 and its answers through" },
	"interfaces": func(w words) string { return w.text("endpoint") + " has network interfaces" },
	"ingress": func(w words) string {
		return cmp.Or(w.text("group"), w.list("groups")) + " admits " + w.port() +
			" from the puller" + w.reaching("from")
	},
	"endpoint_policy": func(w words) string {
		return "the policy of " + w.text("endpoint") + " lets it through"
	},
	"attached": func(w words) string {
		return w.text("gateway") + " is in " + cmp.Or(w.text("vpc"), "the VPC")
	},
	"public_ip": func(w words) string { return "the " + w.puller() + " has a public address" },
	"nat":       func(w words) string { return w.nat(0) },
	"bpa":       func(words) string { return "VPC Block Public Access lets it through" },
}

// on says on what.
func on(resource string) string {
	if resource == "" {
		return ""
	}
	return " on " + resource
}

// in says in what.
func in(place string) string {
	if place == "" {
		return ""
	}
	return "in " + place
}

// image says what the reference names.
func (w words) image() string {
	i := w.pull.Image
	parts := []string{kinds[w.pull.Registry]}
	for _, fact := range [][2]string{
		{"account ", i.Account},
		{"region ", i.Region},
		{"", i.Repository},
		{"tag ", i.Tag},
		{"digest ", i.Digest},
	} {
		if fact[1] != "" {
			parts = append(parts, fact[0]+fact[1])
		}
	}
	if i.Declared != nil {
		parts = append(parts, "declared as "+i.Declared.ID)
	}
	return strings.Join(parts, ", ")
}

// kinds name the registries.
var kinds = map[string]string{
	"ecr": "Amazon ECR", "ecr-public": "Amazon ECR Public", "docker-hub": "Docker Hub",
	"other": "another registry", "unknown": "a registry that is not known",
}

// role names who pulls.
func (w words) role() string {
	name := w.pull.Puller.Role.Text
	if to := w.pull.Puller.Role.To; to != nil {
		name = to.ID
	}
	name = clean(name)
	who := "the execution role"
	if w.pull.Puller.Principal == "instance_profile" {
		who = "the instances' role"
	}
	switch role := w.pull.Puller.Role; {
	case role.None() && name == "" && w.pull.Puller.Principal != "instance_profile":
		return "no role is needed: the agent pulls"
	case role.To != nil || strings.HasPrefix(name, "arn:"):
		return who + " " + name + " pulls"
	case name == "":
		return who + " pulls, which is not in view"
	default:
		return who + " pulls, which is not in view (" + name + ")"
	}
}

// actor names the role that a policy is asked about.
func (w words) actor() string { return cmp.Or(w.text("role"), "the role that pulls") }

// clean drops a text that holds what is not known.
func clean(text string) string {
	if strings.ContainsFunc(text, func(r rune) bool { return r >= 0xE000 && r <= 0xF8FF }) {
		return ""
	}
	return text
}

// calls are the actions that a leg needs.
func (w words) calls() string {
	if w.gate.Leg == pull.Authorize {
		return "ecr:GetAuthorizationToken"
	}
	return "ecr:BatchGetImage and ecr:GetDownloadUrlForLayer"
}

// policies name the policies of the role.
func (w words) policies() string {
	role := w.pull.Puller.Role.To
	if role == nil || role.ID != w.text("role") {
		return ""
	}
	var names []string
	for _, policy := range role.Policies {
		if name := clean(policy.Name); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return " (by " + joined(names) + ")"
}

// groups names the groups of the puller.
func (w words) groups() string {
	return cmp.Or(w.text("group"), w.list("groups"), "the security group")
}

// reaching says what the rules of the groups let through.
func (w words) reaching(word string) string {
	if reaches := w.list("reaches"); reaches != "" {
		return " (" + word + " " + reaches + ")"
	}
	return ""
}

// port names the protocol and port.
func (w words) port() string {
	protocol := strings.ToUpper(cmp.Or(w.text("protocol"), "tcp"))
	if port := w.number("port"); port != 0 {
		return fmt.Sprintf("%s %d", protocol, port)
	}
	return protocol + " 443"
}

// destination names where the packets go.
func (w words) destination() string {
	switch w.text("destination") {
	case "endpoint":
		return w.text("endpoint")
	case "s3":
		if region := w.text("region"); !strings.Contains(region, "{") {
			return strings.TrimSpace("Amazon S3 " + in(region))
		}
		return "Amazon S3"
	case "servers":
		return "the name servers"
	case "anywhere":
		return "where the registry is"
	default:
		return "the internet"
	}
}

// puller names whose address it is.
func (w words) puller() string { return cmp.Or(w.text("interface"), w.pull.Puller.Interface) }

// exit says by what the leg leaves.
func (w words) exit() string {
	table, to := cmp.Or(w.text("route_table"), "the route table"), ""
	if w.way != nil {
		to = w.way.ID
	}
	switch {
	case w.way == nil:
		return table + " leads out"
	case w.way.Kind == "interface_endpoint":
		return "the name leads to " + to + ", inside the VPC"
	case w.way.Kind == "gateway_endpoint":
		return table + " sends Amazon S3 to " + to
	case w.text("route") != "":
		return table + " sends " + w.text("route") + " to " + cmp.Or(to, "what is not in view")
	}
	return table + " leads to " + cmp.Or(to, "what is not in view")
}

// nat says what a NAT has (which 0) or lacks (which 1).
func (w words) nat(which int) string {
	gateway, subnet := cmp.Or(w.text("gateway"), w.gate.By), w.text("subnet")
	table := cmp.Or(w.text("route_table"), "its route table")
	if subnet != "" {
		subnet = ", in " + subnet + ","
	}
	said, ok := map[string][2]string{
		"private":    {" is public", " is private: it has no way to the internet"},
		"no_address": {" has a public address", " has no public address"},
		"no_internet_route": {
			subnet + " leads to the internet by " + table,
			subnet + " has no way to the internet by " + table,
		},
		"loop": {" leads on", subnet + " leads back to itself"},
		"source_dest_check": {
			" forwards", " drops what is not for itself: its source/destination check is on",
		},
		"instance_ingress": {" admits TCP 443", ": its security groups admit no TCP 443"},
		"instance_egress":  {" lets TCP 443 out", ": its security groups let no TCP 443 out"},
	}[w.gate.Reason]
	if !ok {
		return gateway + " (" + w.gate.Reason + ")"
	}
	return gateway + said[which]
}
