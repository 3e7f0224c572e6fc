package pull

import (
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/iam"
	"github.com/ecrlint/ecrlint/parser"
)

// credentialsGates asks for the credentials of a private registry: the execution role reads the
// secret, and decrypts it where a key of the customer's own encrypts it.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html
func (c *cutter) credentialsGates(p *Pull) []Gate {
	secret := p.Container.Credentials
	if !secret.Given && secret.Known() {
		return nil
	}
	gate := Gate{
		Name: "credentials", State: Open, Reason: "not_allowed", Leg: Credentials, By: p.Address,
		Site: place(secret.Site, p.Workload.Node),
		Detail: map[string]any{
			"role": "", "secret": c.text(secret.V), "actions": []string{}, "statement": "",
			"document": "",
		},
	}
	link := p.Puller.Role
	if p.Puller.Principal != "execution_role" || link.None() {
		gate.State, gate.Reason = Closed, "missing_role"
		if !secret.Known() {
			gate = soften(gate, pointers([]*parser.Origin{secret.Why}))
		}
		return []Gate{gate}
	}
	if !secret.Known() {
		gate.State, gate.Why = Unknown, pointers([]*parser.Origin{secret.Why})
		return []Gate{gate}
	}
	if link.To != nil {
		gate.By, gate.Site = link.To.ID, graph.Site{Resource: link.To.Resource}
		gate.Detail["role"] = link.To.ID
	}
	arn := c.secretARN(p)
	declared := c.secretOf(p, arn)
	gate = c.readSecret(p, link, gate, arn, declared)
	if declared != nil {
		gate = c.decryptSecret(p, link, gate, arn, declared)
	}
	return []Gate{gate}
}

// secretOf finds the secret in view that the ARN is of; the credentials of a private registry may
// name theirs by its name.
func (c *cutter) secretOf(p *Pull, arn string) *graph.Secret {
	named := ""
	if p.Container.Credentials.V != "" && arn == c.secretARN(p) {
		named = c.expand(p.Container.Credentials.V)
	}
	for _, s := range c.graph.Secrets {
		if c.expand(s.ARN) == arn || named != "" && c.expand(s.Name.V) == named {
			return s
		}
	}
	return nil
}

// readSecret asks whether the role may read the secret.
func (c *cutter) readSecret(p *Pull, link graph.Link[graph.Role], gate Gate, arn string,
	declared *graph.Secret,
) Gate {
	n := need{Credentials, []string{"secretsmanager:GetSecretValue"}, arn, p.Workload.Home.Region}
	b := c.bind(p)
	req := c.request(p, link, n.actions[0], n, through{}, b)
	access := iam.Access{SameAccount: c.secretAccount(req)}
	var why []parser.Origin
	access.Identity, access.Boundary, why = c.identityOf(link, req, b)
	c.settleSuffix(link, req, b, &access.Identity, access.Boundary)
	if d, more := c.secretPolicy(declared, req, b, access.SameAccount); d != nil {
		access.Resource, why = d, merge(why, more)
	}
	limits, more := c.limits(req, b)
	access.Limits, why = limits, merge(why, more)
	return c.closeCredentials(gate, iam.Compose(access), n.actions[0], why)
}

// secretPolicy asks the resource policy of the secret. Across accounts the owner must allow, and
// its configuration may not be in view.
// https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html
func (c *cutter) secretPolicy(declared *graph.Secret, req iam.Request, b binding, same iam.Tri,
) (*iam.Decision, []parser.Origin) {
	if declared == nil {
		if same == iam.True {
			return nil, nil
		}
		return &iam.Decision{Unseen: true}, []parser.Origin{{
			What: "policy of the secret", Why: "the configuration of its owner is not in view",
		}}
	}
	if len(declared.Policies) == 0 && len(declared.LostPolicies) == 0 {
		if same == iam.True {
			return nil, nil
		}
		return &iam.Decision{Allowed: iam.False, Denied: iam.False}, nil
	}
	d, why := c.decide(iam.EvaluateResource, declared.Policies, declared.LostPolicies, req, b)
	return &d, why
}

// secretAccount says whether the secret is of the role's account.
func (c *cutter) secretAccount(req iam.Request) iam.Tri {
	parts := strings.SplitN(req.Resource, ":", 6)
	if len(parts) < 6 || parts[0] != "arn" || req.Identity.Account == "" {
		return iam.True
	}
	switch c.same(req.Identity.Account, parts[4]).state {
	case Closed:
		return iam.False
	default:
		return iam.True
	}
}

// closeCredentials takes an outcome over into the gate.
func (c *cutter) closeCredentials(gate Gate, outcome iam.Outcome, action string,
	why []parser.Origin,
) Gate {
	state := triState(outcome.Effect)
	if state == Open || gate.State == Closed {
		return gate
	}
	for _, cause := range outcome.Causes {
		if cause.Denied {
			gate.Reason = "denied"
			if len(cause.Matches) > 0 {
				gate.Detail["statement"] = c.text(statementName(cause.Matches[0].Statement))
				gate.Detail["document"] = c.text(cause.Matches[0].Document)
				c.pointAt(&gate, cause.Matches[0].Document, c.credentialsPolicies())
			}
		}
		why = merge(why, c.reasons(cause.Matches))
	}
	gate.Detail["actions"] = distinct(append(list(gate.Detail["actions"].([]string)), action))
	if state == Closed {
		gate.State, gate.Why = Closed, nil
		return gate
	}
	gate.State, gate.Why = Unknown, merge(gate.Why, why)
	if len(gate.Why) == 0 {
		gate.Why = []parser.Origin{{What: "policies of " + gate.By, Why: "they are not in view"}}
	}
	return gate
}

