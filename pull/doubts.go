package pull

import (
	"sort"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/iam"
	"github.com/ecrlint/ecrlint/parser"
)

// doubts finds the doubts of a pull that no gate raises.
func (c *cutter) doubts(p *Pull) {
	p.Doubts = append(p.Doubts, distinctDoubts(p.weaker)...)
	c.race(p)
	c.sidecar(p)
	c.imageDoubts(p)
	c.repositoryDoubts(p)
	for i := range p.Placements {
		c.internetDoubts(p, &p.Placements[i])
	}
}

// distinctDoubts keeps one of those with the same name, leg and resource.
func distinctDoubts(list []Doubt) []Doubt {
	type id struct {
		name, by string
		leg      LegName
	}
	seen := map[id]bool{}
	var out []Doubt
	for _, d := range list {
		key := id{d.Name, d.By, d.Leg}
		if !seen[key] {
			seen[key] = true
			out = append(out, d)
		}
	}
	return out
}

// race looks for policies of the execution role that the workload does not wait for: Terraform
// orders it behind the role alone, so that the first task may come before the policy. What waits
// for an event, a time or a call comes later.
func (c *cutter) race(p *Pull) {
	role := p.Puller.Role.To
	if role == nil || !p.Workload.Kind.WithDeployment() || p.Workload.Resource == nil ||
		p.Puller.Principal != "execution_role" {
		return
	}
	waits := map[string]bool{}
	for _, config := range p.Workload.Needs {
		waits[config] = true
	}
	late := map[string]graph.Attachment{}
	for _, n := range c.needs(p) {
		for _, action := range n.actions {
			for _, one := range c.lateFor(p, role, action, n, waits) {
				late[one.Resource.Address] = one
			}
		}
	}
	if len(late) == 0 {
		return
	}
	doubt := Doubt{
		Name: "race", State: Closed, By: p.Address, Site: graph.Site{Resource: p.Workload.Resource},
	}
	names := make([]string, 0, len(late))
	for name := range late {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		doubt.Related = append(doubt.Related, Related{
			Site: graph.Site{Resource: late[name].Resource}, Message: "gives the role the permission",
		})
	}
	doubt.Detail = map[string]any{"attachments": names, "role": role.ID}
	p.Doubts = append(p.Doubts, doubt)
}

// lateFor returns the attachments that allow an action when the service waits for none that does.
func (c *cutter) lateFor(p *Pull, role *graph.Role, action string, n need, waits map[string]bool,
) []graph.Attachment {
	b := c.bind(p)
	req := c.request(p, p.Puller.Role, action, n, through{}, b)
	var late []graph.Attachment
	for _, one := range role.Attachments {
		parsed := c.parse(one.Policy, b)
		if parsed.doc == nil || one.Resource == nil ||
			iam.Evaluate([]*iam.Document{parsed.doc}, req).Allowed == iam.False {
			continue
		}
		if one.Resource == role.Resource || one.Resource.Foreign || waits[one.Resource.Config] {
			return nil
		}
		late = append(late, one)
	}
	return late
}

// agents are the accounts that hold the image of GuardDuty's agent, by region.
// https://docs.aws.amazon.com/guardduty/latest/ug/ecs-runtime-agent-ecr-image-uri.html
var agents = map[string]string{
	"us-east-1": "593207742271", "us-east-2": "307168627858",
	"us-west-1": "684579721401", "us-west-2": "733349766148",
	"ca-central-1": "354763396469", "sa-east-1": "758426053663",
	"eu-west-1": "694911143906", "eu-west-2": "892757235363", "eu-west-3": "665651866788",
	"eu-central-1": "323658145986", "eu-central-2": "529164026651", "eu-north-1": "591436053604",
	"ap-northeast-1": "533107202818", "ap-southeast-1": "174946120834",
	"ap-southeast-2": "005257825471", "ap-south-1": "251508486986", "ap-south-2": "950823858135",
	"me-central-1": "000014521398",
}

// sidecar looks for a detector that injects its agent into Fargate tasks: the execution role pulls
// the agent's image too.
// https://docs.aws.amazon.com/guardduty/latest/ug/prereq-runtime-monitoring-ecs-support.html
func (c *cutter) sidecar(p *Pull) {
	role := p.Puller.Role.To
	if !p.Launch.OnFargate() || role == nil ||
		p.Workload.Kind == graph.WorkloadTaskDefinition {
		return
	}
	for _, detector := range c.graph.Detectors {
		home := p.Workload.Home
		managed := is(detector.FargateAgent).and(c.same(detector.Home.Region, home.Region)).
			and(c.same(detector.Home.Account, home.Account)).and(oldPlatform(p).not())
		if managed.state == Closed {
			continue
		}
		agent := func(account string) string {
			return "arn:" + orText(home.Partition, "aws") + ":ecr:" + home.Region + ":" +
				orText(agents[home.Region], account) + ":repository/aws-guardduty-agent-fargate"
		}
		resource := agent(c.origins.Token(parser.Origin{
			What: "account of GuardDuty's agent", Why: "it is another one in each region",
		}))
		n := need{
			Manifest, []string{"ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"}, resource, home.Region,
		}
		b := c.bind(p)
		for _, action := range n.actions {
			req := c.request(p, p.Puller.Role, action, n, through{}, b)
			d, boundary, _ := c.identityOf(p.Puller.Role, req, b)
			o := iam.Compose(iam.Access{Identity: d, Boundary: boundary, SameAccount: iam.True})
			if o.Effect != iam.False {
				continue
			}
			p.Doubts = append(p.Doubts, Doubt{
				Name: "injected_sidecar", State: managed.state.certain(), By: role.ID,
				Site: graph.Site{Resource: role.Resource}, Leg: Manifest,
				Detail: map[string]any{
					"role": role.ID, "resource": c.text(agent("*")), "detector": detector.ID,
				},
				Related: []Related{{
					Site: graph.Site{Resource: detector.Resource}, Message: "the detector that injects it",
				}},
			})
			return
		}
	}
}

// internetDoubts notes what needs the internet besides the legs: the first pull through the cache,
// and the base layers of Windows images.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
func (c *cutter) internetDoubts(p *Pull, place *Placement) {
	if p.Registry != registryECR || place.VPC == nil || place.spot.table == nil {
		return
	}
	rule, cached := c.cacheRule(p)
	windows := p.Workload.Task.To != nil && ephemeralOf(p.Workload).ports == windowsEphemeral
	if cached.state == Closed && !windows {
		return
	}
	for _, leg := range place.Legs {
		if leg.Name == Manifest && (len(leg.Ways) != 1 || leg.Ways[0].Kind != "interface_endpoint") {
			return
		}
	}
	n := place.spot.leg(target{name: Fetch, host: "the internet", port: 443, kind: toInternet})
	if len(n.ways) != 1 || n.ways[0].Kind != "none" {
		return
	}
	if cached.state != Closed {
		place.Doubts = append(place.Doubts, Doubt{
			Name: "cache_first_pull", Leg: Manifest, State: cached.state.certain(), By: rule.ID,
			Site: graph.Site{Resource: rule.Resource}, Detail: map[string]any{"rule": rule.ID},
		})
	}
	if windows {
		place.Doubts = append(place.Doubts, Doubt{
			Name: "foreign_layers", Leg: Layers, State: Closed, By: p.Workload.Task.To.ID,
			Site:   graph.Site{Resource: p.Workload.Task.To.Resource},
			Detail: map[string]any{"os": c.text(p.Workload.Task.To.OS.V)},
		})
	}
}
