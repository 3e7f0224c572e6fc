package cloudformation

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/zclconf/go-cty/cty"
)

// TestEnds: a value ends where it is written to end, whatever stands behind it.
func TestEnds(t *testing.T) {
	const head = "Mappings: {M: {a: {b: x}}}\nResources:\n" +
		"  V:\n    Type: AWS::EC2::VPC\n    Properties:\n      CidrBlock: "
	const tail = "\n  W: {Type: 'AWS::A::B', Properties: {A: [1]}}\n"
	for _, value := range []string{
		"10.0.0.0/16",
		"'10.0.0.0/16'",
		"!FindInMap [M, a, c, DefaultValue: x",
		"!Sub 'a-${AWS::Region}'",
	} {
		end := head + value
		source := end + tail
		if value[len(value)-1] == 'x' {
			source = end + "]" + tail
		}
		vpc := find(t, one(t, source), "V")
		at := vpc.At(cty.GetAttrPath("CidrBlock"))
		assert.Equal(t, 6, at.End.Line, value)
		assert.InDelta(t, len(end), at.End.Byte, 1, value)
	}
}
