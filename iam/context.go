package iam

import "strings"

// presence says what is known of a condition key.
type presence int

const (
	missing presence = iota // not known
	absent                  // certainly not in the request
	present                 // in the request, with values
	foreign                 // the value is Amazon's own: no literal of the user's equals it
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

func (e *evaluation) implied(key string) contextValue {
	caller := e.req.Identity
	one := func(value string) contextValue {
		if value == "" {
			return contextValue{}
		}
		return contextValue{state: present, values: []string{value}}
	}
	switch key {
	case "aws:principalarn":
		return one(caller.ARN)
	case "aws:principalaccount":
		return one(caller.Account)
	case "aws:principaltype":
		if caller.ARN != "" {
			return one("AssumedRole")
		}
	case "aws:principalisawsservice":
		if caller.Service != "" {
			return one("true")
		}
		if caller.ARN != "" {
			return one("false")
		}
	case "aws:viaawsservice":
		if caller.ARN != "" {
			return one("false")
		}
	case "aws:username":
		if caller.ARN != "" {
			return contextValue{state: absent}
		}
	case "aws:resourceaccount":
		return one(arnAccount(e.req.Resource))
	}
	return contextValue{}
}

// arnAccount returns the fifth segment of an ARN.
func arnAccount(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) == 6 && parts[0] == "arn" {
		return parts[4]
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
	case "aws:principalorgid", "aws:principalorgpaths", "aws:resourceorgid",
		"aws:resourceorgpaths", "aws:username":
		return contextValue{state: foreign, optional: true}
	}
	if key == "aws:principalisawsservice" {
		return contextValue{state: present, values: []string{"false"}}
	}
	if strings.HasPrefix(key, "aws:principaltag/") || strings.HasPrefix(key, "aws:resourcetag/") {
		return contextValue{state: foreign, optional: true}
	}
	return contextValue{}
}
