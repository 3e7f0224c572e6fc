package pull

import (
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

// puller says who fetches. An execution role replaces the instance profile on EC2.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
func (c *cutter) puller(p *Pull) {
	execution := graph.Link[graph.Role]{}
	if task := p.Workload.Task.To; task != nil {
		execution = task.ExecutionRole
	} else if p.Workload.Task.Why != nil {
		execution.Why = p.Workload.Task.Why
	}
	if override := p.Workload.ExecutionRole; override.Given {
		execution = override.Role
	}
	p.Puller = Puller{Interface: "instance", Principal: "execution_role", Role: execution}
	switch {
	case p.Launch.OnFargate():
		p.Puller.Interface = "task"
	case p.Launch.OnEC2():
		p.hosts = hostRoles(p)
		if execution.None() {
			p.Puller.Principal = "instance_profile"
			if len(p.hosts) > 0 {
				p.Puller.Role = p.hosts[0].role
			}
		}
	default: // instances that pull with the execution role
	}
}

// hostRole is the role of container instances.
type hostRole struct {
	role    graph.Link[graph.Role]
	host    graph.Node
	profile graph.Link[graph.InstanceProfile]
	site    graph.Site
}

// hostRoles returns the roles of the container instances that a pull may run on, each once.
func hostRoles(p *Pull) []hostRole {
	fleet := p.launch.Fleet.To
	if fleet == nil {
		why := p.launch.Fleet.Why
		if why == nil {
			why = p.Nowhere
		}
		return []hostRole{{role: graph.Link[graph.Role]{Why: why}, host: p.Workload.Node}}
	}
	var out []hostRole
	seen := map[*graph.Role]bool{}
	for _, host := range fleet.Hosts.Items {
		one := hostRole{host: host.Node, profile: host.Profile, site: place(host.Site, host.Node)}
		switch {
		case host.Profile.To != nil:
			one.role = host.Profile.To.Role
		case host.Profile.Why != nil:
			one.role.Why = host.Profile.Why
		}
		if one.role.To != nil && seen[one.role.To] {
			continue
		}
		seen[one.role.To] = true
		out = append(out, one)
	}
	if fleet.Hosts.Open != nil {
		out = append(out, hostRole{
			role: graph.Link[graph.Role]{Why: fleet.Hosts.Open}, host: fleet.Node,
		})
	}
	return out
}

// needsRole reports whether a pull needs a role at all: from ECR, or with credentials.
func (p *Pull) needsRole() bool {
	v := p.Container.Credentials
	return p.Registry == registryECR || v.Given && v.Known()
}

// roleGate asks whether there is a role that may fetch.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
func (c *cutter) roleGate(p *Pull) []Gate {
	if p.Launch == graph.LaunchBatchFargate && p.Puller.Role.None() {
		return []Gate{p.jobGate()}
	}
	if !p.needsRole() {
		return c.besideGate(p)
	}
	if p.Launch == graph.LaunchUnknown && p.Puller.Role.None() {
		return nil
	}
	if p.Launch.OnEC2() && p.Puller.Principal == "instance_profile" {
		return c.profileGates(p)
	}
	gate := p.executionGate()
	text := p.Puller.Role.Text
	switch {
	case p.Launch == graph.LaunchExternal:
	case p.Puller.Role.None():
		gate.State = Closed
	case strings.HasPrefix(text, "arn:") && !strings.Contains(text, ":role/") &&
		p.Puller.Role.To == nil && !parser.Holed(text):
		gate.State, gate.Reason = Closed, "not_a_role"
	}
	return append([]Gate{gate}, c.linkedTrust(p)...)
}

// executionGate is the gate of the task definition's execution role, open.
func (p *Pull) executionGate() Gate {
	gate := Gate{Name: "role", State: Open, Reason: "no_execution_role", Detail: map[string]any{
		"launch": string(p.Launch), "task_definition": "", "profile": "",
	}}
	gate.By, gate.Site = p.Address, graph.Site{Resource: p.Workload.Resource}
	if task := p.Workload.Task.To; task != nil {
		gate.By, gate.Site = task.ID, place(p.Puller.Role.Site, task.Node)
		gate.Detail["task_definition"] = task.ID
	}
	return gate
}

// jobGate is the closed gate of a job without an execution role, which AWS Batch wants of every job
// on Fargate, whatever its image.
// https://docs.aws.amazon.com/batch/latest/userguide/fargate-job-definitions.html
func (p *Pull) jobGate() Gate {
	gate := p.executionGate()
	gate.State, gate.Reason = Closed, "job_needs_role"
	return gate
}

// besideGate asks for the execution role that Fargate needs for other reasons than the image: it
// refuses a task definition without one that writes logs with awslogs or is handed secrets.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
func (c *cutter) besideGate(p *Pull) []Gate {
	if !p.Launch.OnFargate() || p.Workload.Task.To == nil || !p.Puller.Role.None() {
		return nil
	}
	logs := equals(p.Container.LogDriver, "awslogs")
	secrets := truth(p.Container.Secrets).unlessMore(p.Container.SecretsWhy)
	missing := logs.or(secrets).not()
	if missing.state == Open {
		return nil
	}
	gate := p.executionGate()
	gate.State, gate.Why, gate.Reason = missing.state, missing.why, "logs_need_role"
	if logs.state == Closed || secrets.state == Open && logs.state == Unknown {
		gate.Reason = "secrets_need_role"
	}
	return []Gate{gate}
}

// profileGates asks whether the container instances have a role.
func (c *cutter) profileGates(p *Pull) []Gate {
	var gates []Gate
	for _, one := range p.hosts {
		gate := Gate{
			Name: "role", State: Open, Reason: "no_instance_profile", By: one.host.ID, Site: one.site,
			Detail: map[string]any{"launch": string(p.Launch), "task_definition": "", "profile": ""},
		}
		if gate.Site.Resource == nil {
			gate.Site = graph.Site{Resource: one.host.Resource}
		}
		switch {
		case c.roleForProfile(one.profile):
			gate.State, gate.Reason = Closed, "not_a_profile"
		case one.role.Why != nil:
		case one.profile.To != nil && one.role.None():
			gate.State, gate.Reason = Closed, "profile_without_role"
			gate.By, gate.Site = one.profile.To.ID, graph.Site{Resource: one.profile.To.Resource}
			gate.Detail["profile"] = one.profile.To.ID
		case one.role.None():
			gate.State = Closed
		}
		gates = append(gates, gate)
	}
	return gates
}

// platformGate asks whether the platform can run the image: ARM64 needs platform version 1.4.0.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-arm64.html
func (c *cutter) platformGate(p *Pull) []Gate {
	task := p.Workload.Task.To
	if !p.Launch.OnFargate() || task == nil {
		return nil
	}
	arm := equals(task.Architecture, "ARM64").and(oldPlatform(p))
	gate := Gate{
		Name: "platform", Reason: "arm_needs_1_4", By: p.Address,
		Site: place(p.Workload.PlatformVersion.Site, p.Workload.Node),
		Detail: map[string]any{
			"architecture":     c.text(task.Architecture.V),
			"platform_version": c.text(p.Workload.PlatformVersion.V),
		},
	}
	old := arm.not()
	gate.State, gate.Why = old.state, old.why
	return []Gate{gate}
}

// referenceGate asks whether the image reference can be read.
func (c *cutter) referenceGate(p *Pull) Gate {
	gate := Gate{
		Name: "reference", State: p.fact.Valid, Reason: "invalid", Why: p.fact.why,
		Site: p.Image.Site, By: p.Address,
		Detail: map[string]any{"problem": p.fact.problem, "reference": p.Reference},
	}
	if task := p.Workload.Task.To; task != nil {
		gate.By = task.ID
	}
	if gate.State == Unknown && len(gate.Why) == 0 {
		gate.Why = []parser.Origin{{What: "image of " + p.Address, Why: "it is not in view"}}
	}
	return gate
}
