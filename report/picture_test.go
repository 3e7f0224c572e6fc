package report

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func pictures() []Picture {
	return []Picture{{
		Root: "in<fra>",
		Nodes: []PictureNode{
			{ID: `aws_subnet.a["x"]`, Kind: "subnet", Fields: map[string]any{"cidr": "10.0.0.0/24"}},
			{ID: "aws_vpc.main", Kind: "vpc"},
		},
		Edges: []PictureEdge{{From: `aws_subnet.a["x"]`, To: "aws_vpc.main", Label: "vpc"}},
	}}
}

func TestPictures(t *testing.T) {
	var dot, mermaid, empty bytes.Buffer
	require.NoError(t, WritePicturesDOT(&dot, pictures()))
	assert.Equal(t, `digraph ecrlint {
  rankdir=LR;
  node [shape=box];
  subgraph cluster_0 {
    label="in<fra>";
    n0 [label="subnet\naws_subnet.a[\"x\"]"];
    n1 [label="vpc\naws_vpc.main"];
    n0 -> n1 [label="vpc"];
  }
}
`, dot.String())
	require.NoError(t, WritePicturesMermaid(&mermaid, pictures()))
	assert.Equal(t, `flowchart LR
  subgraph r0["in#lt;fra#gt;"]
    n0["subnet<br/>aws_subnet.a[#quot;x#quot;]"]
    n1["vpc<br/>aws_vpc.main"]
  end
  n0 -->|"vpc"| n1
`, mermaid.String())
	require.NoError(t, WritePicturesJSON(&empty, []Picture{{Root: "."}}))
	assert.JSONEq(t, `[{"root": ".", "nodes": [], "edges": []}]`, empty.String())
}

func TestRulePage(t *testing.T) {
	rule := sample().Rules[2]
	require.Equal(t, "network/s3_egress_blocked", rule.ID)
	var page, list, asJSON bytes.Buffer
	require.NoError(t, WriteRule(&page, &rule, TextOptions{}))
	assert.Equal(t, `network/s3_egress_blocked: Egress does not reach S3 (error)

  The layers of an image come from Amazon S3.

Prevents
  CannotPullContainerError: …: dial tcp: i/o timeout

Fix
  Allow TCP 443 to the S3 prefix list.

Read more
  Amazon ECR interface VPC endpoints
    https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
`, page.String())
	require.NoError(t, WriteRules(&list, sample().Rules, TextOptions{}))
	assert.Equal(t, `endpoint/s3_policy         error    The policy of the S3 endpoint
mine/house_rule            info     `+`
network/s3_egress_blocked  error    Egress does not reach S3
`, list.String())
	require.NoError(t, WriteRulesJSON(&asJSON, []Rule{{ID: "a/b"}}))
	assert.Contains(t, asJSON.String(), `"links": []`)
}
