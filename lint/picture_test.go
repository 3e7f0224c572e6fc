package lint

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/report"
)

const readerQuestion = "terraform/reader-question/broken"

func stackOptions(path string) Options {
	return Options{Input: Input{Dir: "../testdata", Paths: []string{path}}}
}

func TestGraphOfTheReaderQuestion(t *testing.T) {
	result, err := Graph(t.Context(), stackOptions(readerQuestion))
	require.NoError(t, err)
	require.Empty(t, result.Diagnostics)
	require.Len(t, result.Pictures, 1)
	picture := result.Pictures[0]
	assert.Equal(t, readerQuestion, picture.Root)
	for _, edge := range []report.PictureEdge{
		{From: "aws_ecs_service.app", To: "aws_ecs_task_definition.app", Label: "task"},
		{From: "aws_ecs_service.app", To: `aws_subnet.private["b"]`, Label: "network.subnets"},
		{From: "aws_ecs_task_definition.app", To: "aws_iam_role.execution", Label: "execution_role"},
		{From: `aws_subnet.private["a"]`, To: "aws_route_table.private", Label: "route_table"},
		{From: "aws_security_group.task", To: "aws_security_group.endpoints", Label: "egress.groups"},
		{From: "aws_vpc_endpoint.s3", To: "aws_route_table.private", Label: "route_tables"},
	} {
		assert.Contains(t, picture.Edges, edge)
	}
	known := map[string]report.PictureNode{}
	for _, node := range picture.Nodes {
		known[node.ID] = node
	}
	for _, edge := range picture.Edges {
		assert.Contains(t, known, edge.From)
		assert.Contains(t, known, edge.To)
	}
	assert.Equal(t, "security_group", known["aws_security_group.task"].Kind)
	assert.Equal(t, "s3", known["aws_vpc_endpoint.s3"].Fields["service"])
	text, err := json.Marshal(picture)
	require.NoError(t, err)
	assert.Contains(t, string(text), "app:{var.image_tag}", "an unknown part has a name")
	assert.False(t, strings.ContainsAny(string(text), string(parser.TokenStart)), "no token")
}

// TestGraphOfJobs: a job definition is drawn with what its jobs run, which is no resource of its own.
func TestGraphOfJobs(t *testing.T) {
	result, err := Graph(t.Context(), stackOptions("terraform/job-with-a-sidecar-from-outside/broken"))
	require.NoError(t, err)
	require.Len(t, result.Pictures, 1)
	picture := result.Pictures[0]
	for _, edge := range []report.PictureEdge{
		{
			From: "aws_batch_job_queue.lab", To: "aws_batch_compute_environment.lab",
			Label: "environments",
		},
		{
			From: "aws_batch_compute_environment.lab", To: `aws_subnet.lab["b"]`,
			Label: "network.subnets",
		},
		{
			From: "aws_batch_job_definition.assay", To: "aws_iam_role.launcher",
			Label: "tasks.task.execution_role",
		},
	} {
		assert.Contains(t, picture.Edges, edge)
	}
	for _, node := range picture.Nodes {
		if node.ID != "aws_batch_job_definition.assay" {
			continue
		}
		assert.Equal(t, "job_definition", node.Kind)
		text, err := json.Marshal(node.Fields)
		require.NoError(t, err)
		assert.Contains(t, string(text), "aws-otel-collector:v0.43.1")
		return
	}
	t.Fatal("the job definition is not drawn")
}

func TestResourcesOfTheReaderQuestion(t *testing.T) {
	result, err := Resources(t.Context(), stackOptions(readerQuestion))
	require.NoError(t, err)
	require.Empty(t, result.Diagnostics)
	type line struct {
		Root, Address, Type, File string
		Line                      int
		Values                    map[string]any
	}
	var addresses []string
	var subnet line
	for _, text := range result.Lines {
		var l line
		require.NoError(t, json.Unmarshal(text, &l))
		assert.Equal(t, readerQuestion, l.Root)
		addresses = append(addresses, l.Address)
		if l.Address == `aws_subnet.private["a"]` {
			subnet = l
		}
	}
	assert.IsIncreasing(t, addresses)
	assert.Equal(t, "aws_subnet", subnet.Type)
	assert.Equal(t, readerQuestion+"/network.tf", subnet.File)
	assert.Equal(t, "10.0.1.0/24", subnet.Values["cidr_block"])
	assert.Equal(t, map[string]any{"$ref": "aws_vpc.main.id"}, subnet.Values["vpc_id"])
}

func TestSnake(t *testing.T) {
	for name, want := range map[string]string{
		"RouteTable": "route_table", "CIDR": "cidr", "CIDRs": "cidrs", "CIDRs6": "cidrs6",
		"CIDR6": "cidr6", "MapPublicIP": "map_public_ip", "NATGateway": "nat_gateway",
		"NetworkACL": "network_acl", "DNS64": "dns64", "VPCs": "vpcs", "IPv6Native": "ipv6_native",
	} {
		assert.Equal(t, want, snake(name))
	}
}

// Each state that starts tasks is drawn, though they are of one resource.
func TestPictureOfParts(t *testing.T) {
	drawn, err := Graph(t.Context(),
		stackOptions("terraform/state-machine-by-a-template-file/fixed"))
	require.NoError(t, err)
	require.Len(t, drawn.Pictures, 1)
	var parts []string
	for _, node := range drawn.Pictures[0].Nodes {
		if node.Kind == "workload" {
			parts = append(parts, node.ID)
		}
	}
	assert.Equal(t, []string{
		"aws_sfn_state_machine.pipeline, state Extract",
		"aws_sfn_state_machine.pipeline, state Load",
		"aws_sfn_state_machine.pipeline, state Transform part",
	}, parts)
}
