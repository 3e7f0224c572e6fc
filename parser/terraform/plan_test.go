package terraform

import (
	"encoding/binary"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/parser"
)

// planLines reads a plan or state and returns its resources as they are written out, by address.
func planLines(t *testing.T, text string, files map[string]string) map[string]string {
	t.Helper()
	plan, diags := ReadPlan("plan.json", "", []byte(text))
	require.Empty(t, diags)
	opts := Options{Plans: []*Plan{plan}}
	if files != nil {
		opts.Dir, opts.Paths = t.TempDir(), []string{"."}
		for name, text := range files {
			file := filepath.Join(opts.Dir, name)
			require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		}
	}
	roots, diags := Load(t.Context(), opts)
	require.Empty(t, diags)
	require.Len(t, roots, 1)
	require.Empty(t, roots[0].Diags)
	lines := map[string]string{}
	for _, resource := range roots[0].Resources {
		line, err := roots[0].Encode(resource)
		require.NoError(t, err)
		lines[resource.Address] = string(line)
		assert.NotContains(t, string(line), string(parser.TokenStart))
	}
	return lines
}

// change is an instance that is made.
func change(module, typ, name, index, after, unknown string) string {
	if index != "" {
		index = `"index":` + index + `,`
	}
	return `{"module_address":"` + module + `","mode":"managed","type":"` + typ + `","name":"` + name +
		`",` + index + `"change":{"actions":["create"],"after":{` + after + `},"after_unknown":{` + unknown + `}}}`
}

func planOf(changes, configuration string) string {
	return `{"format_version":"1.2","resource_changes":[` + changes + `],"configuration":{"root_module":` +
		configuration + `}}`
}

// resource is a resource of the configuration of a plan.
func configured(typ, name, expressions string) string {
	return `{"mode":"managed","type":"` + typ + `","name":"` + name + `","expressions":{` + expressions + `}}`
}

// What is unknown is taken from the references where one identity alone can be meant.
func TestPlanReferences(t *testing.T) {
	subnets := change("", "aws_subnet", "a", "0", "", `"id":true`) + "," +
		change("", "aws_subnet", "a", "1", "", `"id":true`) + ","
	both := configured("aws_subnet", "a", "") + ","
	scalar := func(refs string) string {
		return planLines(t, planOf(subnets+change("", "aws_nat_gateway", "n", "1", "", `"subnet_id":true`)+
			","+change("", "aws_nat_gateway", "n", "0", "", `"subnet_id":true`),
			`{"resources":[`+both+configured("aws_nat_gateway", "n",
				`"subnet_id":{"references":[`+refs+`]}`)+`]}`), nil)["aws_nat_gateway.n[1]"]
	}
	assert.Contains(t, scalar(`"aws_subnet.a[0].id","aws_subnet.a[0]","aws_subnet.a"`),
		`"subnet_id":{"$ref":"aws_subnet.a[0].id"}`)
	assert.Contains(t, scalar(`"var.on","aws_subnet.a[0].id","aws_subnet.a[0]","aws_subnet.a"`),
		`"subnet_id":{"$ref":"aws_subnet.a[0].id"}`, "a variable of the root is known")
	assert.Contains(t, scalar(`"aws_subnet.a","count.index"`),
		`"subnet_id":{"$ref":"aws_subnet.a[1].id"}`, "the one with the same key")
	for _, refs := range []string{
		`"local.subnet"`, `"aws_subnet.a"`, `"each.value"`, `"aws_subnet.a[0].id","aws_subnet.a[1].id"`,
		`"aws_subnet.a[0].id","local.other"`, `"module.none.id","module.none"`, `"data.aws_subnet.x.id"`,
	} {
		assert.Contains(t, scalar(refs), `"subnet_id":{"$unknown"`, refs)
	}

	list := func(mask, refs string) string {
		return planLines(t, planOf(subnets+change("", "aws_db_subnet_group", "g", "",
			`"subnet_ids":["subnet-literal",null,null]`, `"subnet_ids":`+mask),
			`{"resources":[`+both+configured("aws_db_subnet_group", "g",
				`"subnet_ids":{"references":[`+refs+`]}`)+`]}`), nil)["aws_db_subnet_group.g"]
	}
	assert.Contains(t, list(`[false,true,true]`, `"aws_subnet.a"`), `"subnet-literal"`)
	assert.Contains(t, list(`[false,true,true]`, `"aws_subnet.a"`), `{"$ref":"aws_subnet.a[1].id"}`)
	assert.NotContains(t, list(`[false,true,true]`, `"aws_subnet.a[0].id"`), `$ref":"aws_subnet.a`)
	assert.NotContains(t, list(`true`, `"aws_subnet.a[0].id"`), `$ref":"aws_subnet.a`)
}

