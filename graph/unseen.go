package graph

import (
	"slices"
	"strings"

	"github.com/ecrlint/ecrlint/parser"
)

// unseen says why nothing in view is what a reference means.
func (b *builder) unseen(r ref, origin *parser.Origin, text string, site Site) *parser.Origin {
	if origin != nil && origin.Kind == parser.Unknown {
		return origin
	}
	if r.address == "" {
		for _, hole := range b.origins.In(r.text) {
			if hole.Kind == parser.Unknown {
				return &hole
			}
		}
	}
	why := &parser.Origin{What: text, Address: r.address, Attr: r.attr}
	if r.address == "" && site.Resource != nil {
		why.Range = site.Resource.At(site.Path)
	}
	target := b.resources[r.address]
	switch {
	case r.address == "":
		why.Why = notDeclared
		why.Hint = "check it together with the configuration that declares it"
	case target != nil && target.Mode == parser.Data, strings.Contains(r.address, "data."):
		why.Why = "is read at plan time"
		if target != nil && target.Unlinked != "" {
			why.Why += ": " + target.Unlinked
		}
		why.Hint = "check it together with the configuration that declares it"
	default:
		why.Why = "leads to nothing that is known here"
	}
	return why
}

// plain writes text for messages: tokens become the names of what they stand for.
func (b *builder) plain(text string) string { return plainText(b.origins, text) }

func plainText(origins *parser.Origins, text string) string {
	if !parser.Holed(text) {
		return text
	}
	var s strings.Builder
	parts := parser.Parts(text)
	for _, part := range parts {
		if !part.Hole {
			s.WriteString(part.Text)
			continue
		}
		label := "unknown"
		if origin, ok := origins.Whole(parser.TokenOf(part.ID)); ok {
			label = labelOf(&origin)
		}
		if len(parts) > 1 {
			label = "{" + label + "}"
		}
		s.WriteString(label)
	}
	return s.String()
}

// labelOf names an origin.
func labelOf(origin *parser.Origin) string {
	switch {
	case origin.What != "":
		return origin.What
	case origin.Address != "" && origin.Attr != "" && origin.Attr != "Ref":
		return origin.Address + "." + origin.Attr
	case origin.Address != "":
		return origin.Address
	case origin.Kind == parser.Region:
		return "region"
	case origin.Kind == parser.Account:
		return "account"
	}
	return "unknown"
}

// mayBe reports whether a reference that could not be resolved may mean the node after all. What a
// literal id or a data source names exists without this configuration, unless the data source
// waits for something that is declared here; an output of an unseen module can only be what the
// module was handed.
func (b *builder) mayBe(why *parser.Origin, n *Node) bool {
	if why == nil {
		return false
	}
	if n.Resource != nil && n.Resource.AsMade && b.mayExist(why) {
		return true
	}
	for i := range b.root.Opaque {
		opaque := &b.root.Opaque[i]
		if opaque.Address == why.Address || opaque.Origin == *why {
			return n.Resource != nil && slices.Contains(opaque.Handed, n.Resource.Address)
		}
	}
	if why.Address != "" && why.Kind != parser.Account && why.Kind != parser.Region {
		return b.mayRead(why, n)
	}
	return why.Why != notDeclared
}

// mayExist reports whether a reference may mean something that exists without this configuration: a
// literal id, or what a data source finds.
func (b *builder) mayExist(why *parser.Origin) bool {
	target := b.resources[why.Address]
	return why.Why == notDeclared || target != nil && target.Mode == parser.Data
}

// mayRead is mayBe for an attribute of a resource or data source.
func (b *builder) mayRead(why *parser.Origin, n *Node) bool {
	target := b.resources[why.Address]
	if target == nil {
		return !isData(why.Address)
	}
	if target.Mode == parser.Managed {
		return target == n.Resource
	}
	return n.Resource != nil && needs(target, n.Resource) || b.waits(target)
}

// waits reports whether a data source is read after something declared here is made.
func (b *builder) waits(r *parser.Resource) bool {
	return slices.ContainsFunc(r.Needs, func(config string) bool {
		return !isData(config)
	})
}

// isData reports whether an address is that of a data source.
func isData(address string) bool {
	return strings.HasPrefix(address, "data.") || strings.Contains(address, ".data.") ||
		strings.Contains(address, ":data.")
}

// notDeclared is why a reference to something outside the configuration cannot be followed.
const notDeclared = "is not declared here"

// beyond returns why something may not exist, unless that is the very reason why what it belongs to
// may not exist.
func beyond(maybe, owner *parser.Origin) *parser.Origin {
	if maybe == nil || owner != nil && *maybe == *owner {
		return nil
	}
	return maybe
}
