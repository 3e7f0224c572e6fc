package pull

import (
	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

// The services that assume roles.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
const (
	tasksService     = "ecs-tasks.amazonaws.com"
	instancesService = "ec2.amazonaws.com"
)

// gates finds the gates of a pull that do not depend on the placement.
func (c *cutter) gates(p *Pull) {
	p.Gates = append(p.Gates, c.referenceGate(p))
	p.Gates = append(p.Gates, c.platformGate(p)...)
	roles := c.roleGate(p)
	p.Gates = append(p.Gates, roles...)
	defer p.unsureLaunch()
	if closed(roles) {
		return
	}
	if p.needsRole() {
		p.Gates = append(p.Gates, c.trustGates(p)...)
	}
	if p.fact.Valid != Closed && p.Registry == registryECR {
		p.Gates = append(p.Gates, c.permissions(p, func(LegName) through { return through{} })...)
		p.Gates = append(p.Gates, c.cacheGate(p)...)
	}
	p.Gates = append(p.Gates, c.credentialsGates(p)...)
}

// closed reports whether a gate is closed.
func closed(gates []Gate) bool {
	for _, g := range gates {
		if g.State == Closed {
			return true
		}
	}
	return false
}

// unsureLaunch softens the gates that depend on what the tasks run on, where that is not certain.
func (p *Pull) unsureLaunch() {
	var why []parser.Origin
	switch {
	case p.Launch == graph.LaunchUnknown:
		why = orSynthetic(p.launch.Fleet.Why, "launch type of "+p.Address,
			"what its tasks run on is not in view")
	case p.launch.Joined != nil && p.Puller.Principal == "instance_profile":
		why = []parser.Origin{*p.launch.Joined}
	default:
		return
	}
	for i, gate := range p.Gates {
		if gate.Name != "reference" {
			p.Gates[i] = soften(gate, why)
		}
	}
}

// trustGates asks whether the roles of the pull can be assumed.
func (c *cutter) trustGates(p *Pull) []Gate {
	if p.Puller.Principal == "execution_role" {
		return c.trustGate(p, p.Puller.Role, tasksService)
	}
	var gates []Gate
	for _, one := range p.hosts {
		gates = append(gates, c.trustGate(p, one.role, instancesService)...)
	}
	return gates
}

// permissions makes the identity and repository gates, for calls that come through a network.
func (c *cutter) permissions(p *Pull, via func(LegName) through) []Gate {
	var gates []Gate
	var repositories []Gate
	for _, n := range c.needs(p) {
		for _, link := range p.principals() {
			x := c.permit(p, link, n, via(n.leg))
			gate := c.identityGate(link, n, x, c.bind(p))
			if p.Launch == graph.LaunchExternal {
				gate = soften(gate, []parser.Origin{{
					What: "role of the external instances", Why: "it may pull in place of the execution role",
				}})
			}
			if p.replaced() && gate.State != Open {
				gate = c.insteadGate(p, gate, n, via(n.leg))
			}
			gates = append(gates, gate)
			if n.resource != "*" {
				repositories = append(repositories, c.repositoryGate(p, link, x))
			}
		}
	}
	return append(gates, repositories...)
}

// principals returns the roles that must be able to pull.
func (p *Pull) principals() []graph.Link[graph.Role] {
	if p.Puller.Principal == "execution_role" {
		return []graph.Link[graph.Role]{p.Puller.Role}
	}
	var out []graph.Link[graph.Role]
	for _, one := range p.hosts {
		out = append(out, one.role)
	}
	return out
}

// replaced reports whether an execution role stands in for an instance profile.
func (p *Pull) replaced() bool {
	return p.Launch.OnEC2() && p.Puller.Principal == "execution_role"
}

// insteadGate asks the role of the instances where the execution role cannot pull: sources differ
// on which of the two is used, so that it is a fault only if neither can.
func (c *cutter) insteadGate(p *Pull, gate Gate, n need, via through) Gate {
	if len(p.hosts) == 0 {
		return gate
	}
	own := answer{gate.State, gate.Why}
	instead := yes()
	for _, one := range p.hosts {
		if one.role.None() {
			instead = no()
			continue
		}
		instead = instead.and(c.permit(p, one.role, n, via).identity)
	}
	if own.state == Closed && instead.state != Closed {
		p.weaker = append(p.weaker, Doubt{
			Name: "weaker_execution_role", Leg: n.leg, State: instead.state.certain(), By: gate.By,
			Site: gate.Site, Detail: gate.Detail,
		})
	}
	either := own.or(instead)
	gate.State, gate.Why = either.state, either.why
	return gate
}
