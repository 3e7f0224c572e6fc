package pull

import (
	"slices"
	"sync"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
)

// cutter cuts one graph; what depends on less than a pull is worked out once.
type cutter struct {
	graph   *graph.Graph
	origins *parser.Origins
	spots   map[spotKey]*spot
	routes  map[routeKey]choices
	given   map[string]*graph.VPC // from outside, by what names them
	// parsed holds policy documents by name and text.
	parsed map[string]parsedPolicy
	// permitted holds what was asked of policies.
	permitted map[permitKey]permission

	index func() map[string]*parser.Resource
}

// newCutter returns what cuts a graph.
func newCutter(g *graph.Graph) *cutter {
	c := &cutter{
		graph: g, spots: map[spotKey]*spot{}, routes: map[routeKey]choices{},
		given:  map[string]*graph.VPC{},
		parsed: map[string]parsedPolicy{}, permitted: map[permitKey]permission{},
	}
	if g.Root != nil {
		c.origins = g.Root.Origins
	}
	if c.origins == nil {
		c.origins = parser.NewOrigins()
	}
	c.index = sync.OnceValue(c.addresses)
	return c
}

// Cut says which pulls a graph holds: each container of each workload for each way in which its
// tasks are started. The pulls are in the order of the workloads and containers. The graph may not
// change afterwards; the methods of a Pull may be called from several goroutines.
func Cut(g *graph.Graph) []*Pull {
	c := newCutter(g)
	var pulls []*Pull
	for _, w := range g.Workloads {
		ways := launches(w)
		for _, container := range containers(w) {
			first := len(pulls)
			for _, launch := range ways {
				if len(pulls) == MaxPulls {
					return pulls
				}
				pulls = append(pulls, c.pull(w, launch, container))
			}
			choose(w, pulls[first:])
		}
	}
	return pulls
}

// MaxPulls is how many pulls Cut cuts from one graph at most, the first of them.
const MaxPulls = 10_000

// Count returns how many pulls a graph holds, without bound.
func Count(g *graph.Graph) int {
	count := 0
	for _, w := range g.Workloads {
		count += len(launches(w)) * len(containers(w))
	}
	return count
}

// addresses indexes the resources.
func (c *cutter) addresses() map[string]*parser.Resource {
	index := map[string]*parser.Resource{}
	if c.graph.Root == nil {
		return index
	}
	for _, r := range c.graph.Root.Resources {
		index[r.Address] = r
	}
	facts := &c.graph.Root.Facts
	for _, fact := range slices.Concat(facts.Internet, facts.MayPull) {
		index[fact.Said.Address] = fact.Said
	}
	return index
}

// resource returns the resource of an address, or nil.
func (c *cutter) resource(address string) *parser.Resource { return c.index()[address] }

// text writes a text without tokens.
func (c *cutter) text(s string) string { return known(c.origins, s) }

// expand writes references out.
func (c *cutter) expand(s string) string { return c.origins.Expand(s) }

// same answers whether two account ids or regions are equal. One that nothing pins is taken to be
// the other one.
func (c *cutter) same(a, b string) answer {
	if a == b || a == "" || b == "" {
		return yes()
	}
	pinnedA, pinnedB := !parser.Holed(a), !parser.Holed(b)
	switch {
	case pinnedA && pinnedB:
		return no()
	case c.unpinned(a) != c.unpinned(b):
		return yes()
	}
	return because(merge(c.origins.In(a), c.origins.In(b)))
}

// unpinned reports whether the text is the account or region of a provider that pins none.
func (c *cutter) unpinned(s string) bool {
	o, ok := c.origins.Whole(s)
	return ok && (o.Kind == parser.Account || o.Kind == parser.Region)
}

// similar reports whether two names may be equal or one below the other, as far as the text
// behind their last tokens says.
func (c *cutter) similar(a, b string) bool {
	ta, tb := behindTokens(a), behindTokens(b)
	if len(ta) > len(tb) {
		ta, tb = tb, ta
	}
	return tb[len(tb)-len(ta):] == ta
}

// behindTokens returns the text behind the last token.
func behindTokens(s string) string {
	parts := parser.Parts(s)
	if len(parts) == 0 || parts[len(parts)-1].Hole {
		return ""
	}
	return parts[len(parts)-1].Text
}