// References lead through the calls and outputs of modules, by the keys of their instances.
func TestPlanReferencesThroughModules(t *testing.T) {
	lines := planLines(t, planOf(
		change(`module.net[\"a.b\"]`, "aws_subnet", "s", "", "", `"id":true`)+","+
			change(`module.net[\"c\"]`, "aws_subnet", "s", "", "", `"id":true`)+","+
			change("module.app", "aws_nat_gateway", "n", "", "", `"subnet_id":true`),
		`{"module_calls":{
			"net":{"module":{"outputs":{"id":{"expression":{"references":["aws_subnet.s.id","aws_subnet.s"]}}},
				"resources":[`+configured("aws_subnet", "s", "")+`]}},
			"app":{"expressions":{"subnet":{"references":["module.net[\"a.b\"].id","module.net[\"a.b\"]","module.net"]}},
				"module":{"resources":[`+configured("aws_nat_gateway", "n",
			`"subnet_id":{"references":["var.subnet"]}`)+`]}}}}`), nil)
	assert.Contains(t, lines["module.app.aws_nat_gateway.n"],
		`"subnet_id":{"$ref":"module.net[\"a.b\"].aws_subnet.s.id"}`)
}

// An argument that is left out has AWS's default, though the plan does not know the value yet.
func TestPlanLeftOut(t *testing.T) {
	lines := planLines(t, planOf(change("", "aws_security_group", "g", "", "", `"ingress":true,"egress":true`),
		`{"resources":[`+configured("aws_security_group", "g", `"egress":{"references":["local.rules"]}`)+`]}`), nil)
	assert.NotContains(t, lines["aws_security_group.g"], `"ingress"`)
	assert.Contains(t, lines["aws_security_group.g"], `"egress":{"$unknown"`)
}

// Ids in a state link resources wherever they are written; those of two resources, or of none, stay.
func TestStateLinksByIds(t *testing.T) {
	lines := planLines(t, `{"version":4,"lineage":"x","resources":[
		{"mode":"managed","type":"aws_vpc","name":"v","provider":"p","instances":[{"index_key":0,"attributes":
			{"id":"vpc-0123abcd","arn":"arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-0123abcd"}}]},
		{"mode":"managed","type":"aws_subnet","name":"s","provider":"p","instances":[{"attributes":
			{"id":"subnet-0123abcd","vpc_id":"vpc-0123abcd"}}]},
		{"mode":"managed","type":"aws_subnet","name":"t","provider":"p","instances":[{"attributes":
			{"id":"subnet-1123abcd","vpc_id":"vpc-99999999"}},{"deposed":"k","attributes":{"id":"subnet-2"}}]},
		{"mode":"managed","type":"aws_iam_role","name":"r","provider":"p","instances":[{"attributes":
			{"id":"r","name":"r","managed_policy_arns":["arn:aws:iam::aws:policy/A"]}}]},
		{"mode":"managed","type":"aws_iam_role_policy_attachment","name":"b","provider":"p","instances":[
			{"attributes":{"role":"r","policy_arn":"arn:aws:iam::aws:policy/B"}}]},
		{"mode":"managed","type":"aws_iam_role_policy","name":"p","provider":"p","instances":[{"attributes":
			{"role":"r","name":"p","policy":"{\"Resource\":\"vpc-0123abcd\"}"}}]}]}`, nil)
	assert.Contains(t, lines["aws_subnet.s"], `"vpc_id":{"$ref":"aws_vpc.v[0].id"}`)
	assert.Contains(t, lines["aws_subnet.t"], `"vpc_id":"vpc-99999999"`)
	assert.Contains(t, lines["aws_iam_role_policy.p"], `{"$ref":"aws_vpc.v[0].id"}`)
	assert.Contains(t, lines["aws_iam_role.r"],
		`["arn:aws:iam::aws:policy/A","arn:aws:iam::aws:policy/B"]`, "what is attached apart")
	assert.Len(t, lines, 6)
}

