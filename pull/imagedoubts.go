package pull

import (
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/iam"
	"github.com/ecrlint/ecrlint/parser"
)

// imageDoubts finds the doubts about the image reference.
func (c *cutter) imageDoubts(p *Pull) {
	if p.fact.Valid == Closed {
		return
	}
	by := p.Address
	if task := p.Workload.Task.To; task != nil {
		by = task.ID
	}
	note := func(name string, detail map[string]any, related ...Related) {
		p.Doubts = append(p.Doubts, Doubt{
			Name: name, State: Closed, By: by, Site: p.Image.Site, Detail: detail, Related: related,
		})
	}
	switch p.Registry {
	case registryDocker:
		if v := p.Container.Credentials; !v.Given && v.Known() {
			note("rate_limited", map[string]any{"image": p.Reference})
		}
		c.meantForECR(p, note)
	case registryECR:
		if p.fact.Tag == "" && p.fact.Digest == "" {
			note("latest_tag", map[string]any{"image": p.Reference})
		}
		c.declaredElsewhere(p, note)
	}
}

// meantForECR looks for a declared repository of the name that Docker Hub is asked for: an image
// without the host of its registry is one of Docker Hub's.
func (c *cutter) meantForECR(p *Pull, note func(string, map[string]any, ...Related)) {
	asked := strings.TrimPrefix(p.fact.Repository, "library/")
	for _, r := range c.graph.Repositories {
		if name := c.expand(r.Name.V); r.Name.Known() && name == asked && !parser.Holed(name) {
			note("wrong_host", map[string]any{"repository": r.ID, "image": p.Reference}, inView(r))
			return
		}
	}
}

// declaredElsewhere looks for the repository that was probably meant: of that name in another
// region or account, or of a similar name.
func (c *cutter) declaredElsewhere(p *Pull, note func(string, map[string]any, ...Related)) {
	_, cached := c.cacheRule(p)
	if p.Image.Declared != nil || cached.state != Closed || parser.Holed(p.fact.Repository) ||
		amazonOwned[p.fact.Account] {
		return
	}
	var near *graph.Repository
	least := 0
	for _, r := range c.graph.Repositories {
		name := c.expand(r.Name.V)
		if !r.Name.Known() || parser.Holed(name) {
			continue
		}
		if name == p.fact.Repository {
			c.elsewhereDoubt(p, r, note)
			return
		}
		d := nearness(name, p.fact.Repository)
		if c.extended(p, r, name) {
			d = 1
		}
		if c.sameHome(r, p) == Open && d > 0 && (near == nil || d < least) {
			near, least = r, d
		}
	}
	if near != nil {
		note("near_name", map[string]any{
			"near": c.text(near.Name.V), "repository": near.ID, "image": p.Reference,
		}, inView(near))
	}
}

// extended reports whether the image is the address of the repository with more behind its name: a
// repository of ECR has nothing below it.
func (c *cutter) extended(p *Pull, r *graph.Repository, name string) bool {
	if !strings.HasPrefix(p.fact.Repository, name) {
		return false
	}
	for _, origin := range c.origins.In(p.Container.Image.V) {
		if origin.Kind == parser.Reference && origin.Address == r.ID {
			return true
		}
	}
	return false
}

// elsewhereDoubt notes a repository of the image's name in another account or region.
func (c *cutter) elsewhereDoubt(p *Pull, r *graph.Repository,
	note func(string, map[string]any, ...Related),
) {
	switch {
	case c.same(r.Account, p.fact.Account).state == Closed:
		note("wrong_account", map[string]any{"repository": r.ID, "account": c.text(r.Account)}, inView(r))
	case c.same(r.Region, p.fact.Region).state == Closed:
		note("wrong_region", map[string]any{"repository": r.ID, "region": c.text(r.Region)}, inView(r))
	}
}

// inView points at a repository.
func inView(r *graph.Repository) Related {
	return Related{Site: graph.Site{Resource: r.Resource}, Message: "the repository in view"}
}

// nearness is how many letters two names differ in, or 0 where they are not near: names that
// differ in digits only are different on purpose.
func nearness(a, b string) int {
	if trimDigits(a) == trimDigits(b) {
		return 0
	}
	if strings.HasSuffix(a, "/"+b) || strings.HasSuffix(b, "/"+a) {
		return 3
	}
	limit := 1 + min(len(a), len(b))/8
	if d := distance(a, b); d <= min(limit, 2) && min(len(a), len(b)) > 3 {
		return d
	}
	return 0
}

// trimDigits drops the digits.
func trimDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return -1
		}
		return r
	}, s)
}

// distance is the number of letters to change, add, drop or swap.
func distance(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}

// repositoryDoubts finds the doubts about the repository in view.
func (c *cutter) repositoryDoubts(p *Pull) {
	if p.Registry != registryECR {
		return
	}
	r := p.Image.Declared
	if c.same(p.Workload.Home.Account, p.fact.Account).state == Closed && (r == nil || r.Read) &&
		!amazonOwned[p.fact.Account] && c.createdByCache(p) == nil {
		p.Doubts = append(p.Doubts, Doubt{
			Name: "cross_account_unseen", State: Closed, By: p.Address, Site: p.Image.Site,
			Detail: map[string]any{
				"owner": c.text(p.fact.Account), "account": c.text(p.Workload.Home.Account),
			},
		})
	}
	if r == nil {
		return
	}
	if !r.Read && !r.Imported && r.Maybe == nil && p.Workload.Kind.WithDeployment() {
		p.Doubts = append(p.Doubts, Doubt{
			Name: "created_here", State: Closed, By: r.ID, Site: graph.Site{Resource: r.Resource},
			Detail: map[string]any{"repository": r.ID},
		})
	}
	c.uselessDoubts(p, r)
	c.lifecycleDoubts(p, r)
}

// uselessDoubts notes entries of the repository's policy that can never match and that the pull
// does not need.
func (c *cutter) uselessDoubts(p *Pull, r *graph.Repository) {
	for _, gate := range p.Gates {
		if gate.Name == "repository" && gate.State != Open {
			return
		}
	}
	b := c.bind(p)
	for _, policy := range r.Policies {
		doc := c.parse(policy, b).doc
		if doc == nil {
			continue
		}
		c.uselessDoubt(p, r, policy, "useless_principal", iam.CheckPrincipals(doc))
		c.uselessDoubt(p, r, policy, "useless_action", iam.CheckActions(doc))
	}
}

// uselessDoubt notes the entries of one kind in a policy.
func (c *cutter) uselessDoubt(p *Pull, r *graph.Repository, policy graph.Policy, name string,
	entries []iam.Useless,
) {
	if len(entries) == 0 {
		return
	}
	values := []string{}
	for _, entry := range entries {
		values = append(values, c.text(entry.Text))
	}
	by := r.ID
	if policy.Site.Resource != nil {
		by = policy.Site.Resource.Address
	}
	p.Doubts = append(p.Doubts, Doubt{
		Name: name, State: Closed, By: by, Site: place(policy.Site, r.Node),
		Detail: map[string]any{"values": distinct(values), "repository": r.ID},
	})
}
