package iam

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

var (
	yes   = Decision{Allowed: True, Denied: False}
	no    = Decision{Allowed: False, Denied: False}
	never = Decision{Allowed: False, Denied: True}
	maybe = Decision{Allowed: Unknown, Denied: False}
)

func byGrant(g Grant) *Decision {
	return &Decision{Allowed: True, Denied: False, Allows: []Match{{State: True, Grant: g}}}
}

// cause is what a test wants to know of a Cause.
type cause struct {
	part   Part
	denied bool
	state  Tri
}

func causesOf(o Outcome) []cause {
	var out []cause
	for _, c := range o.Causes {
		out = append(out, cause{c.Part, c.Denied, c.State})
	}
	return out
}

// TestCompose holds the rules of
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html and
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html.
func TestCompose(t *testing.T) {
	outOfView := &Decision{}
	for name, test := range map[string]struct {
		access Access
		want   Tri
		causes []cause
	}{
		"identity allows": {Access{Identity: yes, SameAccount: True}, True, nil},
		"nobody allows": {
			Access{Identity: no, SameAccount: True},
			False,
			[]cause{{PartIdentity, false, False}},
		},
		"identity denies": {
			Access{Identity: Decision{Allowed: True, Denied: True}, SameAccount: True},
			False,
			[]cause{{PartIdentity, true, False}},
		},
		"one account, role by the repository": {
			Access{Identity: no, Resource: byGrant(GrantRole), SameAccount: True}, True, nil,
		},
		"one account, everyone": {
			Access{Identity: no, Resource: byGrant(GrantEveryone), SameAccount: True}, True, nil,
		},
		"one account, only the account": {
			Access{Identity: no, Resource: byGrant(GrantAccount), SameAccount: True},
			False,
			[]cause{{PartIdentity, false, False}},
		},
		"one account, policy without the role": {
			Access{Identity: yes, Resource: &no, SameAccount: True}, True, nil,
		},
		"one account, repository denies": {
			Access{Identity: yes, Resource: &never, SameAccount: True},
			False,
			[]cause{{PartResource, true, False}},
		},
		"one account, policy out of view": {
			Access{Identity: no, Resource: outOfView, SameAccount: True},
			Unknown,
			[]cause{{PartResource, true, Unknown}, {PartIdentity, false, Unknown}, {PartResource, false, Unknown}},
		},
		"one account, an unseen policy beside one for the account": {
			Access{Identity: no, SameAccount: True, Resource: &Decision{
				Allowed: True, Denied: False, Unseen: true,
				Allows: []Match{{State: True, Grant: GrantAccount}},
			}},
			Unknown,
			[]cause{{PartResource, true, Unknown}, {PartIdentity, false, Unknown}, {PartResource, false, Unknown}},
		},
		"unseen identity policies": {
			Access{Identity: Decision{Allowed: False, Denied: False, Unseen: true}, SameAccount: True},
			Unknown,
			[]cause{{PartIdentity, true, Unknown}, {PartIdentity, false, Unknown}},
		},
		"boundary does not allow": {
			Access{Identity: yes, Boundary: &no, SameAccount: True},
			False,
			[]cause{{PartBoundary, false, False}},
		},
		"boundary denies": {
			Access{Identity: yes, Boundary: &never, SameAccount: True},
			False,
			[]cause{{PartBoundary, true, False}, {PartBoundary, false, False}},
		},
		"boundary limits the role's ARN": {
			Access{Identity: no, Boundary: &no, Resource: byGrant(GrantRole), SameAccount: True},
			False,
			[]cause{{PartBoundary, false, False}},
		},
		"boundary does not limit the session": {
			Access{Identity: no, Boundary: &no, Resource: byGrant(GrantSession), SameAccount: True},
			True, nil,
		},
		"two accounts, both allow": {
			Access{Identity: yes, Resource: byGrant(GrantAccount), SameAccount: False}, True, nil,
		},
		"two accounts, identity does not": {
			Access{Identity: no, Resource: byGrant(GrantRole), SameAccount: False},
			False,
			[]cause{{PartIdentity, false, False}},
		},
		"two accounts, repository does not": {
			Access{Identity: yes, Resource: &no, SameAccount: False},
			False,
			[]cause{{PartResource, false, False}},
		},
		"two accounts, no policy": {
			Access{Identity: yes, SameAccount: False},
			False,
			[]cause{{PartResource, false, False}},
		},
		"two accounts, policy out of view": {
			Access{Identity: yes, Resource: outOfView, SameAccount: False},
			Unknown,
			[]cause{{PartResource, true, Unknown}, {PartResource, false, Unknown}},
		},
		"accounts not known, both allow": {
			Access{Identity: yes, Resource: byGrant(GrantRole)}, True, nil,
		},
		"accounts not known, one allows": {
			Access{Identity: yes},
			Unknown,
			[]cause{{PartResource, false, Unknown}},
		},
		"accounts not known, nobody allows": {
			Access{Identity: no},
			False,
			[]cause{{PartIdentity, false, False}},
		},
		"endpoint does not allow": {
			Access{Identity: yes, SameAccount: True, Endpoints: []Decision{yes, no}},
			False,
			[]cause{{PartEndpoint, false, False}},
		},
		"organization does not allow": {
			Access{Identity: yes, SameAccount: True, Limits: []Decision{no}},
			False,
			[]cause{{PartLimit, false, False}},
		},
		"not known and closed": {
			Access{Identity: maybe, SameAccount: True, Endpoints: []Decision{no}},
			False,
			[]cause{{PartEndpoint, false, False}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			outcome := Compose(test.access)
			assert.Equal(t, test.want, outcome.Effect)
			assert.Equal(t, test.causes, causesOf(outcome))
		})
	}
}

