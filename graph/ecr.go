package graph

import "github.com/ecrlint/ecrlint/parser"

// ecrReaders read private repositories, their policies, and the settings of the registry.
var ecrReaders = []reader{
	node("aws_ecr_repository", (*builder).declareRepository, nil),
	join("data.aws_ecr_repository", (*builder).joinReadRepository),
	join("aws_ecr_repository_policy", (*builder).joinRepositoryPolicy),
	join("aws_ecr_lifecycle_policy", (*builder).joinLifecycle),
	node("aws_ecr_registry_policy", (*builder).declareRegistryPolicy, nil),
	join("aws_ecr_account_setting", (*builder).joinAccountSetting),
	node("aws_ecr_pull_through_cache_rule", (*builder).declareCacheRule, nil),
	node("aws_ecr_repository_creation_template", (*builder).declareTemplate, nil),

	node("AWS::ECR::Repository", (*builder).declareRepository, (*builder).linkRepository).
		spelled(spelling{
			"name":             "RepositoryName",
			"policy":           "RepositoryPolicyText",
			"lifecycle_policy": "LifecyclePolicy.LifecyclePolicyText",
		}),
	node("AWS::ECR::RegistryPolicy", (*builder).declareRegistryPolicy, nil).
		spelled(spelling{"policy": "PolicyText"}),
	node("AWS::ECR::PullThroughCacheRule", (*builder).declareCacheRule, nil),
	node("AWS::ECR::RepositoryCreationTemplate", (*builder).declareTemplate, nil),
}

func (b *builder) declareRepository(o block) *Repository {
	r := b.repository(o)
	b.register(kindRepository, r.Name.V, r)
	return r
}

func (b *builder) repository(o block) *Repository {
	home := o.res.Provider
	r := &Repository{
		Node: b.node(o.res), Name: o.holed("name", ""), Region: home.Region, Account: home.Account,
		Mutable: o.text("image_tag_mutability", "MUTABLE"), Imported: o.res.Imported,
	}
	r.Name.V = b.ownText(o, "name")
	if account := o.holed("registry_id", ""); o.res.Mode == parser.Data && account.V != "" {
		r.Account = account.V
	}
	r.ARN = b.ownARN(o, "arn:"+home.Partition+":ecr:"+r.Region+":"+r.Account+
		":repository/"+r.Name.V)
	b.graph.Repositories = append(b.graph.Repositories, r)
	return r
}

func (r *Repository) base() *Node { return &r.Node }

// linkRepository reads the policies that a repository of a template carries itself.
func (b *builder) linkRepository(o block, r *Repository) {
	label := o.res.Address + "." + o.label("policy")
	if policy := b.policy(o, "policy", label); policy.Text.Given {
		r.Policies = append(r.Policies, policy)
	}
	label = o.res.Address + "." + o.label("lifecycle_policy")
	if policy := b.policy(o, "lifecycle_policy", label); policy.Text.Given {
		r.Lifecycle = append(r.Lifecycle, policy)
	}
}

// findRepository finds a repository by its identity, its name, or its ARN.
func findRepository(b *builder, r ref) *Repository {
	if repository := at[Repository](b, r.address); repository != nil {
		return repository
	}
	return called(b, kindRepository, r, (*Repository).base)
}

// joinReadRepository reads a repository that exists already, unless it is one declared here.
func (b *builder) joinReadRepository(o block) {
	if found := link(o, "name", findRepository).To; found != nil {
		account := o.holed("registry_id", "")
		if account.V == "" || mayEqual(account.V, found.Account) {
			b.nodes[o.res.Address] = found
			return
		}
	}
	r := b.repository(o)
	r.Read = true
	b.nodes[o.res.Address] = r
}

// mayBeRepositories lists the repositories that a link may lead to.
func (b *builder) mayBeRepositories(l Link[Repository]) []*Repository {
	if l.To != nil {
		return []*Repository{l.To}
	}
	return filter(b.graph.Repositories, func(r *Repository) bool {
		return mayEqual(r.Name.V, l.raw) && (b.mayBe(l.Why, &r.Node) || b.unsaid(r.Name.V))
	})
}

func (b *builder) joinRepositoryPolicy(o block) {
	policy := b.policy(o, "policy", o.res.Address)
	l := link(o, "repository", findRepository)
	for _, r := range b.mayBeRepositories(l) {
		if l.To == nil {
			r.LostPolicies = append(r.LostPolicies, l.Why)
			continue
		}
		policy.Maybe = beyond(o.res.Maybe, r.Maybe)
		r.Policies = append(r.Policies, policy)
	}
}

func (b *builder) joinLifecycle(o block) {
	policy := b.policy(o, "policy", o.res.Address)
	l := link(o, "repository", findRepository)
	if l.To != nil {
		policy.Maybe = beyond(o.res.Maybe, l.To.Maybe)
		l.To.Lifecycle = append(l.To.Lifecycle, policy)
	}
}

func (b *builder) declareRegistryPolicy(o block) *RegistryPolicy {
	p := &RegistryPolicy{
		Node: b.node(o.res), Policy: b.policy(o, "policy", o.res.Address),
		V1: Value[bool]{Site: o.here()},
	}
	b.graph.RegistryPolicy = append(b.graph.RegistryPolicy, p)
	return p
}

// joinAccountSetting reads the scope of registry policies: V1 limits them to replication and cache
// actions. https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions.html
func (b *builder) joinAccountSetting(o block) {
	if key := o.text("name", ""); !key.Known() || key.V != "REGISTRY_POLICY_SCOPE" {
		return
	}
	v1 := isText(o.text("value", "V2"), "V1")
	v1.Why = first(v1.Why, o.res.Maybe)
	for _, p := range b.graph.RegistryPolicy {
		if p.Home.Region == o.res.Provider.Region && p.Home.Account == o.res.Provider.Account {
			p.V1 = v1
		}
	}
}

func (b *builder) declareCacheRule(o block) *CacheRule {
	r := &CacheRule{
		Node:       b.node(o.res),
		Prefix:     o.holed("ecr_repository_prefix", ""),
		Upstream:   o.holed("upstream_registry_url", ""),
		Credential: o.holed("credential_arn", ""),
	}
	b.graph.CacheRules = append(b.graph.CacheRules, r)
	return r
}

func (b *builder) declareTemplate(o block) *CreationTemplate {
	t := &CreationTemplate{
		Node:       b.node(o.res),
		Prefix:     o.holed("prefix", ""),
		AppliedFor: o.texts("applied_for"),
		Policy:     b.policy(o, "repository_policy", o.res.Address),
		CustomRole: o.holed("custom_role_arn", ""),
	}
	b.graph.Templates = append(b.graph.Templates, t)
	return t
}
