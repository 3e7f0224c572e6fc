package pull

import (
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

// services are the services that the calls go to, as endpoints name them.
var services = map[CallKind]string{
	Secrets: "secretsmanager", Parameters: "ssm", EnvironmentFiles: "s3", Logs: "logs",
}

// callTarget is where a call goes.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html
func (c *cutter) callTarget(p *Pull, one subject) target {
	_, suffix := partitionOf(c.regionText(p, one.region))
	service := services[one.kind]
	t := target{
		name: LegName(one.kind), host: service + "." + one.region + "." + suffix, service: service,
		region: one.region, port: 443, kind: toAmazon,
	}
	if one.kind == EnvironmentFiles {
		bucket, _, _ := strings.Cut(lastOf(one.text, ":"), "/")
		t.kind, t.host = toS3, bucket+".s3."+one.region+"."+suffix
	}
	return t
}

// callLegs finds the leg of a call in every placement. On platform versions before 1.4.0 secrets
// are fetched over a network of Fargate's own.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html
func (c *cutter) callLegs(p *Pull, one subject, t target) {
	old := no()
	if one.kind == Secrets || one.kind == Parameters {
		old = oldPlatform(p)
	}
	if old.state == Open {
		return
	}
	for i := range p.Placements {
		place := &p.Placements[i]
		n := place.spot.leg(t)
		leg := Leg{
			Name: t.name, Host: c.text(t.host), Service: t.service, Region: c.text(t.region),
			Ways: c.withCallPolicies(p, one, t, n.ways), Why: n.why, Endpoint: n.nearby,
		}
		leg.soften(place.masked)
		leg.soften(old.why)
		place.Legs = []Leg{leg}
	}
}

// withCallPolicies adds the gates of endpoint policies to the ways of a call.
func (c *cutter) withCallPolicies(p *Pull, one subject, t target, ways []Way) []Way {
	out := make([]Way, len(ways))
	for i, way := range ways {
		way.Gates = append([]Gate{}, way.Gates...)
		if e := way.endpoint; e != nil {
			way.Gates = append(way.Gates, c.callPolicyGate(p, one, t, e))
		}
		out[i] = way
	}
	return out
}

// callPolicyGate asks the policy of an endpoint, for each role that may call.
func (c *cutter) callPolicyGate(p *Pull, one subject, t target, e *graph.Endpoint) Gate {
	gate := Gate{
		Name: "endpoint_policy", State: Open, Reason: "not_allowed", By: e.ID,
		Site: place(e.Policy.Site, e.Node),
		Detail: map[string]any{
			"endpoint": e.ID, "actions": []string{}, "resource": c.text(one.text), "role": "",
			"statement": "", "bucket": "", "document": c.text(e.Policy.Name),
		},
	}
	text := e.Policy.Text
	if !text.Given && text.Why == nil {
		return gate
	}
	for _, need := range c.callNeeds(p, one) {
		best := no()
		var closest Gate
		for _, n := range need {
			for _, link := range p.principals() {
				closest = c.endpointPolicyGate(p, t, e, n, link, gate)
				best = best.or(answer{closest.State, closest.Why})
			}
		}
		if best.state == Closed || best.state == Unknown && gate.State == Open {
			gate = closest
			gate.State, gate.Why = best.state, best.why
		}
		if gate.State == Closed {
			break
		}
	}
	return gate
}

// callNeeds is what a call needs of the role and of endpoints: each of the needs, in one of its
// forms.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
func (c *cutter) callNeeds(p *Pull, one subject) [][]need {
	leg := LegName(one.kind)
	ask := func(action string, resources ...string) []need {
		var forms []need
		for _, resource := range resources {
			forms = append(forms, need{leg, []string{action}, resource, one.region})
		}
		return forms
	}
	text := one.text
	if one.why != nil {
		text = c.origins.Token(*one.why)
	}
	switch one.kind {
	case Secrets:
		return [][]need{ask("secretsmanager:GetSecretValue", text)}
	case Parameters:
		return [][]need{ask("ssm:GetParameters", text)}
	case EnvironmentFiles:
		bucket, _, _ := strings.Cut(text, "/")
		return [][]need{ask("s3:GetObject", text), ask("s3:GetBucketLocation", bucket)}
	case Logs:
		home := p.Workload.Home
		group := "arn:" + orText(home.Partition, "aws") + ":logs:" + one.region + ":" +
			home.Account + ":log-group:" + text
		stream := group + ":log-stream:" + c.origins.Token(parser.Origin{
			What: "log stream of " + p.Address, Why: "it has no name before the task runs",
		})
		needs := [][]need{
			ask("logs:CreateLogStream", stream, group+":*", group),
			ask("logs:PutLogEvents", stream, group+":*"),
		}
		if one.create.V && text != "/aws/batch/job" {
			needs = append(needs, ask("logs:CreateLogGroup", group+":*", group))
		}
		return needs
	}
	return nil
}

// arnParts are the parts of an ARN; the last one holds the rest.
func arnParts(text string) []string {
	if !strings.HasPrefix(text, "arn:") {
		return nil
	}
	return strings.SplitN(text, ":", 8)
}

// firstParts are the first n parts of an ARN.
func firstParts(text string, n int) string {
	parts := strings.Split(text, ":")
	return strings.Join(parts[:min(n, len(parts))], ":")
}

// lastOf is the text behind the last separator.
func lastOf(text, separator string) string {
	return text[strings.LastIndex(text, separator)+1:]
}
