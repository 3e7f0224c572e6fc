// Package iam decides what AWS policies allow, as AWS evaluates them, in three-valued logic. It
// knows no graph: callers hand it documents as text and a request.
//
// Text may hold holes: a run of private-use runes from U+E000 to U+E001 (see package parser) that
// stands for a value that is not known. Two equal holes are the same value; a hole may equal
// anything else, unless the text around it already differs.
package iam

// Tri is a three-valued truth value.
type Tri int

// The truth values. The zero value is Unknown.
const (
	Unknown Tri = iota
	False
	True
)

// Document is a parsed policy document.
type Document struct {
	// Name is what messages call it.
	Name string
	// Version is the policy language's: 2012-10-17 knows variables, 2008-10-17 and a document
	// without Version do not. It may be a hole.
	Version    string
	Statements []Statement
}

// Statement is one statement of a policy document. Nil slices are elements that are absent.
type Statement struct {
	Sid          string
	Index        int // position in the document, from 0
	Effect       string
	Principal    *Principals
	NotPrincipal *Principals
	Action       []string
	NotAction    []string
	Resource     []string
	NotResource  []string
	Conditions   []Condition
	// Opaque says that a part of the statement that decides what it matches is a hole as a whole.
	Opaque bool
	// Holes are the holes that Opaque is about. A statement that is a hole as a whole has nothing
	// but these, and may stand for any number of statements.
	Holes []int
}

// Principals holds the principals of a statement by kind; Any is "*" or {"AWS": "*"}.
type Principals struct {
	Any       bool
	AWS       []string
	Service   []string
	Federated []string
	Canonical []string
	// Holes are those that stand for the whole element or for a kind with its principals.
	Holes []int
}

// Condition is one operator, key and its values.
type Condition struct {
	Operator string // StringEquals, ForAnyValue:StringLike, BoolIfExists, ...
	Key      string // lower case
	Values   []string
}

// Identity is who makes the request.
type Identity struct {
	// ARN is the role's ARN (not the session's); empty for an anonymous caller or a service.
	ARN     string
	Account string
	// Service is the calling service's principal (ecs-tasks.amazonaws.com), for trust policies.
	Service string
	// Anonymous says that somebody unknown signs the request: the S3 layer download is pre-signed
	// by an identity of Amazon ECR's own, so no principal key has a value of ours.
	Foreign bool
	// Bounded says that the role has a permissions boundary: a Deny with NotPrincipal always
	// denies it.
	Bounded bool
}

// Request is one call.
type Request struct {
	Identity Identity
	Action   string // ecr:BatchGetImage
	Resource string // an ARN, or "*" for actions that have no resource
	// Context holds the values of condition keys (lower case) that are known. A key that maps to an
	// empty slice is certainly absent from the request; a key that is missing here is not known.
	Context map[string][]string
	// Unique reports whether a hole stands for an identity that AWS gives to one resource (an id,
	// an ARN): two different ones are never equal. Nil: no hole does.
	Unique func(hole int) bool
	// Form returns what the text of a hole looks like: a pattern that begins with * (any run of
	// characters; ? is one letter or digit), such as that of the names that AWS makes up. Empty: it
	// may be any text. Nil: every hole may.
	Form func(hole int) string
	// Elsewhere says that the resource is none of those that Unique holes stand for, such as a
	// bucket of AWS's own: a pattern with such a hole does not match it.
	Elsewhere bool
}

// Decision is what a set of documents says of a request.
type Decision struct {
	// Allowed says whether an Allow statement matches, Denied whether an explicit Deny does.
	Allowed, Denied Tri
	// Allows and Denies are the statements that decided, or that left it Unknown. Allows of a
	// resource's policies holds every statement that matches or may, for Compose.
	Allows, Denies []Match
	// Unseen is for callers to set where there may be policies that are not in view: Compose then
	// reckons with what they may allow and deny.
	Unseen bool
}

// Match is a statement that matched, or may.
type Match struct {
	Document  string
	Statement Statement
	State     Tri
	// Grant says to whom the statement speaks (EvaluateResource); empty for identity policies.
	Grant Grant
	// Perhaps is a stronger grant that depends on what is not known, besides a certain Grant.
	Perhaps Grant
	// Doubts says what left it Unknown: condition keys, or holes as they stand in the text.
	Doubts []Doubt
}

// Grant says which kind of principal of a resource policy's statement matched the caller.
type Grant string

// The grants, from the weakest.
const (
	// GrantAccount: the caller's account, which leaves it to the identity policies there.
	GrantAccount Grant = "account"
	// GrantRole: the role's ARN. A permissions boundary still limits it.
	GrantRole Grant = "role"
	// GrantSession: a session of the role; no permissions boundary limits it.
	GrantSession Grant = "session"
	// GrantService: an AWS service.
	GrantService Grant = "service"
	// GrantEveryone: "*", or everybody that NotPrincipal leaves.
	GrantEveryone Grant = "everyone"
)

// Doubt is what a match depends on: a condition (Key) or a hole (Hole, the id of the token).
type Doubt struct {
	Key  string
	Hole int
	// IsHole tells Hole 0 from a doubt about a condition key.
	IsHole bool
}

// Effect composes allowed and denied: True only if certainly allowed and certainly not denied.
func (d Decision) Effect() Tri {
	switch {
	case d.Denied == True || d.Allowed == False:
		return False
	case d.Denied == Unknown || d.Allowed == Unknown:
		return Unknown
	}
	return True
}
