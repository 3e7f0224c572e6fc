package graph

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// prefix reads a CIDR attribute; a null one is the zero Prefix and not Given.
func (o block) prefix(name string) Value[netip.Prefix] {
	return o.b.prefixOf(o.get(name), o.site(name))
}

// prefixes reads a list of CIDRs.
func (o block) prefixes(name string) List[Value[netip.Prefix]] {
	items := o.items(name)
	list := List[Value[netip.Prefix]]{Open: items.Open, Given: items.Given, Site: items.Site}
	for _, it := range items.Items {
		if value := o.b.prefixOf(it.datum, it.site); value.Given {
			list.Items = append(list.Items, value)
		}
	}
	return list
}

// prefixOf reads a CIDR. Text that is none is a warning, and the value unknown.
func (b *builder) prefixOf(d datum, site Site) Value[netip.Prefix] {
	text := b.strict(b.textOf(d, "", site))
	value := Value[netip.Prefix]{Why: text.Why, Given: text.Given, Site: site}
	if text.Why != nil || !text.Given {
		return value
	}
	if text.V == "" {
		value.Given = false
		return value
	}
	prefix, err := parsePrefix(text.V)
	if err != nil {
		b.warn(site, "Not a CIDR", fmt.Sprintf("%q is not an address range such as 10.0.0.0/16.",
			text.V))
		value.Why = nonsense(site, "is not a CIDR")
		return value
	}
	value.V = prefix
	return value
}

// parsePrefix reads a CIDR as Terraform does: leading zeros are allowed in IPv4, and bits behind
// the mask are dropped.
func parsePrefix(s string) (netip.Prefix, error) {
	prefix, err := netip.ParsePrefix(s)
	if err != nil && strings.Contains(s, ".") {
		prefix, err = netip.ParsePrefix(dropZeros(s))
	}
	if err != nil {
		return netip.Prefix{}, err
	}
	return prefix.Masked(), nil
}

// dropZeros takes leading zeros off the octets of an IPv4 CIDR.
func dropZeros(s string) string {
	address, bits, _ := strings.Cut(s, "/")
	octets := strings.Split(address, ".")
	for i, octet := range octets {
		if octet = strings.TrimLeft(octet, "0"); octet == "" && octets[i] != "" {
			octet = "0"
		}
		octets[i] = octet
	}
	return strings.Join(octets, ".") + "/" + bits
}

// warn adds a warning at a place.
func (b *builder) warn(site Site, summary, detail string) {
	b.diagnose(hcl.DiagWarning, site, summary, detail)
}

// fault adds an error at a place.
func (b *builder) fault(site Site, summary, detail string) {
	b.diagnose(hcl.DiagError, site, summary, detail)
}

func (b *builder) diagnose(severity hcl.DiagnosticSeverity, site Site, summary, detail string) {
	diag := &hcl.Diagnostic{Severity: severity, Summary: summary, Detail: detail}
	if site.Resource != nil {
		subject := site.Resource.At(site.Path)
		diag.Subject = &subject
	}
	b.diags = append(b.diags, diag)
}
