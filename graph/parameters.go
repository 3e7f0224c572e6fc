package graph

// Parameter is a parameter of Systems Manager.
type Parameter struct {
	Node
	Name Value[string] // may hold tokens
	ARN  string
	// Secure says that it is encrypted; KMSKey names the key, that of AWS where not given. Key is
	// the key as far as it is declared here.
	Secure Value[bool]
	KMSKey Value[string]
	Key    Link[Key]
}

// parameterReaders read parameters.
var parameterReaders = []reader{
	node("aws_ssm_parameter", (*builder).declareParameter, (*builder).linkParameter),

	node("AWS::SSM::Parameter", (*builder).declareParameter, (*builder).linkParameter),
}

// declareParameter reads a parameter. Its name begins with a slash, or its ARN adds one.
// https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html
func (b *builder) declareParameter(o block) *Parameter {
	p := &Parameter{
		Node: b.node(o.res), Name: o.holed("name", ""), KMSKey: o.holed("key_id", ""),
		Secure: isText(o.text("type", ""), "SecureString"),
	}
	p.Name.V = b.ownText(o, "name")
	if p.KMSKey.Why == nil && p.KMSKey.V == "" {
		p.KMSKey.Given = false
	}
	home := o.res.Provider
	p.ARN = b.ownARN(o, ParameterARN(home.Partition, home.Region, home.Account, p.Name.V))
	b.graph.Parameters = append(b.graph.Parameters, p)
	return p
}

// ParameterARN is the ARN of a parameter by its name.
func ParameterARN(partition, region, account, label string) string {
	if label != "" && label[0] != '/' {
		label = "/" + label
	}
	return "arn:" + partition + ":ssm:" + region + ":" + account + ":parameter" + label
}

func (b *builder) linkParameter(o block, p *Parameter) {
	if p.KMSKey.Given {
		p.Key = link(o, "key_id", findKey)
	}
}
