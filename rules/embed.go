// Package rules carries the rules, which are Rego: one folder per rule, family/name, with its
// tests and its two stacks beside it. It holds no logic.
package rules

import "embed"

// FS holds every module except the tests: family/name/name.rego, lib/name/name.rego and
// verdict/verdict.rego. A name that ends in t is matched by a pattern of its own, because those of
// the tests end in _test and a pattern cannot exclude.
//
//go:embed */*/*[^t].rego */*/*[^s]t.rego verdict/verdict.rego
var FS embed.FS
