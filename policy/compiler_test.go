package policy

import (
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/pull"
)

// everything is a document on which each gate is closed for each reason, and each doubt holds.
func everything() *pull.Document {
	doc := document()
	for name, reasons := range reasonsOnLegs {
		for reason := range reasons {
			doc.Legs = append(doc.Legs, leg("manifest", gate(name, pull.Closed, reason)))
		}
	}
	stranded := leg("layers", gate("exit", pull.Closed, "no_way"))
	stranded.Endpoint.Reason = "absent"
	layers := leg("layers", gate("endpoint_policy", pull.Closed, "denied"))
	doc.Legs = append(doc.Legs, stranded, layers)
	for name, reasons := range reasonsOfPull {
		for reason := range reasons {
			doc.Gates = append(doc.Gates, gate(name, pull.Closed, reason))
		}
	}
	for name := range doubtRules {
		doc.Doubts = append(doc.Doubts, pull.DocDoubt{Name: name, By: "aws_x.y", At: "aws_x.y#"})
	}
	return doc
}

// Only the rules that look at what has occurred are compiled: that must never change what is said.
func TestCompilingWhatIsNeededSaysTheSame(t *testing.T) {
	full := compiled(t)
	_, err := full.compiler(occurring(everything()))
	require.NoError(t, err)
	var docs []*pull.Document
	for name, reasons := range reasonsOnLegs {
		for reason := range reasons {
			doc := document()
			doc.Legs = []pull.DocLeg{leg("layers", gate(name, pull.Closed, reason))}
			docs = append(docs, doc)
		}
	}
	for _, reason := range []string{"", "absent", "private_dns", "region", "route_table", "type"} {
		doc := document()
		stranded := leg("manifest", gate("exit", pull.Closed, "no_way"))
		stranded.Endpoint = pull.DocNearby{Reason: reason, ID: "aws_x.y", At: "aws_x.y#"}
		doc.Legs = []pull.DocLeg{stranded}
		docs = append(docs, doc)
	}
	for name, reasons := range reasonsOfPull {
		for reason := range reasons {
			doc := document()
			doc.Gates = []pull.DocGate{gate(name, pull.Closed, reason)}
			docs = append(docs, doc)
		}
	}
	for name := range doubtRules {
		doc := document()
		doc.Doubts = []pull.DocDoubt{{Name: name, By: "aws_x.y", At: "aws_x.y#"}}
		docs = append(docs, doc)
	}
	for _, doc := range append(docs, everything(), document()) {
		var want, got judgement
		require.NoError(t, full.evaluate(t.Context(), doc, &want))
		require.NoError(t, compiled(t).evaluate(t.Context(), doc, &got))
		assert.Equal(t, want.closed, got.closed)
		assert.Equal(t, want.doubts, got.doubts)
	}
}

func TestEveryRuleIsViolatedByTheDocumentOfAllFaults(t *testing.T) {
	engine := compiled(t)
	var said judgement
	require.NoError(t, engine.evaluate(t.Context(), everything(), &said))
	var ids []string
	for _, one := range append(said.closed, said.doubts...) {
		ids = append(ids, one.Rule)
	}
	// Rules that need a document of another kind: fixtures and tests of their own violate them.
	ids = append(ids, "network/no_route", "endpoint/region", "endpoint/route_table",
		"network/s3_egress_blocked")
	slices.Sort(ids)
	assert.Equal(t, catalogue, slices.Compact(ids))
}

func TestEqualDocumentsAreEvaluatedOnce(t *testing.T) {
	engine := compiled(t)
	var group sync.WaitGroup
	kept := make([]*judgement, 8)
	for i := range kept {
		group.Go(func() {
			doc := everything()
			k, err := keyOf(document())
			if err == nil {
				kept[i], err = engine.judge(t.Context(), doc, k)
			}
			assert.NoError(t, err)
		})
	}
	group.Wait()
	for _, one := range kept {
		assert.Same(t, kept[0], one)
		assert.NotEmpty(t, one.closed)
	}
}

func TestTheBoundIsNoPartOfTheKey(t *testing.T) {
	best, worst := document(), document()
	worst.Bound = pull.Worst
	a, err := keyOf(best)
	require.NoError(t, err)
	b, err := keyOf(worst)
	require.NoError(t, err)
	assert.Equal(t, a, b)
	worst.Gates = []pull.DocGate{gate("role", pull.Closed, "no_execution_role")}
	b, err = keyOf(worst)
	require.NoError(t, err)
	assert.NotEqual(t, a, b)
}
