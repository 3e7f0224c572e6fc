package iam

import (
	"strings"
)

// set is the set operator before a condition operator.
type set int

const (
	single set = iota
	forAll
	forAny
)

// condOperator is a condition operator taken apart.
type condOperator struct {
	set      set
	ifExists bool
	negated  bool
	null     bool
	// wildcards says that * and ? in a value of the policy are wildcards.
	wildcards bool
	test      test
}

// test compares a value of the policy with one of the request.
type test func(e *evaluation, policy, request string) answer

// operators holds the operators that are not negated, by lower-case name.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
var operators = map[string]test{
	"stringequals":           testEquals,
	"stringequalsignorecase": testEqualsFold,
	"stringlike":             testLike,
	"arnequals":              testARN,
	"arnlike":                testARN,
	"numericequals":          numeric(func(c int) bool { return c == 0 }),
	"numericlessthan":        numeric(func(c int) bool { return c < 0 }),
	"numericlessthanequals":  numeric(func(c int) bool { return c <= 0 }),
	"numericgreaterthan":     numeric(func(c int) bool { return c > 0 }),
	"numericgreaterthanequals": numeric(
		func(c int) bool { return c >= 0 }),
	"dateequals":            date(func(c int) bool { return c == 0 }),
	"datelessthan":          date(func(c int) bool { return c < 0 }),
	"datelessthanequals":    date(func(c int) bool { return c <= 0 }),
	"dategreaterthan":       date(func(c int) bool { return c > 0 }),
	"dategreaterthanequals": date(func(c int) bool { return c >= 0 }),
	"bool":                  testEqualsFold,
	"binaryequals":          testEquals,
	"ipaddress":             testAddress,
}

// negations maps each negated operator to the one that it negates.
var negations = map[string]string{
	"stringnotequals":           "stringequals",
	"stringnotequalsignorecase": "stringequalsignorecase",
	"stringnotlike":             "stringlike",
	"arnnotequals":              "arnequals",
	"arnnotlike":                "arnlike",
	"numericnotequals":          "numericequals",
	"datenotequals":             "dateequals",
	"notipaddress":              "ipaddress",
}

// readOperator takes the name of an operator apart; ok is false for one that AWS does not have.
func readOperator(name string) (op condOperator, ok bool) {
	name = strings.ToLower(name)
	if rest, found := strings.CutPrefix(name, "forallvalues:"); found {
		op.set, name = forAll, rest
	} else if rest, found := strings.CutPrefix(name, "foranyvalue:"); found {
		op.set, name = forAny, rest
	}
	if name == "null" {
		op.null = true
		return op, true
	}
	name, op.ifExists = strings.CutSuffix(name, "ifexists")
	if positive, found := negations[name]; found {
		op.negated, name = true, positive
	}
	op.wildcards = name == "stringlike" || name == "arnlike" || name == "arnequals"
	op.test, ok = operators[name]
	return op, ok
}

// condition decides whether one condition holds for the request.
func (e *evaluation) condition(c *Condition) answer {
	if ids := append(holesIn(c.Operator), holesIn(c.Key)...); len(ids) > 0 {
		return doubtHoles(ids...)
	}
	op, ok := readOperator(c.Operator)
	if !ok {
		return doubtKey(c.Key)
	}
	value := e.lookup(c.Key)
	switch {
	case op.null:
		return e.null(c, value)
	case value.state == missing:
		return doubtKey(c.Key)
	case value.state == absent:
		return op.absent()
	case value.state == foreign:
		return e.foreign(op, c, value)
	case value.state == likely:
		if found := e.oneOf(op.test, c.Values, value.values[0]); found.state == False {
			return doubtKey(c.Key)
		}
	}
	return e.values(op, c.Values, value.values)
}

// absent is the outcome when the request has no such key: a negated operator holds, any other
// does not, ...IfExists and ForAllValues hold, ForAnyValue does not.
func (op condOperator) absent() answer {
	switch {
	case op.ifExists || op.set == forAll:
		return known(true)
	case op.set == forAny:
		return known(false)
	}
	return known(op.negated)
}

// null is the Null operator: "true" holds when the key is absent, "false" when it is there.
func (e *evaluation) null(c *Condition, value contextValue) answer {
	if value.state == missing || value.state == likely || value.state == foreign && value.optional {
		return doubtKey(c.Key)
	}
	text := "false"
	if value.state == absent {
		text = "true"
	}
	return e.oneOf(testEqualsFold, c.Values, text)
}

// values compares each value of the request with those of the policy.
func (e *evaluation) values(op condOperator, policy, request []string) answer {
	all, some := known(true), known(false)
	for _, value := range request {
		found := e.oneOf(op.test, policy, value)
		if op.negated {
			found = found.not()
		}
		all, some = all.and(found), some.or(found)
	}
	if op.set == forAll || op.set == single && op.negated {
		return all
	}
	return some
}

// oneOf reports whether some value of the policy passes.
func (e *evaluation) oneOf(t test, policy []string, request string) answer {
	found := known(false)
	for _, value := range policy {
		found = found.or(t(e, value, request))
		if found.state == True {
			break
		}
	}
	return found
}

// foreign decides a condition on a key of Amazon's own identity or bucket.
func (e *evaluation) foreign(op condOperator, c *Condition, value contextValue) answer {
	found := known(false)
	for _, policy := range c.Values {
		found = found.or(foreignMatch(c.Key, op, policy))
	}
	if op.negated {
		found = found.not()
	}
	if !value.optional || op.absent().state == found.state {
		return found
	}
	return doubtKey(c.Key)
}

// foreignMatch compares a value of the policy with one that the user cannot know.
func foreignMatch(key string, op condOperator, policy string) answer {
	switch {
	case op.wildcards && policy == "*":
		return known(true)
	case op.wildcards && strings.ContainsAny(policy, "*?") && !names(key, policy):
		return doubtKey(key)
	case holed(policy) && op.wildcards:
		return doubtHoles(holesIn(policy)...)
	}
	return known(false)
}

// names reports whether a pattern with wildcards names an account or organization of the user's.
func names(key, pattern string) bool {
	switch key {
	case "aws:principalarn":
		account := arnSegment(pattern, accountSegment)
		return account != "" && !strings.ContainsAny(account, "*?") && !holed(account)
	case "aws:principalorgpaths", "aws:resourceorgpaths":
		organization, _, ok := strings.Cut(pattern, "/")
		return ok && !strings.ContainsAny(organization, "*?") && !holed(organization)
	}
	return false
}
