package graph

import (
	"regexp"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// bootSettings find the cluster in user data: the variable of the agent, which a script writes to
// /etc/ecs/ecs.config; the argument of Initialize-ECSAgent on Windows; the setting of Bottlerocket.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bootstrap_container_instance.html
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bootstrap_windows_container_instance.html
// https://bottlerocket.dev/en/os/latest/#/api/settings/ecs/
var bootSettings = []*regexp.Regexp{
	regexp.MustCompile(`\bECS_CLUSTER\s*=\s*["']?([^\s"'>;&|)\\]*)`),
	regexp.MustCompile(`(?i)\bInitialize-ECSAgent\b[^\n]*-Cluster\s+["']?([^\s"';|]+)`),
	regexp.MustCompile(`(?s)\[settings\.ecs\][^\[]*?\bcluster\s*=\s*["']([^"'\n]+)["']`),
}

// wildFleets are what else starts instances of a launch template or of user data of its own.
var wildFleets = []string{
	"aws_ec2_fleet", "aws_spot_fleet_request", "AWS::EC2::EC2Fleet", "AWS::EC2::SpotFleet",
}

// lonely are instances that no group starts, with where their user data stand.
var lonely = []struct{ kind, data, encoded string }{
	{"aws_instance", "user_data", "user_data_base64"},
	{"aws_spot_instance_request", "user_data", "user_data_base64"},
	{"AWS::EC2::Instance", "", "UserData"},
}

// joiners returns the Auto Scaling groups whose instances join the cluster by their user data, and
// why there may be other instances of it.
func (b *builder) joiners(c *cluster, w *Workload) (found []*Fleet, open *parser.Origin) {
	if c.name == "default" { // instances whose user data name no cluster join that one
		return nil, nil
	}
	for _, f := range b.compute.fleets {
		joins, doubt := b.joins(f, c)
		if joins {
			found, doubt = append(found, f), first(doubt, beyond(f.Maybe, w.Maybe))
		}
		open = first(open, doubt)
	}
	for _, kind := range wildFleets {
		for _, r := range b.kinds[kind] {
			open = first(open, &parser.Origin{
				What: "the instances of " + r.Address, Why: "may join " + c.ID + " at boot",
			})
		}
	}
	return found, first(open, b.loners(c), b.otherProviders(c))
}

// otherProviders says why the cluster may have instances of a capacity provider that is not known.
func (b *builder) otherProviders(c *cluster) *parser.Origin {
	open := c.providers.Open
	for _, l := range c.providers.Items {
		if l.To == nil && !strings.HasPrefix(l.Text, "FARGATE") {
			open = first(open, l.Why)
		} else if l.To != nil {
			open = first(open, l.To.Maybe)
		}
	}
	for _, lost := range b.compute.lostStrategies {
		if b.mayBe(lost.why, &c.Node) {
			open = first(open, lost.why)
		}
	}
	return open
}

// joined returns the launches on instances that join the cluster by their user data, and why there
// may be others. That user data are run, and nothing else joins, is no more than likely: such
// instances may show that a pull works, not that it fails.
func (b *builder) joined(c *cluster, w *Workload, site Site) ([]Launch, *parser.Origin) {
	var found []Launch
	fleets, open := b.joiners(c, w)
	for _, f := range fleets {
		found = append(found, Launch{Kind: LaunchEC2, Site: site, Fleet: Link[Fleet]{
			To: f, Text: f.ID, Site: site,
		}, Joined: &parser.Origin{
			What: f.ID,
			Why:  "joins " + c.ID + " by user data alone, which is no proof that its tasks run there",
			Hint: "use a capacity provider",
		}})
	}
	return found, open
}

// joins reports whether the instances of a group join a cluster, or why that is not known.
func (b *builder) joins(f *Fleet, c *cluster) (bool, *parser.Origin) {
	doubt, some, all := f.Hosts.Open, false, true
	for i := range f.Hosts.Items {
		host := &f.Hosts.Items[i]
		joins, why := b.boots(host.UserData, host.Resource, c)
		some, all, doubt = some || joins, all && joins, first(doubt, why)
	}
	if some && !all {
		doubt = first(doubt, &parser.Origin{
			What: f.ID, Why: "launches from several templates, not all of which name " + c.ID,
		})
	}
	return some && all, doubt
}

// loners says why instances that no group starts may be the cluster's.
func (b *builder) loners(c *cluster) *parser.Origin {
	for _, one := range lonely {
		for _, r := range b.kinds[one.kind] {
			o := b.block(r)
			data := decoded(o.raw(one.encoded, ""))
			if !data.Given && one.data != "" {
				data = o.raw(one.data, "")
			}
			if joins, why := b.boots(data, r, c); joins {
				return &parser.Origin{What: r.Address, Why: "joins " + c.ID + " at boot"}
			} else if why != nil {
				return why
			}
		}
	}
	return nil
}

// boots reports whether user data make an instance join a cluster, or why that is not known.
func (b *builder) boots(
	data Value[string], from *parser.Resource, c *cluster,
) (bool, *parser.Origin) {
	if data.Why != nil {
		return false, data.Why
	}
	names, unclear := clustersIn(data.V)
	site := data.Site
	for _, text := range names {
		l := resolve(b, from, datum{v: cty.StringVal(text), known: true}, site, findCluster)
		switch {
		case l.To == c && len(names) == 1 && !unclear:
			return true, nil
		case unclear, l.To == c:
			return false, &parser.Origin{
				What: "the cluster that the instances of " + from.Address + " join",
				Why:  "is found out by a script in their user data",
			}
		case l.To == nil && mayEqual(l.raw, c.name):
			return false, l.Why
		}
	}
	if len(names) > 0 {
		return false, nil
	}
	for _, hole := range b.origins.In(data.V) {
		if hole.Kind == parser.Unknown {
			return false, &hole
		}
	}
	return false, nil
}

// clustersIn returns the different clusters that user data name, and whether they leave one to
// what runs at boot.
func clustersIn(data string) (names []string, unclear bool) {
	data = withoutComments(data)
	for _, setting := range bootSettings {
		for _, match := range setting.FindAllStringSubmatch(data, -1) {
			name := match[1]
			if name == "$ECS_CLUSTER" || name == "${ECS_CLUSTER}" { // what was set before
				continue
			}
			unclear = unclear || name == "" || strings.ContainsAny(name, "$`%(")
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names, unclear
}

// withoutComments leaves out the lines of a script that are comments.
func withoutComments(data string) string {
	var kept strings.Builder
	for line := range strings.Lines(data) {
		if !strings.HasPrefix(strings.TrimSpace(line), "#") {
			kept.WriteString(line)
		}
	}
	return kept.String()
}
