package graph

import (
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/parser"
)

// ref is what an attribute refers to another node by: the identity of a resource (Address and
// Attr), or text.
type ref struct {
	address, attr string
	text          string           // with shapes written out; empty for an identity without one
	from          *parser.Resource // who refers
}

// finder finds the node that is meant; nil where there is none in view.
type finder[N any] func(b *builder, r ref) *N

// name is a name under which nodes of one kind are known.
type name struct{ kind, text string }

// register makes a node known by a name. Names with nothing in them are not.
func (b *builder) register(kind, text string, n any) {
	if text != "" {
		key := name{kind, text}
		b.names[key] = append(b.names[key], n)
	}
}

// at returns the node with the address, which may leave out the key of a single instance.
func at[N any](b *builder, address string) *N {
	if address == "" {
		return nil
	}
	if n, ok := b.nodes[address].(*N); ok {
		return n
	}
	n, _ := b.nodes[address+"[*]"].(*N)
	return n
}

// called returns the node of a kind with a name: the only one, or of several the only one that
// the referring resource depends on or that lives where it does.
func called[N any](b *builder, kind string, r ref, home func(*N) *Node) *N {
	if n := made[N](b, r.text); n != nil {
		return n
	}
	var fitting []*N
	for _, n := range b.names[name{kind, r.text}] {
		if n, ok := n.(*N); ok && together(kind, home(n).Home, r.from) {
			fitting = append(fitting, n)
		}
	}
	origin, whole := b.origins.Whole(r.text)
	vague := whole && origin.Kind == parser.Unknown // equal tokens need not be equal names
	if (len(fitting) > 1 || vague) && r.from != nil {
		if needed := filter(fitting, func(n *N) bool {
			return needs(r.from, home(n).Resource)
		}); len(needed) > 0 || vague {
			fitting = needed
		}
	}
	if len(fitting) != 1 || unlinkedFrom(r.from, home(fitting[0]).Resource) {
		return nil
	}
	return fitting[0]
}

// unlinkedFrom reports whether a resource of another root, which is in view for another reason, is
// not what a data source reads: it was looked for in all roots, and more than one may be meant.
func unlinkedFrom(from, to *parser.Resource) bool {
	return from != nil && to != nil && from.Mode == parser.Data && from.Unlinked != "" &&
		!from.Foreign && to.Foreign
}

// made returns the node whose name is one that AWS makes up.
func made[N any](b *builder, text string) *N {
	if origin, whole := b.origins.Whole(text); whole && origin.Kind == parser.Reference {
		return at[N](b, origin.Address)
	}
	return nil
}

// together reports whether something in one place may be what a resource means by a name: the
// accounts and regions are the same, or one of them is not known.
func together(kind string, home parser.Provider, from *parser.Resource) bool {
	if from == nil {
		return true
	}
	global := kind == kindRole || kind == kindPolicy || kind == kindProfile
	return mayEqual(home.Account, from.Provider.Account) &&
		(global || mayEqual(home.Region, from.Provider.Region))
}

// The kinds of name. IAM's are the same in every region.
const (
	kindRole       = "role"
	kindPolicy     = "policy"
	kindProfile    = "profile"
	kindRepository = "repository"
	kindCluster    = "cluster"
	kindCapacity   = "capacity provider"
	kindFamily     = "family"
	kindFleet      = "fleet"
	kindTemplate   = "launch template"
	kindLaunch     = "launch configuration"

	kindEnvironment = "compute environment"
	kindQueue       = "job queue"
	kindJob         = "job definition"
)

// needs reports whether a resource waits for another.
func needs(r, other *parser.Resource) bool {
	if r == nil || other == nil {
		return false
	}
	_, found := slices.BinarySearch(r.Needs, other.Config)
	return found
}

func filter[T any](all []T, keep func(T) bool) []T {
	var kept []T
	for _, one := range all {
		if keep(one) {
			kept = append(kept, one)
		}
	}
	return kept
}

// link resolves an attribute that refers to one node.
func link[N any](o block, attr string, find finder[N]) Link[N] {
	return resolve(o.b, o.res, o.get(attr), o.site(attr), find)
}

// links resolves an attribute that refers to a list of nodes.
func links[N any](o block, attr string, find finder[N]) List[Link[N]] {
	return linksOf(o, o.items(attr), find)
}

// linksOf resolves the items of a list.
func linksOf[N any](o block, items List[item], find finder[N]) List[Link[N]] {
	list := List[Link[N]]{Open: items.Open, Given: items.Given, Site: items.Site}
	for _, it := range items.Items {
		if l := resolve(o.b, o.res, it.datum, it.site, find); !l.None() {
			list.Items = append(list.Items, l)
		}
	}
	return list
}

// resolve resolves one value.
func resolve[N any](
	b *builder, from *parser.Resource, d datum, site Site, find finder[N],
) Link[N] {
	l := Link[N]{Site: site}
	if !d.known {
		l.Text = d.why.What
		switch {
		case d.why.Address == "":
			l.To = find(b, ref{text: b.origins.Token(*d.why), from: from})
		case telling(d.why):
			l.To = find(b, ref{address: d.why.Address, attr: attribute(d.why), from: from})
		}
		if l.To == nil {
			l.Why = d.why
		}
		return l
	}
	if d.v.IsNull() {
		return l
	}
	text, ok := scalar(d)
	if !ok {
		l.Text, l.Why = describe(site), nonsense(site, "is not text")
		return l
	}
	if text == "" {
		return l
	}
	r, origin := b.refer(text, from)
	l.Text, l.raw = b.plain(text), r.text
	if l.To = find(b, r); l.To == nil {
		l.Why = b.unseen(r, origin, l.Text, site)
	}
	return l
}

// refer reads text as a reference.
func (b *builder) refer(text string, from *parser.Resource) (ref, *parser.Origin) {
	r := ref{from: from, text: text}
	origin, whole := b.origins.Whole(text)
	if !whole {
		r.text = b.origins.Expand(text)
		return r, nil
	}
	if telling(&origin) {
		r.address, r.attr = origin.Address, attribute(&origin)
	}
	r.text = b.origins.Expand(text)
	return r, &origin
}

// telling reports whether an origin names the very attribute that was written, and not only what
// some expression could not be evaluated for. Of what only AWS knows these attributes are
// followed.
func telling(origin *parser.Origin) bool {
	if origin.Kind != parser.Unknown {
		return origin.Address != ""
	}
	for _, attr := range []string{
		"primary_network_interface_id", "prefix_list_id", "cidr_blocks", "dns_entry", "service_name",
		"family", "vpc_id", "main_route_table_id", "DnsEntries", "VpcId",
	} {
		if origin.Address != "" && strings.HasPrefix(origin.Attr, attr) {
			return true
		}
	}
	return false
}
