package graph

import "strings"

// secretReaders read Secrets Manager secrets and their resource policies.
var secretReaders = []reader{
	node("aws_secretsmanager_secret", (*builder).declareSecret, (*builder).linkSecret),
	join("aws_secretsmanager_secret_policy", (*builder).joinSecretPolicy),

	node("AWS::SecretsManager::Secret", (*builder).declareSecret, (*builder).linkSecret).
		spelled(spelling{"policy": ""}),
	join("AWS::SecretsManager::ResourcePolicy", (*builder).joinSecretPolicy).
		spelled(spelling{"secret_arn": "SecretId", "policy": "ResourcePolicy"}),
}

// keyReaders read the keys of AWS KMS that secrets are encrypted with.
var keyReaders = []reader{
	node("aws_kms_key", (*builder).declareKey, (*builder).linkKey),
	join("aws_kms_key_policy", (*builder).joinKeyPolicy),
	join("aws_kms_alias", (*builder).joinAlias),

	node("AWS::KMS::Key", (*builder).declareKey, (*builder).linkKey).
		spelled(spelling{"policy": "KeyPolicy"}),
	join("AWS::KMS::Alias", (*builder).joinAlias).spelled(spelling{"name": "AliasName"}),
}

// declareSecret reads a secret. AWS puts a hyphen and six characters behind the name in the ARN.
// https://docs.aws.amazon.com/secretsmanager/latest/userguide/getting-started.html
func (b *builder) declareSecret(o block) *Secret {
	s := &Secret{
		Node: b.node(o.res), Name: o.holed("name", ""), KMSKey: o.holed("kms_key_id", ""),
	}
	s.Name.V = b.ownText(o, "name")
	if s.KMSKey.Why == nil && s.KMSKey.V == "" {
		s.KMSKey.Given = false
	}
	home := o.res.Provider
	s.ARN = b.ownARN(o, "arn:"+home.Partition+":secretsmanager:"+home.Region+":"+home.Account+
		":secret:"+s.Name.V+"-"+b.ownText(o, "arn"))
	b.graph.Secrets = append(b.graph.Secrets, s)
	return s
}

// linkSecret reads the policy that a secret carries itself.
func (b *builder) linkSecret(o block, s *Secret) {
	label := o.res.Address + "." + o.label("policy")
	if policy := b.policy(o, "policy", label); policy.Text.Given {
		s.Policies = append(s.Policies, policy)
	}
}

// findSecret finds a secret by its identity, its ARN or its name.
func findSecret(b *builder, r ref) *Secret {
	if s := at[Secret](b, r.address); s != nil {
		return s
	}
	for _, s := range b.graph.Secrets {
		if r.text != "" && (s.ARN == r.text || s.Name.V == r.text) {
			return s
		}
	}
	return nil
}

func (b *builder) joinSecretPolicy(o block) {
	policy := b.policy(o, "policy", o.res.Address)
	l := link(o, "secret_arn", findSecret)
	for _, s := range b.graph.Secrets {
		switch {
		case l.To == s:
			policy.Maybe = beyond(o.res.Maybe, s.Maybe)
			s.Policies = append(s.Policies, policy)
		case l.To == nil && b.mayBe(l.Why, &s.Node):
			s.LostPolicies = append(s.LostPolicies, l.Why)
		}
	}
}

func (b *builder) declareKey(o block) *Key {
	k := &Key{Node: b.node(o.res)}
	home := o.res.Provider
	k.ARN = b.ownARN(o, "arn:"+home.Partition+":kms:"+home.Region+":"+home.Account+":key/"+k.Self)
	b.graph.Keys = append(b.graph.Keys, k)
	return k
}

func (b *builder) linkKey(o block, k *Key) {
	k.Policy = b.policy(o, "policy", o.res.Address)
}

func (b *builder) joinKeyPolicy(o block) {
	l := link(o, "key_id", findKey)
	if l.To == nil {
		return
	}
	l.To.Policy = b.policy(o, "policy", o.res.Address)
	l.To.Policy.Maybe = beyond(o.res.Maybe, l.To.Maybe)
}

// joinAlias notes a name of a key.
func (b *builder) joinAlias(o block) {
	if k := link(o, "target_key_id", findKey).To; k != nil {
		k.aliases = append(k.aliases, b.ownText(o, "name"))
		b.nodes[o.res.Address] = k
	}
}

// findKey finds a key by its identity, its ARN or an alias.
func findKey(b *builder, r ref) *Key {
	if k := at[Key](b, r.address); k != nil {
		return k
	}
	label := r.text
	if parts, ok := parseARN(r.text); ok && strings.HasPrefix(parts.resource, "alias/") {
		label = parts.resource
	}
	for _, k := range b.graph.Keys {
		if r.text == "" {
			break
		}
		if k.ARN == r.text || k.Self != "" && k.Self == r.text {
			return k
		}
		for _, alias := range k.aliases {
			if alias == label {
				return k
			}
		}
	}
	return nil
}

// linkSecretKeys finds the keys of the secrets, when every alias is known.
func (b *builder) linkSecretKeys() {
	for _, s := range b.graph.Secrets {
		if s.KMSKey.Given {
			s.Key = link(b.block(s.Resource), "kms_key_id", findKey)
		}
	}
}