// Ids that AWS makes up otherwise than Amazon EC2 link, too; texts that only look like one do not.
func TestStateLinksByIdsOfOtherServices(t *testing.T) {
	for _, c := range []struct{ typ, id, refers, attr string }{
		{"aws_organizations_policy", "p-5x8k2qmwz1", "aws_organizations_policy_attachment", "policy_id"},
		{"aws_organizations_organizational_unit", "ou-a1b2-q9w8e7r6", "aws_organizations_account", "parent_id"},
		{"aws_route53_zone", "Z08153KQMXW2VTJ4F5DE", "aws_route53_record", "zone_id"},
		{"aws_route53_resolver_rule", "rslvr-rr-0123456789abcdef0", "aws_route53_resolver_rule_association", "resolver_rule_id"},
	} {
		for _, text := range []string{c.id, c.id + "0"} {
			lines := planLines(t, `{"version":4,"lineage":"x","resources":[
				{"mode":"managed","type":"`+c.typ+`","name":"a","provider":"p","instances":[{"attributes":
					{"id":"`+c.id+`"}}]},
				{"mode":"managed","type":"`+c.refers+`","name":"b","provider":"p","instances":[{"attributes":
					{"`+c.attr+`":"`+text+`"}}]}]}`, nil)
			want := `"` + c.attr + `":{"$ref":"` + c.typ + `.a.id"}`
			if text == c.id {
				assert.Contains(t, lines[c.refers+".b"], want)
			} else {
				assert.Contains(t, lines[c.refers+".b"], `"`+c.attr+`":"`+text+`"`)
			}
		}
	}
}

// Beside its configuration a plan tells variables, data sources, and which instances there are.
func TestPlanBesideItsConfiguration(t *testing.T) {
	config := map[string]string{"main.tf": `
		variable "cidr" { type = string }
		data "aws_vpc" "shared" { tags = { Name = "shared" } }
		data "aws_subnets" "all" {
		  filter {
		    name   = "vpc-id"
		    values = [data.aws_vpc.shared.id]
		  }
		}
		resource "aws_security_group" "g" {
		  vpc_id      = data.aws_vpc.shared.id
		  description = "${var.cidr} ${data.aws_vpc.shared.cidr_block}"
		}
		resource "aws_network_interface" "i" {
		  for_each  = toset(data.aws_subnets.all.ids)
		  subnet_id = each.value
		}`}
	lines := planLines(t, `{"format_version":"1.2","variables":{"cidr":{"value":"10.9.0.0/16"}},
		"resource_changes":[`+change("", "aws_security_group", "g", "", "", "")+`],
		"prior_state":{"values":{"root_module":{"resources":[
		{"mode":"data","type":"aws_vpc","name":"shared","values":{"id":"vpc-0123abcd","cidr_block":"10.1.0.0/16"}},
		{"mode":"data","type":"aws_subnets","name":"all","values":{"ids":["subnet-0123abcd","subnet-1123abcd"]}}
		]}}},"configuration":{"root_module":{}}}`, config)
	assert.Contains(t, lines["aws_security_group.g"], `"description":"10.9.0.0/16 10.1.0.0/16"`)
	assert.Contains(t, lines["aws_security_group.g"], `"vpc_id":{"$ref":"data.aws_vpc.shared.id"}`)
	assert.Contains(t, lines[`aws_network_interface.i["subnet-1123abcd"]`], `"subnet_id":"subnet-1123abcd"`)
	assert.Contains(t, lines["aws_security_group.g"], `"file":"main.tf"`)
}

