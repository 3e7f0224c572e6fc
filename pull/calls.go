package pull

import (
	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

// CallKind says what a call is for that the start of a task makes beside its pulls.
type CallKind string

// The kinds of call.
const (
	Secrets          CallKind = "secrets"    // AWS Secrets Manager
	Parameters       CallKind = "parameters" // AWS Systems Manager Parameter Store
	EnvironmentFiles CallKind = "environment_files"
	Logs             CallKind = "logs" // Amazon CloudWatch Logs
)

// Call is a call that the start of a task makes beside its pulls: it is made from the same places,
// and stops the task as a pull does. No rule is about it.
type Call struct {
	Kind CallKind
	// Pull says whose call it is, by which role, and from where; its gates and legs are those of
	// the call.
	Pull *Pull
	// Subject is what is asked for: an ARN, the name of a log group. Declared is the address of the
	// secret or parameter in view that it is.
	Subject, Declared string
	// Service is that of an endpoint that would serve it: secretsmanager, ssm, s3, logs.
	Service string
	// Site is where the call is asked for.
	Site graph.Site
}

// Calls says which calls of a kind a graph holds, in the order of the workloads. Cut makes none of
// them: only who asks pays for it.
func Calls(g *graph.Graph, kind CallKind) []*Call {
	c := newCutter(g)
	var calls []*Call
	for _, w := range g.Workloads {
		ways := launches(w)
		for _, container := range containers(w) {
			for _, one := range c.asked(w, container, kind) {
				first := len(calls)
				for _, launch := range ways {
					if len(calls) == MaxPulls {
						return calls
					}
					calls = append(calls, c.call(w, launch, container, one))
				}
				choose(w, carriers(calls[first:]))
			}
		}
	}
	return calls
}

// carriers returns the pulls of calls.
func carriers(calls []*Call) []*Pull {
	var pulls []*Pull
	for _, call := range calls {
		pulls = append(pulls, call.Pull)
	}
	return pulls
}

// subject is what a container asks for.
type subject struct {
	kind CallKind
	// text is the ARN or name; it may hold tokens. why says why it is not known.
	text string
	why  *parser.Origin
	site graph.Site
	// region is that of the service; account and name are those of the subject.
	region string
	create graph.Value[bool]
}

// asked returns what a container asks for of a kind.
func (c *cutter) asked(w *graph.Workload, container *graph.Container, kind CallKind) []subject {
	h := c.graph.Handed(container)
	switch kind {
	case Secrets, Parameters:
		return c.askedSecrets(w, h, kind)
	case EnvironmentFiles:
		var list []subject
		for _, file := range h.Files.Items {
			list = append(list, subject{
				kind: kind, text: c.expand(file.V), why: file.Why, site: file.Site,
				region: w.Home.Region,
			})
		}
		return list
	case Logs:
		return c.askedLogs(w, container, h)
	}
	return nil
}

// askedSecrets returns the secrets, or the parameters, of a container. What is no ARN is the name
// of a parameter; what is not known may be either.
// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Secret.html
func (c *cutter) askedSecrets(w *graph.Workload, h graph.Handed, kind CallKind) []subject {
	var list []subject
	for _, value := range h.Secrets.Items {
		one := subject{
			kind: kind, text: c.expand(value.V), why: value.Why, site: value.Site,
			region: w.Home.Region,
		}
		if value.Why == nil {
			if is := c.secretKind(one.text); is != "" && is != kind {
				continue
			}
			c.complete(w, &one)
		}
		list = append(list, one)
	}
	return list
}

// secretKind says what a valueFrom names: a secret, a parameter, or "" where it may be either.
func (c *cutter) secretKind(text string) CallKind {
	parts := arnParts(text)
	switch {
	case len(parts) > 5 && parts[2] == "secretsmanager":
		return Secrets
	case len(parts) > 5 && parts[2] == "ssm", len(parts) == 0 && !parser.Holed(text),
		parametersNamed(c.graph, text):
		return Parameters
	}
	return ""
}

// complete makes an ARN of what a valueFrom names: behind that of a secret may stand the key of a
// JSON document, and a version.
func (c *cutter) complete(w *graph.Workload, one *subject) {
	parts := arnParts(one.text)
	switch {
	case len(parts) > 5 && parts[3] != "":
		one.region = parts[3]
		if parts[2] == "secretsmanager" {
			one.text = firstParts(one.text, 7)
		}
	case one.kind == Parameters:
		one.text = graph.ParameterARN(orText(w.Home.Partition, "aws"), w.Home.Region,
			w.Home.Account, one.text)
	}
}

// parametersNamed reports whether a text is the name of a parameter in view.
func parametersNamed(g *graph.Graph, text string) bool {
	for _, p := range g.Parameters {
		if p.Name.V == text {
			return true
		}
	}
	return false
}

// askedLogs returns the log group of a container whose log driver is awslogs. AWS Batch logs to a
// group of its own where nothing is said.
// https://docs.aws.amazon.com/batch/latest/userguide/using_awslogs.html
func (c *cutter) askedLogs(
	w *graph.Workload, container *graph.Container, h graph.Handed,
) []subject {
	driver := container.LogDriver
	one := subject{
		kind: Logs, text: c.expand(h.LogGroup.V), why: h.LogGroup.Why, site: driver.Site,
		region: w.Home.Region, create: h.CreateGroup,
	}
	if h.LogRegion.Known() && h.LogRegion.V != "" {
		one.region = h.LogRegion.V
	}
	switch {
	case driver.Known() && driver.V == "" && w.Kind == graph.WorkloadJobDefinition:
		one.text, one.site = "/aws/batch/job", container.Site
		one.create = graph.Value[bool]{V: true, Given: true}
	case driver.Known() && driver.V != "awslogs":
		return nil
	case !driver.Known():
		one.why = driver.Why
	case one.text == "" && one.why == nil:
		one.why = &parser.Origin{What: "log group of " + w.ID, Why: "is not named"}
	}
	return []subject{one}
}

// call makes one call.
func (c *cutter) call(
	w *graph.Workload, launch graph.Launch, container *graph.Container, one subject,
) *Call {
	p := c.begin(w, launch, container)
	p.Doubts = nil
	if one.kind == Logs {
		c.logsCaller(p)
	}
	t := c.callTarget(p, one)
	c.callGates(p, one)
	p.unsureLaunch()
	c.callLegs(p, one, t)
	if one.why != nil {
		why := []parser.Origin{*one.why}
		softenAll(p.Gates, why)
		for i := range p.Placements {
			for j := range p.Placements[i].Legs {
				p.Placements[i].Legs[j].soften(why)
			}
		}
	}
	c.revise(p, launch)
	p.finish()
	return &Call{
		Kind: one.kind, Pull: p, Subject: c.text(one.text), Service: t.service, Site: one.site,
		Declared: c.declared(p, one),
	}
}

// declared is the address of the secret or parameter in view that is asked for.
func (c *cutter) declared(p *Pull, one subject) string {
	switch {
	case one.why != nil:
	case one.kind == Secrets:
		if s := c.secretOf(p, one.text); s != nil {
			return s.ID
		}
	case one.kind == Parameters:
		for _, parameter := range c.graph.Parameters {
			if c.expand(parameter.ARN) == one.text {
				return parameter.ID
			}
		}
	}
	return ""
}
