package policy

import "strings"

// spelling is how a template says what Terraform says by a type.
type spelling struct {
	kind   string            // type of CloudFormation
	suffix string            // what the logical id of a new resource ends in
	names  map[string]string // properties that are not the argument in capitals
}

// spellings hold the types that fixes write or change. Source: the property names of
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/
var spellings = map[string]spelling{
	"aws_security_group": {
		kind: "AWS::EC2::SecurityGroup", suffix: "Group", names: map[string]string{
			"description": "GroupDescription", "ingress": "SecurityGroupIngress",
			"egress": "SecurityGroupEgress", "cidr_ipv4": "CidrIp",
			"referenced_security_group_id": "SourceSecurityGroupId",
		},
	},
	"aws_vpc_endpoint": {kind: "AWS::EC2::VPCEndpoint", suffix: "Endpoint"},
	"aws_vpc_security_group_egress_rule": {
		kind: "AWS::EC2::SecurityGroupEgress", suffix: "Egress", names: map[string]string{
			"security_group_id": "GroupId", "cidr_ipv4": "CidrIp", "cidr_ipv6": "CidrIpv6",
			"prefix_list_id":               "DestinationPrefixListId",
			"referenced_security_group_id": "DestinationSecurityGroupId",
		},
	},
	"aws_vpc_security_group_ingress_rule": {
		kind: "AWS::EC2::SecurityGroupIngress", suffix: "Ingress", names: map[string]string{
			"security_group_id": "GroupId", "cidr_ipv4": "CidrIp", "cidr_ipv6": "CidrIpv6",
			"prefix_list_id":               "SourcePrefixListId",
			"referenced_security_group_id": "SourceSecurityGroupId",
		},
	},
	"aws_network_acl_rule": {kind: "AWS::EC2::NetworkAclEntry", suffix: "Entry"},
	"aws_route53_record": {
		kind: "AWS::Route53::RecordSet", suffix: "Record", names: map[string]string{
			"zone_id": "HostedZoneId", "alias": "AliasTarget", "dns_name": "DNSName",
		},
	},
	"aws_route_table_association": {
		kind: "AWS::EC2::SubnetRouteTableAssociation", suffix: "RouteTableAssociation",
	},
	"aws_route":                       {kind: "AWS::EC2::Route", suffix: "Route"},
	"aws_internet_gateway_attachment": {kind: "AWS::EC2::VPCGatewayAttachment", suffix: "Attachment"},
	"aws_vpc_block_public_access_exclusion": {
		kind: "AWS::EC2::VPCBlockPublicAccessExclusion", suffix: "Exclusion",
	},
	"aws_iam_role": {
		kind: "AWS::IAM::Role", suffix: "Role", names: map[string]string{
			"assume_role_policy": "AssumeRolePolicyDocument",
		},
	},
	"aws_iam_role_policy": {
		kind: "AWS::IAM::Policy", suffix: "Policy", names: map[string]string{
			"policy": "PolicyDocument", "role": "Roles", "name": "PolicyName",
		},
	},
}

// attributes are the names of attributes that are not the argument in capitals.
var attributes = map[string]string{"repository_url": "RepositoryUri"}

// property names an argument of a type in a template.
func property(kind, name string) string {
	if known, ok := spellings[kind].names[name]; ok {
		return known
	}
	return pascal(name)
}

// word names an attribute in a sentence, as the language of the file does.
func (m *mending) word(name string) string {
	if !m.template() {
		return name
	}
	if known, ok := attributes[name]; ok {
		return known
	}
	return pascal(name)
}

// pascal writes a name in capitals without anything between: EnableDnsSupport for
// enable_dns_support.
func pascal(name string) string {
	var b strings.Builder
	capital := true
	for _, r := range name {
		switch {
		case r == '_' || r == '-' || r == '.' || r == '/':
			capital = true
		case capital:
			b.WriteString(strings.ToUpper(string(r)))
			capital = false
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// handed refers to what the module or template would be handed: a variable, or a parameter.
func handed(name string) reference {
	return reference{terraform: "var." + name, call: "Ref", to: pascal(name), given: name}
}

// handedOf is what would be handed of a resource that stands elsewhere.
func handedOf(name, address, attribute string) reference {
	ref := handed(name)
	ref.of, ref.attribute = address, attribute
	return ref
}

// ref refers to the resource from the module of the fix: by its address there with the attribute,
// or by what would be handed in where it stands in another module or template.
func (m *mending) ref(address, attribute string) reference {
	module := moduleOf(address)
	if m.template() {
		return m.templateRef(address, attribute)
	}
	if ref, ok := m.outputRef(address, attribute); ok {
		return ref
	}
	if module == m.module && m.modelled(address) == nil {
		return reference{terraform: address[len(module):] + "." + attribute}
	}
	return handedOf(label(address)+"_"+handedIn(local(address), attribute), address, attribute)
}

// templateRef refers to a resource of a template; the parameter that another template would hand
// in is named after the resource.
func (m *mending) templateRef(address, attribute string) reference {
	id := local(address)
	if moduleOf(address) != m.module || attribute == "main_route_table_id" {
		return handedOf(id+"_"+attribute, address, attribute)
	}
	switch {
	case strings.Contains(id, "."): // what a resource makes itself, such as a VPC's own ACL
		return reference{call: "GetAtt", to: id}
	case m.group(address) != nil:
		return reference{call: "GetAtt", to: id + ".GroupId"}
	case attribute == "arn" || attribute == "repository_url" || attribute == "cidr_block":
		return reference{call: "GetAtt", to: id + "." + m.word(attribute)}
	case attribute == "dns_entry[0]":
		return reference{call: "GetAtt", to: id + ".DnsEntries"}
	}
	return reference{call: "Ref", to: id}
}
