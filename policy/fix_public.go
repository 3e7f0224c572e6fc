package policy

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/report"
)

// publicIPFix names private subnets where there are any, and else a public address.
func publicIPFix(m *mending) report.Fix {
	if private := m.privateSubnet(); private != nil {
		return m.say(nil, "Run %s in subnets behind the NAT gateway, such as %s; a public address "+
			"(%s) works too.", m.resource, private.ID, m.word("assign_public_ip"))
	}
	if m.Name == "map_public_ip_on_launch" || m.Name == "MapPublicIpOnLaunch" {
		return m.say(one(in("aws_subnet", m.resource,
			argument{"map_public_ip_on_launch", literal("true")})),
			"Give instances in %s a public address, or run them in subnets behind a NAT gateway.",
			m.resource)
	}
	if m.bounds.best.Puller.Interface == "instance" {
		return m.say(one(in("", m.resource, m.publicInstances())),
			"Give the instances of %s a public address, or run them in subnets behind a NAT gateway.",
			m.resource)
	}
	return m.publicTask()
}

// publicTask sets the address where what starts the tasks has it.
func (m *mending) publicTask() report.Fix {
	const otherwise = "or run it in subnets behind a NAT gateway or VPC endpoints."
	on := "ENABLED"
	switch kind := m.pull.Workload.Kind; {
	case kind == graph.WorkloadExpress:
		return m.say(nil, "Give %s subnets that lead to a NAT gateway or to endpoints: it gives its "+
			"tasks a public address by itself where all its subnets are public.", m.resource)
	case m.submitted():
		return m.publicJob()
	case m.inDocument():
		fix := m.say(nil, "Set AssignPublicIp to ENABLED in %s, "+otherwise, m.who())
		fix.Snippet = "\"NetworkConfiguration\": {\n  \"AwsvpcConfiguration\": {\n" +
			"    \"AssignPublicIp\": \"ENABLED\"\n  }\n}"
		return fix
	case !m.template() && kind != graph.WorkloadPipe:
		on = "true"
	}
	return m.say(one(in("aws_ecs_service", m.resource, m.publicArgument(on))),
		"Set %s to %s on %s, "+otherwise, m.word("assign_public_ip"), on, m.who())
}

// who names what is to be changed: the part of the workload that it is.
func (m *mending) who() string {
	if w := m.pull.Workload; w.Part != "" && w.ID == m.resource {
		return w.Part + " of " + m.resource
	}
	return m.resource
}

// submitted reports whether the address is that of a job, which its definition gives.
func (m *mending) submitted() bool {
	return strings.Contains(m.resourceType(m.resource), "atch_job_") ||
		m.resourceType(m.resource) == "AWS::Batch::JobDefinition"
}

// publicJob sets the address in the document of a job definition.
func (m *mending) publicJob() report.Fix {
	var parts []part
	if path := m.jobPath(m.jobAddress()); path != nil {
		parts = one(m.inJob(path, text("ENABLED")))
	}
	return m.say(parts, "Set assignPublicIp to ENABLED in the networkConfiguration of %s, or run its "+
		"jobs in subnets behind a NAT gateway or VPC endpoints.", m.resource)
}

// inDocument reports whether the task is started by what a document says: a state of a state
// machine, or the input of a schedule.
func (m *mending) inDocument() bool {
	w := m.pull.Workload
	if w.Kind == graph.WorkloadState {
		return true
	}
	for _, step := range w.Network.Site.Path {
		if name, ok := step.(cty.GetAttrStep); ok && strings.EqualFold(name.Name, "input") {
			return true
		}
	}
	return false
}

// publicArgument is the block that holds the address, inside of those that it is in.
func (m *mending) publicArgument(on string) argument {
	var set value = literal(on)
	if on == "ENABLED" {
		set = text(on)
	}
	return m.networkArgument(argument{"assign_public_ip", set})
}

// networkArgument is the block of the network of tasks that holds a setting, inside of those that
// it is in.
func (m *mending) networkArgument(inner ...argument) argument {
	outer := []string{"network_configuration"}
	kind := m.pull.Workload.Kind
	switch {
	case m.template() && kind == graph.WorkloadEventTarget,
		!m.template() && kind == graph.WorkloadPipe:
		outer = append(outer, "aws_vpc_configuration")
	case m.template():
		outer = append(outer, "awsvpc_configuration")
	}
	switch {
	case kind == graph.WorkloadSchedule:
		outer = append([]string{"target", "ecs_parameters"}, outer...)
	case kind == graph.WorkloadPipe:
		outer = append([]string{"target_parameters", "ecs_task_parameters"}, outer...)
	case kind == graph.WorkloadEventTarget && m.template():
		target := nested(append([]string{"ecs_parameters"}, outer...), inner)
		return argument{"targets", list{object{target}}}
	case kind == graph.WorkloadEventTarget:
		outer = append([]string{"ecs_target"}, outer...)
	}
	return nested(outer, inner)
}

// nested puts arguments into blocks, the outermost first.
func nested(outer []string, inner []argument) argument {
	for len(outer) > 1 {
		last := len(outer) - 1
		inner = []argument{{outer[last], section(inner)}}
		outer = outer[:last]
	}
	return argument{outer[0], section(inner)}
}

// publicInstances gives instances a public address, where their type has the setting.
func (m *mending) publicInstances() argument {
	public := argument{"associate_public_ip_address", literal("true")}
	if !m.template() {
		return argument{"network_interfaces", section{public}}
	}
	devices := argument{"network_interfaces", list{object{{"device_index", literal("0")}, public}}}
	switch m.resourceType(m.resource) {
	case "AWS::AutoScaling::LaunchConfiguration":
		return public
	case "AWS::EC2::Instance":
		return devices
	}
	return argument{"launch_template_data", section{devices}}
}

// privateSubnet returns a subnet of the VPC that leads to a NAT gateway.
func (m *mending) privateSubnet() *graph.Subnet {
	vpc := m.vpc()
	if vpc == nil {
		return nil
	}
	for _, subnet := range vpc.Subnets {
		if subnet.RouteTable.To == nil {
			continue
		}
		for _, route := range subnet.RouteTable.To.Routes {
			if route.NATGateway != nil && route.Prefix.V.Bits() == 0 {
				return subnet
			}
		}
	}
	return nil
}
