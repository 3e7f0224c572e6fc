package iam

import "strings"

// expand compiles a pattern and puts the values of its policy variables in, in which * and ? are
// no wildcards. The keys are those whose value is not known. It is not ok when a variable without
// a default has no value: then the pattern matches nothing.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
func (e *evaluation) expand(pattern string, m mode) (symbols []symbol, keys []string, ok bool) {
	for {
		start := strings.Index(pattern, "${")
		length := strings.IndexByte(pattern[max(start, 0):], '}')
		if start < 0 || length < 0 {
			return append(symbols, compile(pattern, m)...), keys, true
		}
		symbols = append(symbols, compile(pattern[:start], m)...)
		name, other, hasOther := strings.Cut(pattern[start+2:start+length], ",")
		pattern = pattern[start+length+1:]
		value, state := e.variable(strings.TrimSpace(name))
		switch {
		case state == False && hasOther:
			value = strings.Trim(strings.TrimSpace(other), "'")
		case state == False:
			return nil, nil, false
		case state == Unknown:
			symbols = append(symbols, symVar)
			keys = append(keys, strings.ToLower(strings.TrimSpace(name)))
			continue
		}
		symbols = append(symbols, compile(value, m&^wild)...)
	}
}

// variable returns the value of a policy variable: True with the value, False when it certainly
// has none.
func (e *evaluation) variable(name string) (string, Tri) {
	switch name {
	case "*", "?", "$":
		return name, True
	}
	value := e.lookup(strings.ToLower(name))
	switch {
	case value.state == present && len(value.values) == 1:
		return value.values[0], True
	case value.state == absent:
		return "", False
	}
	return "", Unknown
}
