package iam

import (
	"regexp"
	"strings"
)

// Problem says why an entry of a policy can never match.
type Problem string

// The problems.
const (
	// ProblemWildcard: a wildcard inside the name of a principal; AWS does not expand it.
	ProblemWildcard Problem = "wildcard"
	// ProblemMalformed: no account id, no ARN of a principal, no unique id.
	ProblemMalformed Problem = "malformed"
	// ProblemUnknownAction: Amazon ECR has no such action.
	ProblemUnknownAction Problem = "unknown_action"
)

// Useless is an entry of a statement that can never match.
type Useless struct {
	Statement Statement
	// Text is the entry as it is written, Element where it stands (Principal, NotAction, ...).
	Text, Element string
	Problem       Problem
	// Near is what was probably meant; empty when nothing is near.
	Near string
}

// principalForms are the forms of an entry of {"AWS": ...}.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
var principalForms = regexp.MustCompile(`^(\d{12}` +
	`|arn:[a-z0-9-]+:iam::\d{12}:(root|(user|role)/.+)` +
	`|arn:[a-z0-9-]+:sts::\d{12}:(assumed-role/[^/]+/[^/]+|federated-user/.+)` +
	`|A[A-Z]{3}[A-Z0-9]{12,})$`)

// CheckPrincipals returns the principals of a resource policy that can never match anybody.
// Entries with holes are only looked at for wildcards.
func CheckPrincipals(doc *Document) []Useless {
	var found []Useless
	for _, st := range doc.Statements {
		for _, list := range []struct {
			element    string
			principals *Principals
		}{{"Principal", st.Principal}, {"NotPrincipal", st.NotPrincipal}} {
			if list.principals == nil {
				continue
			}
			for _, name := range list.principals.AWS {
				if problem := checkPrincipal(name); problem != "" {
					found = append(found, Useless{
						Statement: st, Text: name, Element: list.element, Problem: problem,
					})
				}
			}
		}
	}
	return found
}

func checkPrincipal(name string) Problem {
	switch {
	case strings.ContainsAny(name, "*?"):
		return ProblemWildcard
	case holed(name) || principalForms.MatchString(name):
		return ""
	}
	return ProblemMalformed
}

// CheckActions returns the actions of a policy that look like one of Amazon ECR's and name none,
// with the action that was probably meant. Actions of other services and entries with holes are
// left alone; so are ECR actions that a pull does not need.
func CheckActions(doc *Document) []Useless {
	var found []Useless
	for _, st := range doc.Statements {
		for _, list := range []struct {
			element string
			actions []string
		}{{"Action", st.Action}, {"NotAction", st.NotAction}} {
			for _, action := range list.actions {
				if near, ok := checkAction(action); !ok {
					found = append(found, Useless{
						Statement: st, Text: action, Element: list.element,
						Problem: ProblemUnknownAction, Near: near,
					})
				}
			}
		}
	}
	return found
}

// checkAction reports whether the pattern names an action, and the nearest one otherwise.
func checkAction(pattern string) (near string, ok bool) {
	if holed(pattern) {
		return "", true
	}
	service, name, colon := strings.Cut(pattern, ":")
	switch {
	case !colon && strings.Trim(pattern, "*") == "":
		return "", true
	case !colon:
		name = pattern
	case !strings.EqualFold(service, "ecr"):
		return "", true
	default:
		for _, action := range ecrActions {
			if compareKnown(name, action, wild|fold) == True {
				return "", true
			}
		}
	}
	return nearest(name), false
}

// nearest returns the action that the misspelt name is at most a third of its letters away from.
func nearest(name string) string {
	const longest = 128
	if len(name) > longest {
		return ""
	}
	name = strings.ToLower(strings.Trim(name, "*"))
	best, distance := "", len(name)/3+1
	for _, action := range ecrActions {
		if d := editDistance(name, strings.ToLower(action)); d < distance {
			best, distance = ecrPrefix+action, d
		}
	}
	return best
}

// editDistance counts the letters to insert, delete or replace.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
