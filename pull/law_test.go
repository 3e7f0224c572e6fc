package pull_test

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"reflect"
	"testing"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/pull"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// field is a value or link of a graph that can be blurred.
type field struct {
	path  string
	value reflect.Value
}

// fields walks a graph and returns every value and link in it.
func fields(v any) []field {
	var out []field
	seen := map[uintptr]bool{}
	var walk func(path string, v reflect.Value)
	walk = func(path string, v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			if v.IsNil() || seen[v.Pointer()] || v.Type() == reflect.TypeFor[*parser.Resource]() ||
				v.Type() == reflect.TypeFor[*parser.Root]() {
				return
			}
			seen[v.Pointer()] = true
			walk(path, v.Elem())
		case reflect.Slice:
			for i := range v.Len() {
				walk(fmt.Sprintf("%s[%d]", path, i), v.Index(i))
			}
		case reflect.Struct:
			why := v.FieldByName("Why")
			if why.IsValid() && why.Type() == reflect.TypeFor[*parser.Origin]() &&
				(v.FieldByName("V").IsValid() || v.FieldByName("To").IsValid()) {
				out = append(out, field{path, v})
			}
			for i := range v.NumField() {
				if v.Type().Field(i).IsExported() && v.Type().Field(i).Name != "Site" {
					walk(path+"."+v.Type().Field(i).Name, v.Field(i))
				}
			}
		default: // nothing below
		}
	}
	walk("", reflect.ValueOf(v))
	return out
}

// blurrable reports whether a field may be unknown by itself: links that the other side repeats
// (the endpoints of a VPC) cannot, nor what only names things.
func (f field) blurrable() bool {
	switch f.value.Type() {
	case reflect.TypeFor[graph.Link[graph.Endpoint]](),
		reflect.TypeFor[graph.Link[graph.TaskDefinition]]():
		return false
	}
	return true
}

// blur makes the field unknown.
func (f field) blur() {
	f.value.FieldByName("Why").Set(reflect.ValueOf(origin("blurred " + f.path)))
	if link := f.value.FieldByName("To"); link.IsValid() {
		link.SetZero()
		return
	}
	f.value.FieldByName("V").SetZero()
}

var blocks = []string{
	"0.0.0.0/0", "10.0.0.0/16", "10.0.1.0/24", "10.0.9.0/24", "10.0.1.0/26", "52.0.0.0/8",
	"192.168.0.0/16",
	"0.0.0.0/1",
}

// vary gives the field some other known value.
func (f field) vary(t *rapid.T) {
	v := f.value.FieldByName("V")
	if !v.IsValid() {
		return
	}
	switch v.Interface().(type) {
	case bool:
		v.SetBool(!v.Bool())
	case int:
		v.SetInt(int64(rapid.SampledFrom([]int{0, 53, 80, 443, 1024, 32768, 60999, 65535}).Draw(t,
			"number")))
	case netip.Prefix:
		if v.Interface().(netip.Prefix).IsValid() {
			v.Set(reflect.ValueOf(netip.MustParsePrefix(rapid.SampledFrom(blocks).Draw(t, "block"))))
		}
	}
}

// some returns one of the stacks, changed a little.
func some(t *rapid.T) *stack {
	stacks := map[string]func() *stack{
		"natted": natted, "open": open, "sealed": sealed,
		"hosts": func() *stack { s := natted(); s.fleet(); return s },
		"acl": func() *stack {
			s := natted()
			a := s.acls("aws_network_acl.app", s.subnet)
			a.Egress = append(a.Egress, entry(90, false, "tcp", 80, 80, "0.0.0.0/0"))
			s.acls("aws_network_acl.public", s.publicSubnet)
			return s
		},
		"sealed acl": func() *stack {
			s := sealed()
			other := s.addSubnet("aws_subnet.endpoints", "10.0.5.0/24", s.table)
			s.dkr.Subnets = links(other)
			s.acls("aws_network_acl.app", s.subnet)
			s.acls("aws_network_acl.endpoints", other)
			return s
		},
		"servers": func() *stack {
			s := natted()
			s.custom("10.0.5.5")
			r := rule(53, "10.0.5.5/32")
			r.Protocol = given("udp")
			s.group.Egress = append(s.group.Egress, r)
			return s
		},
	}
	stacks["old platform"] = func() *stack {
		s := sealed()
		s.service.PlatformVersion = given("1.3.0")
		s.api.Policy = s.policy("aws_vpc_endpoint.api", statement(`"Effect":"Deny","Action":"*"`))
		return s
	}
	names := []string{
		"natted", "open", "sealed", "hosts", "acl", "sealed acl", "servers", "old platform",
	}
	s := stacks[rapid.SampledFrom(names).Draw(t, "stack")]()
	all := fields(s.g)
	for range rapid.IntRange(0, 3).Draw(t, "changes") {
		rapid.SampledFrom(all).Draw(t, "field").vary(t)
	}
	return s
}

// String names the field in the logs of a failure.
func (f field) String() string { return f.path }