// What a plan does not change stays as it was; what it moves or destroys does not.
func TestPlanKeepsWhatItDoesNotChange(t *testing.T) {
	stays := func(name, id string) string {
		return `{"mode":"managed","type":"aws_subnet","name":"` + name + `","values":{"id":"` + id + `"}}`
	}
	prior := `"prior_state":{"values":{"root_module":{"resources":[` + stays("kept", "subnet-0123abc0") + `,` +
		stays("old", "subnet-0123abc1") + `,` + stays("gone", "subnet-0123abc2") + `]}}}`
	lines := planLines(t, `{"format_version":"1.2","complete":true,"resource_changes":[
		{"mode":"managed","type":"aws_subnet","name":"gone","change":{"actions":["delete"],"after":null}},
		{"mode":"managed","type":"aws_subnet","name":"new","previous_address":"aws_subnet.old","change":{
			"actions":["no-op"],"after":{"id":"subnet-0123abc1"}}}],`+prior+`}`, nil)
	assert.ElementsMatch(t, []string{"aws_subnet.kept", "aws_subnet.new"}, slices.Collect(maps.Keys(lines)))
	lines = planLines(t, `{"format_version":"1.2","complete":true,`+prior+`}`, nil)
	assert.Len(t, lines, 3, "a plan that only refreshes")
}

// A plan of a part of the configuration says so, or it can be seen: what is there once is missing.
func TestPlanOfAPart(t *testing.T) {
	planned := change("", "aws_vpc", "v", "", "", `"id":true`)
	subnet := `{"mode":"managed","type":"aws_subnet","name":"s"`
	for name, c := range map[string]struct {
		says, subnet string
		part         bool
	}{
		"it says so":           {`"complete":false,`, "", true},
		"it ended early":       {`"complete":true,"errored":true,`, "", true},
		"it says it is whole":  {`"complete":true,`, subnet + `}`, false},
		"it does not say so":   {``, subnet + `}`, true},
		"none, as count says":  {``, subnet + `,"count_expression":{"references":["var.n"]}}`, false},
		"all that is declared": {``, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			plan, diags := ReadPlan("p", "", []byte(`{"format_version":"1.2",`+c.says+`"resource_changes":[`+
				planned+`],"configuration":{"root_module":{"resources":[`+c.subnet+`]}}}`))
			require.Empty(t, diags)
			roots, _ := Load(t.Context(), Options{Plans: []*Plan{plan}})
			require.Len(t, roots, 1)
			if !c.part {
				assert.Empty(t, roots[0].Opaque)
				return
			}
			require.Len(t, roots[0].Opaque, 1)
			assert.Equal(t, []string{"aws_vpc.v"}, roots[0].Opaque[0].Handed)
		})
	}
}

// Resources of several regions share a provider in a state as it is shown: their ARNs tell.
func TestStateRegions(t *testing.T) {
	repository := func(name, region string) string {
		return `{"mode":"managed","type":"aws_ecr_repository","name":"` + name + `","provider_name":"p","values":{
			"name":"app","arn":"arn:aws:ecr:` + region + `:111122223333:repository/app"}}`
	}
	plan, diags := ReadPlan("state.json", "", []byte(`{"format_version":"1.0","values":{"root_module":{"resources":[`+
		repository("a", "eu-west-1")+`,`+repository("b", "us-west-2")+`]}}}`))
	require.Empty(t, diags)
	roots, _ := Load(t.Context(), Options{Plans: []*Plan{plan}})
	require.Len(t, roots, 1)
	require.Len(t, roots[0].Resources, 2)
	for i, region := range []string{"eu-west-1", "us-west-2"} {
		assert.Equal(t, region, roots[0].Resources[i].Provider.Region)
		assert.Equal(t, "111122223333", roots[0].Resources[i].Provider.Account)
	}
}

