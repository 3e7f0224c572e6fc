package cloudformation

import (
	"slices"
	"strings"
)

// serverless makes of the serverless resources what the transform makes of them, as far as they can
// start containers: state machines with their roles and events. Others stay as they are.
// Source: https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/, page
// sam-specification-generated-resources.html.
func (s *stack) serverless() {
	if !s.tpl.sam {
		return
	}
	for _, r := range s.order {
		if r.typ == "AWS::Serverless::StateMachine" {
			s.stateMachine(r)
		}
	}
}

// stateMachineNames are the properties that the transform calls otherwise.
var stateMachineNames = map[string]string{
	"Name": "StateMachineName", "Role": "RoleArn", "Type": "StateMachineType",
	"Logging": "LoggingConfiguration", "Tracing": "TracingConfiguration",
	"DefinitionUri": "DefinitionS3Location",
}

// stateMachine turns a serverless state machine into a state machine, its role and its rules.
func (s *stack) stateMachine(r *resource) {
	given := overlay(s.tpl.root.get("Globals").get("StateMachine"), r.properties())
	made := maker{file: r.node.file}
	properties := made.object(r.key)
	for i, key := range given.pairs() {
		switch item := given.items[i]; key.text {
		case "Events", "Policies", "PermissionsBoundary", "AutoPublishAlias", "DeploymentPreference":
		case "DefinitionUri":
			name, definition := s.definition(item)
			made.put(properties, name, key, definition)
		default:
			name := stateMachineNames[key.text]
			if name == "" {
				name = key.text
			}
			made.put(properties, name, key, item)
		}
	}
	r.typ = "AWS::StepFunctions::StateMachine"
	if given.get("Role") == nil {
		s.add(s.stateMachineRole(r, given))
		made.put(properties, "RoleArn", r.key, made.call("GetAtt", r.key, r.id+"Role.Arn"))
	}
	s.events(r, given.get("Events"))
	r.node = made.with(r, "Properties", properties)
}

// stateMachineRole makes the role of a state machine that is given none.
func (s *stack) stateMachineRole(r *resource, given *node) *resource {
	made := maker{file: r.node.file}
	managed, inline := made.list(r.key), made.list(r.key)
	for _, policy := range policies(given.get("Policies")) {
		switch {
		case policy.is(text) && !strings.HasPrefix(policy.text, "arn:"):
			managed.items = append(managed.items,
				made.call("Sub", policy, "arn:${AWS::Partition}:iam::aws:policy/"+policy.text))
		case policy.is(object):
			document := policy
			if policy.get("Statement") == nil {
				document = made.call("the policy template", policy, "")
			}
			entry := made.object(policy)
			made.put(entry, "PolicyName", policy, made.text(policy, r.id+"RolePolicy"))
			made.put(entry, "PolicyDocument", policy, document)
			inline.items = append(inline.items, entry)
		default:
			managed.items = append(managed.items, policy)
		}
	}
	trust := made.object(r.key)
	made.put(trust, "Version", r.key, made.text(r.key, "2012-10-17"))
	statement, principal := made.object(r.key), made.object(r.key)
	made.put(principal, "Service", r.key, made.text(r.key, "states.amazonaws.com"))
	made.put(statement, "Effect", r.key, made.text(r.key, "Allow"))
	made.put(statement, "Principal", r.key, principal)
	made.put(statement, "Action", r.key, made.text(r.key, "sts:AssumeRole"))
	statements := made.list(r.key)
	statements.items = append(statements.items, statement)
	made.put(trust, "Statement", r.key, statements)
	properties := made.object(r.key)
	made.put(properties, "AssumeRolePolicyDocument", r.key, trust)
	made.put(properties, "ManagedPolicyArns", r.key, managed)
	made.put(properties, "Policies", r.key, inline)
	return made.resource(r, r.id+"Role", "AWS::IAM::Role", properties)
}

