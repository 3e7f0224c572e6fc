// Command schemagen reduces the schema of the AWS provider to what evaluation needs: which
// arguments, blocks and computed attributes each type has, and of what type they are.
//
//	go run ./parser/terraform/internal/schemagen schema.json parser/terraform
//
// The first argument is a file {"resource": {TYPE: SCHEMA}, "data": {TYPE: SCHEMA}} with each
// SCHEMA as `terraform providers schema -json` prints it, or that command's own output. Written
// are schema.bin, deflated chunks one after the other, and schema.idx, a line for each chunk:
// its offset, its length, and its first and last type.
//
// A type is a line: its name, then its attributes and blocks, separated by spaces. An attribute is
// name=TYPE, with ~ before TYPE where it is an argument that AWS fills in when it is left out, and
// ! where it is no argument. TYPE is s, n, b or d (any), or L, S or M before the type of the
// elements, or {name:TYPE,...}. A block is name[MODE ...] with MODE l, s or 1, and a group of
// blocks by label m.
package main

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

type attribute struct {
	Type     json.RawMessage `json:"type"`
	Nested   *nestedType     `json:"nested_type"`
	Required bool            `json:"required"`
	Optional bool            `json:"optional"`
	Computed bool            `json:"computed"`
}

type nestedType struct {
	Attributes map[string]attribute `json:"attributes"`
	Mode       string               `json:"nesting_mode"`
}

type blockType struct {
	Mode  string `json:"nesting_mode"`
	Block block  `json:"block"`
}

type block struct {
	Attributes map[string]attribute `json:"attributes"`
	Blocks     map[string]blockType `json:"block_types"`
}

type schema struct {
	Block block `json:"block"`
}

type schemas struct {
	Resource  map[string]schema `json:"resource"`
	Data      map[string]schema `json:"data"`
	Providers map[string]struct {
		Resource map[string]schema `json:"resource_schemas"`
		Data     map[string]schema `json:"data_source_schemas"`
	} `json:"provider_schemas"`
}

// core are the types that most stacks with containers hold: they share the first chunk.
var core = strings.Fields(`aws_vpc aws_subnet aws_route aws_route_table
	aws_route_table_association aws_main_route_table_association aws_internet_gateway
	aws_nat_gateway aws_eip aws_security_group aws_security_group_rule
	aws_vpc_security_group_egress_rule aws_vpc_security_group_ingress_rule aws_vpc_endpoint
	aws_vpc_endpoint_route_table_association aws_vpc_endpoint_subnet_association
	aws_vpc_endpoint_policy aws_network_acl aws_network_acl_rule
	aws_network_acl_association aws_default_route_table aws_default_security_group
	aws_default_network_acl aws_ecs_cluster aws_ecs_cluster_capacity_providers
	aws_ecs_capacity_provider aws_ecs_service aws_ecs_task_definition aws_ecr_repository
	aws_ecr_repository_policy aws_ecr_lifecycle_policy aws_iam_role aws_iam_role_policy
	aws_iam_role_policy_attachment aws_iam_policy aws_iam_instance_profile aws_autoscaling_group
	aws_launch_template aws_cloudwatch_log_group aws_lb aws_lb_listener aws_lb_target_group
	aws_secretsmanager_secret aws_kms_key data.aws_iam_policy_document data.aws_region
	data.aws_caller_identity data.aws_partition data.aws_availability_zones data.aws_vpc
	data.aws_subnets data.aws_iam_policy`)

// typesInChunk is how many types that are not core share a chunk.
const typesInChunk = 96

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: schemagen SCHEMA.json FOLDER")
	}
	raw, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	var all schemas
	if err := json.Unmarshal(raw, &all); err != nil {
		log.Fatal(err)
	}
	lines := describe(all)
	var bin, idx bytes.Buffer
	for _, chunk := range chunks(lines) {
		start := bin.Len()
		if err := deflate(&bin, chunk, lines); err != nil {
			log.Fatal(err)
		}
		fmt.Fprintln(&idx, start, bin.Len()-start, chunk[0], chunk[len(chunk)-1])
	}
	write("schema.bin", bin.Bytes())
	write("schema.idx", idx.Bytes())
}