// decryptSecret asks whether the role may use the key of the customer's own that encrypts the
// secret: Secrets Manager decrypts with the rights of whoever asks.
// https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
func (c *cutter) decryptSecret(p *Pull, link graph.Link[graph.Role], gate Gate, arn string,
	secret *graph.Secret,
) Gate {
	switch {
	case !secret.KMSKey.Given, strings.HasSuffix(secret.KMSKey.V, "alias/aws/secretsmanager"):
		return gate
	case secret.Key.To == nil:
		return c.decryptUnseen(p, link, gate, arn, secret)
	}
	key := secret.Key.To
	return c.decrypt(p, link, gate, arn, key.ARN, key)
}

// decryptUnseen is decryptSecret for a key that is not in view: its policy may let the role in.
func (c *cutter) decryptUnseen(p *Pull, link graph.Link[graph.Role], gate Gate, arn string,
	secret *graph.Secret,
) Gate {
	resource := secret.KMSKey.V
	if !strings.HasPrefix(resource, "arn:") {
		resource = c.origins.Token(parser.Origin{
			What: "key of " + secret.ID, Why: "is not declared here",
		})
	}
	one := c.decrypt(p, link, gate, arn, resource, nil)
	if one.State == Closed && gate.State != Closed {
		one.State, one.Why = Unknown, merge(gate.Why, orSynthetic(secret.Key.Why,
			"policy of the key of "+secret.ID, "it is not in view"))
	}
	return one
}

// decrypt asks the role's policies and the key's. A key policy decides alone, unless it leaves it
// to the account; the one that AWS makes where none is given does.
// https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
func (c *cutter) decrypt(p *Pull, link graph.Link[graph.Role], gate Gate, arn, resource string,
	key *graph.Key,
) Gate {
	return c.decryptFor(p, link, gate, encrypted{"secretsmanager", "secretarn", arn}, resource, key)
}

// encrypted is what a key decrypts: for which service, with which key of the encryption context.
type encrypted struct{ service, key, arn string }

// decryptFor is decrypt for any service.
func (c *cutter) decryptFor(p *Pull, link graph.Link[graph.Role], gate Gate, what encrypted,
	resource string, key *graph.Key,
) Gate {
	const action = "kms:Decrypt"
	home := p.Workload.Home
	b := c.bind(p)
	n := need{Credentials, []string{action}, resource, home.Region}
	req := c.request(p, link, action, n, through{}, b)
	_, suffix := partitionOf(b.apply(home.Region))
	req.Context["kms:viaservice"] = []string{
		what.service + "." + b.apply(home.Region) + "." + suffix,
	}
	req.Context["kms:calleraccount"] = []string{req.Identity.Account}
	req.Context["kms:encryptioncontext:"+what.key] = []string{b.apply(what.arn)}
	req.Context["aws:viaawsservice"] = []string{"true"}
	for _, name := range []string{"aws:calledvia", "aws:calledviafirst", "aws:calledvialast"} {
		req.Context[name] = []string{what.service + ".amazonaws.com"}
	}
	identity, boundary, why := c.identityOf(link, req, b)
	access := iam.Access{Identity: identity, Boundary: boundary, SameAccount: iam.True}
	if key != nil && key.Policy.Text.Given {
		d, more := c.decide(iam.EvaluateResource, []graph.Policy{key.Policy}, nil, req, b)
		why = merge(why, more)
		access.Resource = &d
		if d.Allowed != iam.True { // what the account is not given, its policies cannot give
			access.Endpoints = []iam.Decision{{Allowed: d.Allowed, Denied: iam.False, Allows: d.Allows}}
		}
	}
	limits, more := c.limits(req, b)
	access.Limits, why = limits, merge(why, more)
	return c.blameKey(gate, c.closeCredentials(gate, iam.Compose(access), action, why), access, key,
		resource)
}

// blameKey names the key of a gate that decrypting shuts, and blames its policy where that is what
// lets nobody in.
func (c *cutter) blameKey(before, gate Gate, access iam.Access, key *graph.Key, resource string,
) Gate {
	if gate.State == Open {
		return gate
	}
	gate.Detail["key"] = c.text(resource)
	if key != nil && before.State == Open && len(access.Endpoints) > 0 &&
		access.Endpoints[0].Allowed == iam.False {
		gate.Reason, gate.By, gate.Site = "key_policy", key.ID, place(key.Policy.Site, key.Node)
	}
	return gate
}

// credentialsPolicies are the documents that may deny the reading of a secret, for blame.
func (c *cutter) credentialsPolicies() []graph.Policy {
	all := c.organizationPolicies()
	for _, role := range c.graph.Roles {
		all = append(append(all, role.Policies...), role.Boundary)
	}
	for _, secret := range c.graph.Secrets {
		all = append(all, secret.Policies...)
	}
	for _, key := range c.graph.Keys {
		all = append(all, key.Policy)
	}
	return all
}
