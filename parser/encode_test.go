package parser

import (
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"
)

// TestEncode prints one resource with a value of every kind.
func TestEncode(t *testing.T) {
	t.Parallel()
	origins := NewOrigins()
	token := origins.Token(Origin{Kind: Reference, Address: "aws_vpc.x", Attr: "id"})
	why := Origin{What: "var.tag", Why: "has no default"}
	unknown := origins.Token(why)
	root := &Root{Path: "infra", Origins: origins}
	resource := &Resource{
		Address: "aws_x.y[0]", Type: "aws_x",
		Decl: hcl.Range{Filename: "infra/main.tf", Start: hcl.Pos{Line: 7}},
		Attrs: cty.ObjectVal(map[string]cty.Value{
			"text":   cty.StringVal("a"),
			"number": cty.NumberFloatVal(1.5),
			"flag":   cty.True,
			"left":   cty.NullVal(cty.String),
			"none":   cty.EmptyTupleVal,
			"empty":  cty.ListValEmpty(cty.String),
			"ref":    cty.StringVal(token),
			"parts":  cty.StringVal("a" + token + "b" + unknown),
			"hole":   origins.Unknown(cty.Bool, why),
			"map":    cty.MapVal(map[string]cty.Value{"k": cty.NullVal(cty.String)}),
			"set":    cty.SetVal([]cty.Value{cty.StringVal("b"), cty.StringVal("a")}),
			"block": cty.TupleVal([]cty.Value{
				cty.ObjectVal(map[string]cty.Value{
					"port": cty.NumberIntVal(1), "left": cty.NullVal(cty.Number),
				}),
				cty.EmptyObjectVal.Mark(Maybe{ID: 1}),
			}),
			"keys": cty.ObjectVal(map[string]cty.Value{"k-" + token: cty.StringVal("v")}),
		}),
	}
	raw, err := root.Encode(resource)
	require.NoError(t, err)
	assert.JSONEq(t, `{
	  "root": "infra", "address": "aws_x.y[0]", "type": "aws_x", "file": "infra/main.tf", "line": 7,
	  "values": {
	    "text": "a", "number": 1.5, "flag": true, "empty": [],
	    "ref": {"$ref": "aws_vpc.x.id"},
	    "parts": {"$parts": ["a", {"$ref": "aws_vpc.x.id"}, "b",
	      {"$unknown": "var.tag has no default"}]},
	    "hole": {"$unknown": "var.tag has no default"},
	    "map": {"k": null}, "set": ["a", "b"], "block": [{"port": 1}, {}],
	    "keys": {"k-{aws_vpc.x.id}": "v"}
	  }
	}`, string(raw))
	again, err := root.Encode(resource)
	require.NoError(t, err)
	assert.Equal(t, raw, again)
}