// verdict is fails, unknown or pulls, and the closed gates.
func verdict(s *stack) (string, reading) {
	var r reading
	worst := "pulls"
	for _, p := range pull.Cut(s.g) {
		if p.Nowhere != nil || p.MorePlacements != nil {
			worst = "unknown"
		}
		for i := range max(1, len(p.Placements)) {
			if len(p.Placements) == 0 {
				i = -1
			}
			r.best = append(r.best, closedIn(p.Document(i, pull.Best))...)
			r.worst = append(r.worst, closedIn(p.Document(i, pull.Worst))...)
		}
	}
	switch {
	case len(r.best) > 0:
		return "fails", r
	case len(r.worst) > 0:
		return "unknown", r
	}
	return worst, r
}

// TestBlurring holds the law of the bounds: whatever an unknown value turns out to be, the outcome
// lies between worst and best.
func TestBlurring(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := some(t)
		actual, found := verdict(s)
		for range rapid.IntRange(1, 3).Draw(t, "blurs") {
			f := rapid.SampledFrom(fields(s.g)).Draw(t, "field")
			if f.blurrable() {
				f.blur()
			}
		}
		blurred, r := verdict(s)
		if blurred == "fails" {
			require.Equal(t, "fails", actual, "closed at best: %v; known: %v", r.best, found)
		}
		if blurred == "pulls" {
			require.Equal(t, "pulls", actual, "known: %v", found)
		}
	})
}

// TestOpening: what allows more makes no verdict worse.
func TestOpening(t *testing.T) {
	everything := statement(`"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"`)
	openings := map[string]func(*stack){
		"egress": func(s *stack) {
			s.group.Egress = append(s.group.Egress, &graph.GroupRule{
				Protocol: given("-1"),
				CIDRs:    cidrs("0.0.0.0/0"),
			})
		},
		"ingress": func(s *stack) {
			if s.endpointGroup != nil {
				s.endpointGroup.Ingress = append(s.endpointGroup.Ingress,
					&graph.GroupRule{Protocol: given("-1"), CIDRs: cidrs("0.0.0.0/0")})
			}
		},
		"acl": func(s *stack) {
			for _, subnet := range s.g.Subnets {
				if acl := subnet.ACL.To; acl != nil {
					acl.Egress = append(acl.Egress, entry(-1, true, "-1", 0, 0, "0.0.0.0/0"))
					acl.Ingress = append(acl.Ingress, entry(-1, true, "-1", 0, 0, "0.0.0.0/0"))
				}
			}
		},
		"role": func(s *stack) {
			s.role.Policies = append(s.role.Policies, s.policy("aws_iam_role_policy.all", everything))
		},
		"public address": func(s *stack) { s.service.Network.PublicIP = given(true) },
	}
	rapid.Check(t, func(t *rapid.T) {
		s := some(t)
		rank := map[string]int{"fails": 0, "unknown": 1, "pulls": 2}
		before, was := verdict(s)
		name := rapid.SampledFrom([]string{"egress", "ingress", "acl", "role", "public address"}).Draw(t,
			"opening")
		openings[name](s)
		after, is := verdict(s)
		require.GreaterOrEqual(t, rank[after], rank[before], "before: %v; after: %v", was, is)
	})
}

// TestSameBytes: the same graph yields the same documents.
func TestSameBytes(t *testing.T) {
	write := func(g *graph.Graph) string {
		var out []byte
		for _, p := range pull.Cut(g) {
			for i := -1; i < len(p.Placements); i++ {
				for _, bound := range []pull.Bound{pull.Best, pull.Worst} {
					d := p.Document(i, bound)
					text, err := json.Marshal(d)
					require.NoError(t, err)
					require.Equal(t, d.Key(), p.Document(i, bound).Key())
					out = append(out, text...)
				}
			}
		}
		return string(out)
	}
	for _, build := range []func() *stack{natted, open, sealed} {
		s := build()
		first := write(s.g)
		require.Equal(t, first, write(s.g))
		require.Equal(t, first, write(build().g))
	}
}

// TestSites: every position of a document leads back to a resource.
func TestSites(t *testing.T) {
	for _, build := range []func() *stack{natted, open, sealed} {
		p := build().one(t)
		for i := range p.Placements {
			d := p.Document(i, pull.Worst)
			places := []string{d.Workload.At, d.Image.At, d.Placement.At, d.Container.At}
			for _, leg := range d.Legs {
				for _, gate := range leg.Gates {
					places = append(places, gate.At)
				}
			}
			for _, at := range places {
				if at == "" {
					continue
				}
				site, ok := p.Site(at)
				require.True(t, ok, at)
				require.NotNil(t, site.Resource, at)
			}
		}
	}
	p := natted().one(t)
	_, ok := p.Site("aws_nothing.here#x")
	require.False(t, ok)
	site, ok := p.Site(`aws_security_group.task#egress[0].cidr_blocks["a]"]`)
	require.True(t, ok)
	require.Len(t, site.Path, 4)
}