func write(name string, content []byte) {
	if err := os.WriteFile(filepath.Join(os.Args[2], name), content, 0o644); err != nil {
		log.Fatal(err)
	}
}

// describe returns the line of each type.
func describe(all schemas) map[string]string {
	lines := map[string]string{}
	add := func(prefix string, types map[string]schema) {
		for name, s := range types {
			lines[prefix+name] = prefix + name + " " + s.Block.line()
		}
	}
	add("", all.Resource)
	add("data.", all.Data)
	for _, p := range all.Providers {
		add("", p.Resource)
		add("data.", p.Data)
	}
	return lines
}

// chunks groups the types: the core first, then the others by name.
func chunks(lines map[string]string) [][]string {
	var first []string
	taken := map[string]bool{}
	for _, name := range core {
		if _, ok := lines[name]; !ok {
			log.Fatalf("no schema for %s", name)
		}
		taken[name] = true
		first = append(first, name)
	}
	sort.Strings(first)
	var rest []string
	for name := range lines {
		if !taken[name] {
			rest = append(rest, name)
		}
	}
	sort.Strings(rest)
	out := [][]string{first}
	for len(rest) > 0 {
		n := min(typesInChunk, len(rest))
		out = append(out, rest[:n])
		rest = rest[n:]
	}
	return out
}

func deflate(bin *bytes.Buffer, chunk []string, lines map[string]string) error {
	w, err := flate.NewWriter(bin, flate.BestCompression)
	if err != nil {
		return err
	}
	for _, name := range chunk {
		if _, err := fmt.Fprintln(w, lines[name]); err != nil {
			return err
		}
	}
	return w.Close()
}

func (b block) line() string {
	var parts []string
	for _, name := range sortedKeys(b.Attributes) {
		parts = append(parts, name+"="+b.Attributes[name].kind())
	}
	for _, name := range sortedKeys(b.Blocks) {
		if name == "timeouts" { // how long to wait changes nothing that evaluation sees
			continue
		}
		t := b.Blocks[name]
		mode := map[string]string{
			"list": "l", "set": "s", "single": "1", "group": "1", "map": "m",
		}[t.Mode]
		parts = append(parts, name+"["+strings.TrimSpace(mode+" "+t.Block.line())+"]")
	}
	return strings.Join(parts, " ")
}

func (a attribute) kind() string {
	flag := ""
	switch {
	case a.Computed && (a.Optional || a.Required):
		flag = "~"
	case a.Computed:
		flag = "!"
	}
	if a.Nested != nil {
		return flag + a.Nested.notation()
	}
	var t any
	if err := json.Unmarshal(a.Type, &t); err != nil {
		log.Fatal(err)
	}
	return flag + notation(t)
}

func (n nestedType) notation() string {
	var fields []string
	for _, name := range sortedKeys(n.Attributes) {
		fields = append(fields, name+":"+strings.TrimLeft(n.Attributes[name].kind(), "~!"))
	}
	object := "{" + strings.Join(fields, ",") + "}"
	return map[string]string{"list": "L", "set": "S", "map": "M"}[n.Mode] + object
}

func notation(t any) string {
	if s, ok := t.(string); ok {
		return map[string]string{"string": "s", "number": "n", "bool": "b", "dynamic": "d"}[s]
	}
	pair := t.([]any)
	switch pair[0] {
	case "list":
		return "L" + notation(pair[1])
	case "set":
		return "S" + notation(pair[1])
	case "map":
		return "M" + notation(pair[1])
	}
	fields := pair[1].(map[string]any)
	var parts []string
	for _, name := range sortedKeys(fields) {
		parts = append(parts, name+":"+notation(fields[name]))
	}
	return "{" + strings.Join(parts, ",") + "}"
}

func sortedKeys[V any](m map[string]V) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}