// launches returns the ways in which a workload's tasks are started; where it cannot be said,
// there is one that is not known.
func launches(w *graph.Workload) []graph.Launch {
	list := append([]graph.Launch{}, w.Launches.Items...)
	if len(list) == 0 && w.Kind == graph.WorkloadTaskDefinition {
		list = append(list, standalone(w))
	}
	if len(list) == 0 || w.Launches.Open != nil && !hasUnknown(list) {
		list = append(list, graph.Launch{
			Kind: graph.LaunchUnknown, Fleet: graph.Link[graph.Fleet]{Why: w.Launches.Open},
		})
	}
	return list
}

// standalone is the launch of a task definition that nothing starts: what its compatibilities say.
func standalone(w *graph.Workload) graph.Launch {
	launch := graph.Launch{Kind: graph.LaunchUnknown}
	if w.Task.To == nil || len(w.Task.To.Compatibilities.Items) != 1 ||
		w.Task.To.Compatibilities.Open != nil {
		return launch
	}
	switch w.Task.To.Compatibilities.Items[0].V {
	case "FARGATE":
		launch.Kind = graph.LaunchFargate
	case "EC2":
		launch.Kind = graph.LaunchEC2
	case "EXTERNAL":
		launch.Kind = graph.LaunchExternal
	case "MANAGED_INSTANCES":
		launch.Kind = graph.LaunchManaged
	}
	return launch
}

// hasUnknown reports whether a launch is not known.
func hasUnknown(list []graph.Launch) bool {
	for _, l := range list {
		if l.Kind == graph.LaunchUnknown {
			return true
		}
	}
	return false
}

// containers returns the containers of a workload's task; one that stands for those that cannot
// be seen where there are such.
func containers(w *graph.Workload) []*graph.Container {
	task := w.Task.To
	if task == nil {
		return []*graph.Container{unseenContainer(w.Task.Why, w)}
	}
	list := append([]*graph.Container{}, task.Containers.Items...)
	if task.Containers.Open != nil {
		list = append(list, unseenContainer(task.Containers.Open, w))
	}
	return list
}

// unseenContainer stands for containers that cannot be seen.
func unseenContainer(why *parser.Origin, w *graph.Workload) *graph.Container {
	if why == nil {
		why = &parser.Origin{What: "task definition of " + w.ID, Why: "it is not in view"}
	}
	return &graph.Container{
		Image: graph.Value[string]{Why: why, Site: w.Task.Site}, Site: w.Task.Site,
		ImageSite: w.Task.Site,
	}
}

// pull makes one pull.
func (c *cutter) pull(w *graph.Workload, launch graph.Launch, container *graph.Container) *Pull {
	p := c.begin(w, launch, container)
	c.gates(p)
	c.legs(p)
	c.revise(p, launch)
	c.doubts(p)
	p.finish()
	return p
}

// begin makes a pull without gates and legs: what it is of, where it may run, and who fetches.
func (c *cutter) begin(w *graph.Workload, launch graph.Launch, container *graph.Container) *Pull {
	p := &Pull{
		Graph: c.graph, Workload: w, Launch: launch.Kind, Container: container, Address: w.ID,
		Part: w.Part, Environment: launch.Name,
		Name: c.text(container.Name.V), shared: c, launch: launch,
	}
	site := container.ImageSite
	if site.Resource == nil {
		site = container.Site
	}
	p.fact = c.readImage(container.Image, site)
	p.Image, p.Registry = p.fact.Image, p.fact.registry
	p.Image.Valid = p.fact.Valid
	p.Reference = c.text(p.fact.text)
	p.own()
	p.linked()
	c.declare(p)
	c.place(p)
	p.standard()
	c.puller(p)
	return p
}

// finish writes the texts of the image without tokens, and says which facts the pull rests on.
func (p *Pull) finish() {
	i := &p.Image
	for _, s := range []*string{
		&i.Host, &i.Account, &i.Region, &i.Repository, &i.Tag, &i.Digest,
	} {
		*s = p.shared.text(*s)
	}
	p.assumeFacts()
}

// own takes an account and region that nothing pins to be the image's own, and says so.
func (p *Pull) own() {
	if p.Registry != registryECR {
		return
	}
	home := p.Workload.Home
	p.assume("account", home.Account, p.fact.Account)
	p.assume("region", home.Region, p.fact.Region)
}

// assume notes that what nothing pins is taken to be the image's own.
func (p *Pull) assume(what, home, image string) {
	c := p.shared
	if home == image || home == "" || c.unpinned(home) == c.unpinned(image) {
		return
	}
	if c.unpinned(home) {
		p.Assumptions = append(p.Assumptions,
			"the "+what+" that the configuration is applied in is "+c.text(image)+", as in the image")
		return
	}
	p.Assumptions = append(p.Assumptions,
		"the "+what+" in the image is "+c.text(home)+", where the configuration is applied")
}
