package graph

// secretReaders read Secrets Manager secrets.
var secretReaders = []reader{
	node("aws_secretsmanager_secret", (*builder).declareSecret, nil),

	node("AWS::SecretsManager::Secret", (*builder).declareSecret, nil),
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