// policies returns the policies of a serverless resource, of which there may be one without a list.
func policies(n *node) []*node {
	switch {
	case n == nil || n.kind == nothing:
		return nil
	case n.kind == list:
		return n.items
	}
	return []*node{n}
}

// events makes the rules that start a state machine.
func (s *stack) events(r *resource, events *node) {
	made := maker{file: r.node.file}
	for i, key := range events.pairs() {
		event := events.items[i]
		given := event.get("Properties")
		if kind := event.get("Type"); !kind.is(text) || !ruleEvents[kind.text] {
			continue
		}
		target := made.object(key)
		made.put(target, "Id", key, made.text(key, r.id+key.text+"StepFunctionsTarget"))
		made.put(target, "Arn", key, made.call("Ref", key, r.id))
		targets := made.list(key)
		targets.items = append(targets.items, target)
		properties := made.object(key)
		for name, to := range map[string]string{
			"Pattern": "EventPattern", "Schedule": "ScheduleExpression", "State": "State",
			"EventBusName": "EventBusName",
		} {
			if item := given.get(name); item != nil {
				made.put(properties, to, key, item)
			}
		}
		made.put(properties, "Targets", key, targets)
		s.add(made.resource(r, r.id+key.text, "AWS::Events::Rule", properties))
	}
}

// ruleEvents are the types of event that become rules.
var ruleEvents = map[string]bool{
	"Schedule": true, "CloudWatchEvent": true, "EventBridgeRule": true,
}

// overlay returns an object with what a more general one adds to it: objects are merged, lists
// appended.
func overlay(general, special *node) *node {
	switch {
	case special == nil:
		return general
	case general == nil:
		return special
	case general.kind == list && special.kind == list:
		merged := *special
		merged.items = slices.Concat(general.items, special.items)
		return &merged
	case general.kind != object || special.kind != object:
		return special
	}
	merged := *special
	merged.keys, merged.items = nil, nil
	for i, key := range special.keys {
		merged.keys = append(merged.keys, key)
		merged.items = append(merged.items, overlay(general.get(key.text), special.items[i]))
	}
	for i, key := range general.keys {
		if special.key(key.text) == nil {
			merged.keys = append(merged.keys, key)
			merged.items = append(merged.items, general.items[i])
		}
	}
	return &merged
}

// pairs returns the keys of an object; none for anything else.
func (n *node) pairs() []*node {
	if !n.is(object) {
		return nil
	}
	return n.keys
}

// like returns a node at the place of another one.
func (m *maker) like(at *node, k kind) *node {
	n := m.make()
	n.kind, n.file, n.line, n.column, n.end = k, at.file, at.line, at.column, at.end
	return n
}

func (m *maker) object(at *node) *node { return m.like(at, object) }

func (m *maker) list(at *node) *node { return m.like(at, list) }

func (m *maker) text(at *node, s string) *node {
	n := m.like(at, text)
	n.text = s
	return n
}

func (m *maker) call(name string, at *node, argument string) *node {
	n := m.like(at, call)
	n.text, n.items = name, []*node{m.text(at, argument)}
	return n
}

// put adds a key to an object.
func (m *maker) put(to *node, name string, at, item *node) {
	to.keys = append(to.keys, m.text(at, name))
	to.items = append(to.items, item)
}

// with returns the node of a resource with another value for a key.
func (m *maker) with(r *resource, name string, item *node) *node {
	n := m.object(r.node)
	for i, key := range r.node.keys {
		if key.text != name {
			n.keys, n.items = append(n.keys, key), append(n.items, r.node.items[i])
		}
	}
	m.put(n, name, r.key, item)
	return n
}

// resource returns a resource that a transform has made of another one.
func (m *maker) resource(of *resource, id, typ string, properties *node) *resource {
	n := m.object(of.node)
	m.put(n, "Properties", of.key, properties)
	if condition := of.node.get("Condition"); condition != nil {
		m.put(n, "Condition", of.key, condition)
	}
	return &resource{
		stack: of.stack, id: id, key: m.text(of.key, id), node: n, typ: typ, made: true,
	}
}
