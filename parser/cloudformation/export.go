package cloudformation

import (
	"path"
	"slices"
	"strings"
)

// binding returns the name of the stack with which an export has the name that is asked for; ok is
// false where it cannot have it.
func (e export) binding(name string) (stack string, ok bool) {
	if strings.ContainsRune(name, otherRune) || strings.ContainsRune(name, stackRune) ||
		strings.ContainsRune(e.pattern, otherRune) {
		return "", false
	}
	before, after, dynamic := strings.Cut(e.pattern, string(stackRune))
	if !dynamic {
		return "", e.pattern == name
	}
	if strings.ContainsRune(after, stackRune) || len(name) <= len(before)+len(after) ||
		!strings.HasPrefix(name, before) || !strings.HasSuffix(name, after) {
		return "", false
	}
	return name[len(before) : len(name)-len(after)], true
}

// find returns the export that a template means by a name, or the candidates where there are
// several: one with that very name before those whose stack must be called so, of these the one
// whose stack exports most of what the template asks for from a stack of that name.
func (l *links) find(importer *template, name string) []export {
	if found, ok := l.found[importer][name]; ok {
		return found
	}
	var exact, bound []export
	best := 0
	for _, e := range l.exports {
		stack, ok := e.binding(name)
		switch {
		case !ok || e.from == importer:
		case stack == "":
			exact = append(exact, e)
		default:
			score := l.score(importer, e.from, stack)
			if score > best {
				bound, best = nil, score
			}
			if score == best {
				bound = append(bound, e)
			}
		}
	}
	candidates := exact
	if len(exact) == 0 {
		candidates = bound
	}
	return preferred(importer, candidates)
}

// preferred leaves out, of candidates that are one template in two languages, the one that is not
// in the importer's; and all others where one alone is in the importer's folder.
func preferred(importer *template, candidates []export) []export {
	if len(candidates) < 2 {
		return candidates
	}
	stem := func(e export) string {
		return strings.TrimSuffix(e.from.path, path.Ext(e.from.path))
	}
	own := map[string]bool{}
	for _, e := range candidates {
		if path.Ext(e.from.path) == path.Ext(importer.path) {
			own[stem(e)] = true
		}
	}
	var kept, beside []export
	for _, e := range candidates {
		if own[stem(e)] && path.Ext(e.from.path) != path.Ext(importer.path) {
			continue
		}
		kept = append(kept, e)
		if path.Dir(e.from.path) == path.Dir(importer.path) {
			beside = append(beside, e)
		}
	}
	if len(beside) == 1 {
		return beside
	}
	return kept
}

// score counts the names that a template asks for and that the stack of another one has if it is
// called so.
func (l *links) score(importer, exporter *template, stack string) int {
	count := 0
	for _, name := range l.imports[importer] {
		for _, e := range l.exports {
			if e.from != exporter {
				continue
			}
			if bound, ok := e.binding(name); ok && (bound == stack || bound == "") {
				count++
				break
			}
		}
	}
	return count
}

// connect finds out who imports from whom.
func (l *links) connect(all []*template) {
	for _, tpl := range all {
		if len(l.imports[tpl]) == 0 {
			continue
		}
		known := map[string][]export{}
		for _, name := range l.imports[tpl] {
			found := l.find(tpl, name)
			known[name] = found
			if len(found) != 1 || slices.Contains(l.needs[tpl], found[0].from) {
				continue
			}
			from := found[0].from
			l.needs[tpl] = append(l.needs[tpl], from)
			if tpl.attaches() {
				l.users[from] = append(l.users[from], tpl)
			}
		}
		l.found[tpl] = known
	}
}

// exporters returns the templates that a template imports from, and those that these import from.
func (l *links) exporters(tpl *template) []*template {
	return closure(tpl, func(t *template) []*template { return l.needs[t] })
}

// attachers returns the templates that may add to what the template or its exporters declare, and
// those that these import from.
func (l *links) attachers(tpl *template) []*template {
	return closure(tpl, func(t *template) []*template {
		return slices.Concat(l.needs[t], l.users[t])
	})
}

// closure returns what one template leads to, without itself, sorted.
func closure(from *template, next func(*template) []*template) []*template {
	seen := map[*template]bool{from: true}
	queue := []*template{from}
	for len(queue) > 0 {
		for _, t := range next(queue[0]) {
			if !seen[t] {
				seen[t] = true
				queue = append(queue, t)
			}
		}
		queue = queue[1:]
	}
	delete(seen, from)
	list := make([]*template, 0, len(seen))
	for t := range seen {
		list = append(list, t)
	}
	slices.SortFunc(list, func(a, b *template) int { return strings.Compare(a.path, b.path) })
	return list
}

// attachingTypes are the types that add to a resource that they refer to, so that a template with
// such resources may change what another one exports.
var attachingTypes = map[string]bool{
	"AWS::EC2::VPCEndpoint": true, "AWS::EC2::Route": true,
	"AWS::EC2::SubnetRouteTableAssociation": true, "AWS::EC2::SubnetNetworkAclAssociation": true,
	"AWS::EC2::NetworkAclEntry": true, "AWS::EC2::SecurityGroupIngress": true,
	"AWS::EC2::SecurityGroupEgress": true, "AWS::EC2::VPCGatewayAttachment": true,
	"AWS::EC2::VPCCidrBlock": true, "AWS::EC2::VPCDHCPOptionsAssociation": true,
	"AWS::EC2::GatewayRouteTableAssociation": true, "AWS::EC2::SubnetCidrBlock": true,
	"AWS::EC2::VPCEndpointSecurityGroupAssociation": true, "AWS::IAM::Policy": true,
	"AWS::IAM::RolePolicy": true, "AWS::IAM::ManagedPolicy": true,
	"AWS::ECS::ClusterCapacityProviderAssociations": true, "AWS::EC2::NatGateway": true,
	"AWS::EC2::InternetGateway": true, "AWS::EC2::EgressOnlyInternetGateway": true,
	"AWS::EC2::SecurityGroup": true, "AWS::EC2::RouteTable": true, "AWS::EC2::Subnet": true,
	"AWS::Route53::HostedZone": true, "AWS::EC2::TransitGatewayAttachment": true,
	"AWS::EC2::TransitGatewayVpcAttachment": true, "AWS::EC2::VPCPeeringConnection": true,
}

// attaches reports whether a resource of the type is of interest to those that it refers to.
func attaches(typ string) bool { return attachingTypes[typ] || nests(typ) || opaqueType(typ) }

// attaches reports whether the template has a resource that adds to others.
func (t *template) attaches() bool {
	if !t.resources.is(object) {
		return true
	}
	return slices.ContainsFunc(t.resources.items, func(r *node) bool {
		typ := r.get("Type")
		if !typ.is(text) || typ.text == "AWS::EC2::SecurityGroup" || typ.text == "AWS::EC2::Subnet" {
			return false
		}
		return attaches(typ.text)
	})
}