// TestComposeLaws: an access that is not granted has a cause, one that is has none; and what is
// decided while something is not known stays so once it is known.
func TestComposeLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		access, known := drawAccess(t)
		outcome := Compose(access)
		if (outcome.Effect == True) != (len(outcome.Causes) == 0) {
			t.Fatalf("%v with the causes %v", outcome.Effect, causesOf(outcome))
		}
		for _, c := range outcome.Causes {
			if outcome.Effect == False && c.State != False {
				t.Fatalf("False because of %v", c)
			}
		}
		if got := Compose(known).Effect; outcome.Effect != Unknown && got != outcome.Effect {
			t.Fatalf("%v becomes %v", outcome.Effect, got)
		}
	})
}

// drawAccess returns an access, and the same with everything known.
func drawAccess(t *rapid.T) (blurred, clear Access) {
	tri := func(name string) (Tri, Tri) {
		value := rapid.SampledFrom([]Tri{True, False}).Draw(t, name)
		if rapid.Bool().Draw(t, "blur") {
			return Unknown, value
		}
		return value, value
	}
	decision := func(name string) (Decision, Decision) {
		var a, b Decision
		a.Allowed, b.Allowed = tri(name)
		a.Denied, b.Denied = tri(name + " denied")
		grant := rapid.SampledFrom([]Grant{GrantAccount, GrantRole, GrantEveryone}).Draw(t, "grant")
		a.Allows = []Match{{State: a.Allowed, Grant: grant}}
		b.Allows = []Match{{State: b.Allowed, Grant: grant}}
		return a, b
	}
	blurred.SameAccount, clear.SameAccount = tri("same account")
	blurred.Identity, clear.Identity = decision("identity")
	if rapid.Bool().Draw(t, "bounded") {
		a, b := decision("boundary")
		blurred.Boundary, clear.Boundary = &a, &b
	}
	if rapid.Bool().Draw(t, "resource") {
		a, b := decision("resource")
		blurred.Resource, clear.Resource = &a, &b
	}
	if rapid.Bool().Draw(t, "endpoint") {
		a, b := decision("endpoint")
		blurred.Endpoints, clear.Endpoints = []Decision{a}, []Decision{b}
	}
	return blurred, clear
}
