package iam

import "strings"

// presence says what is known of a condition key.
type presence int

const (
	missing presence = iota // not known
	absent                  // certainly not in the request
	present                 // in the request, with values
	foreign                 // the value is Amazon's own: no literal of the user's equals it
	likely                  // in the request, most probably with the values
)

// contextValue is what a condition key holds.
type contextValue struct {
	state  presence
	values []string
	// optional says that a foreign key may also be absent.
	optional bool
}

// lookup finds a key (lower case): as the caller gave it, or as the identity and the resource of
// the request imply it.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
func (e *evaluation) lookup(key string) contextValue {
	if values, ok := e.req.Context[key]; ok {
		if len(values) == 0 {
			return contextValue{state: absent}
		}
		return contextValue{state: present, values: values}
	}
	if e.req.Identity.Foreign {
		return foreignKey(key)
	}
	return e.implied(key)
}

// implied holds what follows from who calls what. Every call of a pull is made over HTTPS.
func (e *evaluation) implied(key string) contextValue {
	caller := e.req.Identity
	switch key {
	case "aws:principalarn":
		return one(caller.ARN)
	case "aws:principalaccount":
		return one(caller.Account)
	case "aws:resourceaccount":
		return e.resourceAccount()
	case "aws:requestedregion":
		return one(arnSegment(e.req.Resource, regionSegment))
	}
	switch {
	case caller.Service != "":
		return serviceKey(key)
	case caller.ARN != "":
		return roleKey(key)
	}
	return contextValue{}
}

// resourceAccount is the account that owns what is asked for. A call that is about no resource,
// such as the login to Amazon ECR, is about the caller's own account: policies that deny every
// other one leave such calls in.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/resource_examples_iam_policies_resource_account.html
func (e *evaluation) resourceAccount() contextValue {
	if e.req.Resource != "*" {
		return one(arnSegment(e.req.Resource, accountSegment))
	}
	value := one(e.req.Identity.Account)
	if value.state == present {
		value.state = likely
	}
	return value
}

// one is a key with the value, or one that is not known where that is empty.
func one(value string) contextValue {
	if value == "" {
		return contextValue{}
	}
	return contextValue{state: present, values: []string{value}}
}

// serviceKey says what a key holds when an AWS service assumes a role.
func serviceKey(key string) contextValue {
	switch key {
	case "aws:principalisawsservice":
		return one("true")
	case "sts:externalid", "aws:multifactorauthpresent", "aws:username":
		return contextValue{state: absent}
	}
	return contextValue{}
}

// roleKey says what a key holds when a role that a service assumed calls.
func roleKey(key string) contextValue {
	switch key {
	case "aws:principaltype":
		return one("AssumedRole")
	case "aws:principalisawsservice", "aws:viaawsservice":
		return one("false")
	case "aws:securetransport":
		return one("true")
	case "aws:username":
		return contextValue{state: absent}
	}
	return contextValue{}
}

// The positions of segments in an ARN.
const (
	partitionSegment = 1
	regionSegment    = 3
	accountSegment   = 4
	arnSegments      = 6
)

// arnSegment returns a segment of an ARN; empty if the text is none.
func arnSegment(arn string, position int) string {
	parts := strings.SplitN(arn, ":", arnSegments)
	if len(parts) == arnSegments && parts[0] == "arn" {
		return parts[position]
	}
	return ""
}

// foreignKey says what a key holds in a request that an identity of Amazon ECR's own signed: the
// caller is not the user's, nor is the bucket. It is an account of Amazon ECR's that signs, not its
// service principal.
// https://github.com/aws-samples/data-perimeter-policy-examples/tree/main/vpc_endpoint_policies
func foreignKey(key string) contextValue {
	switch key {
	case "aws:principalarn", "aws:principalaccount", "aws:userid", "aws:resourceaccount",
		"s3:resourceaccount":
		return contextValue{state: foreign}
	case "aws:principalisawsservice":
		return one("false")
	case "aws:securetransport":
		return one("true")
	case "aws:principalorgid", "aws:principalorgpaths", "aws:resourceorgid",
		"aws:resourceorgpaths", "aws:username":
		return contextValue{state: foreign, optional: true}
	}
	if strings.HasPrefix(key, "aws:principaltag/") || strings.HasPrefix(key, "aws:resourcetag/") {
		return contextValue{state: foreign, optional: true}
	}
	return contextValue{}
}
