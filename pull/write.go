package pull

import (
	"crypto/sha256"
	"encoding/json"

	"github.com/ecrlint/ecrlint/graph"
)

// Document writes the pull in one of its placements at a bound. A placement of -1, or one that
// the pull does not have, writes what does not depend on the placement: there are no legs then.
func (p *Pull) Document(placement int, b Bound) *Document {
	d := &Document{
		Bound: b, Workload: p.workload(), Container: p.container(), Image: p.image(),
		Legs: []DocLeg{}, Gates: p.docGates(p.gatesAt(placement), b), Doubts: []DocDoubt{},
		Endpoints: []DocEndpoint{},
	}
	if p.Graph.Root != nil {
		d.Language = string(p.Graph.Root.Language)
	}
	d.Puller = DocPuller{
		Interface: p.Puller.Interface, Principal: p.Puller.Principal, At: at(p.Puller.Role.Site),
		Role: p.shared.text(p.Puller.Role.Text),
	}
	if p.Puller.Role.To != nil {
		d.Puller.Role = p.Puller.Role.To.ID
	}
	d.Doubts = append(d.Doubts, p.docDoubts(p.Doubts, b)...)
	if placement < 0 || placement >= len(p.Placements) {
		return d
	}
	place := &p.Placements[placement]
	d.Placement = p.placement(place, b)
	for i := range place.Legs {
		d.Legs = append(d.Legs, p.leg(place.Legs[i].of(b), b))
	}
	if b == Mended {
		p.unhide(place, d)
	}
	d.Doubts = append(d.Doubts, p.docDoubts(place.Doubts, b)...)
	for _, e := range place.Endpoints {
		d.Endpoints = append(d.Endpoints, p.endpoint(e, b))
	}
	return d
}

// of is the leg that is written at a bound.
func (l *Leg) of(b Bound) *Leg {
	if b == Mended && l.Mended != nil && shutOf(l.at(Best)) {
		return l.Mended
	}
	return l
}

// Key returns a short text that two documents share only if they are equal.
func (d *Document) Key() string {
	text, err := json.Marshal(d)
	if err != nil { // details hold nothing that JSON cannot
		return ""
	}
	sum := sha256.Sum256(text)
	return string(sum[:])
}

func (p *Pull) workload() DocWorkload {
	w := p.Workload
	out := DocWorkload{
		ID: w.ID, Kind: string(w.Kind), Part: w.Part, Launch: string(p.Launch),
		PlatformVersion: p.shared.text(w.PlatformVersion.V),
		TaskDefinition:  p.shared.text(w.Task.Text), At: at(graph.Site{Resource: w.Resource}),
	}
	if w.Task.To != nil {
		out.TaskDefinition = w.Task.To.ID
	}
	return out
}

func (p *Pull) container() DocContainer {
	return DocContainer{Name: p.Name, At: at(p.Container.Site)}
}

func (p *Pull) image() DocImage {
	i := p.Image
	out := DocImage{
		Reference: p.Reference, Registry: p.Registry, Host: i.Host, Form: i.Form, Account: i.Account,
		Region: i.Region, Partition: i.Partition, Repository: i.Repository, Tag: i.Tag,
		Digest: i.Digest, At: at(i.Site),
	}
	if i.Declared != nil {
		out.Declared = i.Declared.ID
	}
	return out
}

func (p *Pull) placement(place *Placement, b Bound) *DocPlacement {
	out := &DocPlacement{Groups: idsOf(place.Groups), At: at(place.Site)}
	out.PublicIP = !closedAt(place.PublicIP, b)
	if place.VPC != nil {
		out.VPC = place.VPC.ID
	}
	if place.Subnet != nil {
		out.Subnet, out.RouteTable = place.Subnet.ID, tableOf(place.Subnet)
		out.IPv6Native = closedAt(is(place.Subnet.IPv6Native).not().state, b)
	}
	return out
}

func (p *Pull) leg(l *Leg, b Bound) DocLeg {
	out := DocLeg{
		Name: string(l.Name), Host: l.Host, Service: l.Service, Region: l.Region,
		Endpoint: DocNearby{
			Reason: l.Endpoint.Reason, ID: l.Endpoint.ID, At: at(l.Endpoint.Site),
			Zone: l.Endpoint.Zone, ZoneName: l.Endpoint.ZoneName, WantedName: l.Endpoint.WantedName,
		},
		Gates: []DocGate{},
	}
	if way := l.at(b); way != nil {
		out.Exit = DocExit{Kind: way.Kind, ID: way.ID, At: at(way.Site)}
		out.Gates = p.docGates(way.Gates, b)
	}
	return out
}

func (p *Pull) endpoint(e *graph.Endpoint, b Bound) DocEndpoint {
	out := DocEndpoint{
		ID: e.ID, Service: p.shared.text(e.Service.V), Region: p.shared.text(e.ServiceRegion.V),
		Type: string(e.Type.V), At: at(graph.Site{Resource: e.Resource}),
		PrivateDNS: !closedAt(is(e.PrivateDNS).state, b),
	}
	if !e.Type.Known() {
		out.Type = string(graph.EndpointInterface)
	}
	return out
}

func (p *Pull) docGates(gates []Gate, b Bound) []DocGate {
	out := make([]DocGate, 0, len(gates))
	for _, gate := range gates {
		doc := DocGate{
			Name: gate.Name, State: Open, Leg: string(gate.Leg), By: gate.By, At: at(gate.Site),
			Detail: gate.Detail, Related: related(gate.Related),
		}
		if doc.By == "" {
			doc.By = p.Address
		}
		if doc.At == "" {
			doc.At = at(graph.Site{Resource: p.Workload.Resource})
		}
		if closedAt(gate.State, b) {
			doc.State, doc.Reason = Closed, gate.Reason
		}
		if doc.Detail == nil {
			doc.Detail = map[string]any{}
		}
		out = append(out, doc)
	}
	return out
}

func (p *Pull) docDoubts(doubts []Doubt, b Bound) []DocDoubt {
	out := []DocDoubt{}
	if b == Mended {
		return out // they are of what is, and Best has them
	}
	for _, doubt := range doubts {
		if doubt.State == Open || doubt.State == Unknown && b == Best {
			continue
		}
		doc := DocDoubt{
			Name: doubt.Name, Leg: string(doubt.Leg), By: doubt.By, At: at(doubt.Site),
			Detail: doubt.Detail, Related: related(doubt.Related),
		}
		if doc.By == "" {
			doc.By = p.Address
		}
		if doc.At == "" {
			doc.At = at(graph.Site{Resource: p.Workload.Resource})
		}
		if doc.Detail == nil {
			doc.Detail = map[string]any{}
		}
		out = append(out, doc)
	}
	return out
}

func related(list []Related) []DocRelated {
	out := make([]DocRelated, 0, len(list))
	for _, r := range list {
		out = append(out, DocRelated{At: at(r.Site), Message: r.Message})
	}
	return out
}