// A state may keep attributes as versions before 0.12 did: what is there is not known then.
func TestStateOfOldAttributes(t *testing.T) {
	plan, diags := ReadPlan("p", "", []byte(`{"version":4,"lineage":"x","resources":[
		{"mode":"managed","type":"aws_vpc","name":"v","instances":[{"attributes":{"id":"vpc-0123abcd"}}]},
		{"mode":"managed","type":"aws_subnet","name":"s","instances":[{"attributes_flat":{"id":"subnet-0123abcd"}}]}
		]}`))
	require.Empty(t, diags)
	roots, _ := Load(t.Context(), Options{Plans: []*Plan{plan}})
	require.Len(t, roots, 1)
	require.Len(t, roots[0].Opaque, 1)
	assert.Contains(t, roots[0].Opaque[0].Origin.Why, "Terraform 0.11")
	assert.Equal(t, []string{"aws_vpc.v"}, roots[0].Opaque[0].Handed)
}

// PowerShell redirects output as UTF-16.
func TestPlanInUTF16(t *testing.T) {
	text := `{"format_version":"1.0","values":{"root_module":{"resources":[
		{"mode":"managed","type":"aws_ecs_cluster","name":"c","values":{"name":"größe 𝄞"}}]}}}`
	for mark, order := range map[string]binary.AppendByteOrder{
		"\xff\xfe": binary.LittleEndian, "\xfe\xff": binary.BigEndian,
	} {
		wide := []byte(mark)
		for _, unit := range utf16.Encode([]rune(text)) {
			wide = order.AppendUint16(wide, unit)
		}
		assert.True(t, MayBePlan(wide[:64]))
		assert.True(t, LooksLikePlan(wide))
		assert.Contains(t, planLines(t, string(wide), nil)["aws_ecs_cluster.c"], "größe 𝄞")
	}
	assert.False(t, MayBePlan([]byte("\xff\xfef\x00")))
}

// The account of a provider is that of the role which it assumes last.
func TestPlanAccountOfAssumedRoles(t *testing.T) {
	role := func(account string) string {
		return `{"role_arn":{"constant_value":"arn:aws:iam::` + account + `:role/deploy"}}`
	}
	for blocks, want := range map[string]string{
		role("111122223333"):                                                 "111122223333",
		role("111122223333") + "," + role("444455556666"):                    "444455556666",
		role("111122223333") + `,{"role_arn":{"references":["local.role"]}}`: "",
	} {
		plan, diags := ReadPlan("p", "", []byte(`{"format_version":"1.2","complete":true,"resource_changes":[{
			"mode":"managed","type":"aws_ecs_cluster","name":"c","change":{"after":{"name":"c"}}}],
			"configuration":{"provider_config":{"aws":{"expressions":{"assume_role":[`+blocks+`]}}},
			"root_module":{"resources":[{"mode":"managed","type":"aws_ecs_cluster","name":"c",
			"provider_config_key":"aws"}]}}}`))
		require.Empty(t, diags)
		roots, _ := Load(t.Context(), Options{Plans: []*Plan{plan}})
		account := roots[0].Resources[0].Provider.Account
		assert.Equal(t, want == "", parser.Holed(account), blocks)
		assert.True(t, want == "" || account == want, account)
	}
}

// Of a collection, a state shows a mask: only where it hides something, the value is not shown.
func TestStateMasksOfCollections(t *testing.T) {
	lines := planLines(t, `{"format_version":"1.0","values":{"root_module":{"resources":[
		{"mode":"managed","type":"aws_ecs_service","name":"s","values":{"name":"s",
		"network_configuration":[{"subnets":["subnet-0123abcd"],"security_groups":["sg-0123abcd"]}],
		"tags":{"a":"plain","b":"hidden-value"}},
		"sensitive_values":{"network_configuration":[{"subnets":[false],"security_groups":[false]}],
		"tags":{"b":true}}}]}}}`, nil)
	assert.Contains(t, lines["aws_ecs_service.s"], "subnet-0123abcd")
	assert.NotContains(t, lines["aws_ecs_service.s"], "hidden-value")
}
