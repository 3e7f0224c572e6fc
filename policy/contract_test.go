package policy

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/pull"
)

// The reasons for which gates close, as document.go lists them, with the rule that names each.
var (
	reasonsOnLegs = map[string]map[string]string{
		"dns": {
			"support_off": "network/dns_support_off", "servers_blocked": "network/dns_blocked",
			"servers_unreached":  "network/dns_blocked",
			"refused_attributes": "endpoint/private_dns", "no_record": "endpoint/private_dns",
		},
		"exit": {
			"no_target": "network/gateway_detached", "other_vpc": "network/gateway_detached",
			"peering": "network/no_route", "refused_type": "endpoint/type",
		},
		"family":     {"ipv6_only": "network/ipv6_only"},
		"egress":     {"no_rule": "network/egress_blocked"},
		"acl":        {"outbound": "network/acl_blocked", "return": "network/acl_blocked"},
		"interfaces": {"no_subnets": "endpoint/missing"},
		"ingress":    {"no_rule": "endpoint/ingress_blocked"},
		"endpoint_policy": {
			"not_allowed": "endpoint/policy", "denied": "endpoint/policy", "presigned": "endpoint/policy",
		},
		"attached": {
			"detached": "network/gateway_detached", "other_vpc": "network/gateway_detached",
		},
		"public_ip": {"none": "network/no_public_ip"},
		"nat": {
			"private":           "network/nat_without_internet",
			"no_address":        "network/nat_without_internet",
			"no_internet_route": "network/nat_without_internet",
			"loop":              "network/nat_without_internet",
			"source_dest_check": "network/nat_without_internet",
			"instance_ingress":  "network/nat_without_internet",
			"instance_egress":   "network/nat_without_internet",
		},
		"bpa": {"bidirectional": "network/bpa", "ingress": "network/bpa"},
	}
	reasonsOfPull = map[string]map[string]string{
		"reference": {"invalid": "image/invalid_reference"},
		"platform":  {"arm_needs_1_4": "image/platform"},
		"role": {
			"no_execution_role": "iam/role_missing", "no_instance_profile": "iam/role_missing",
			"logs_need_role": "iam/role_missing", "secrets_need_role": "iam/role_missing",
			"job_needs_role": "iam/role_missing",
			"not_a_profile":  "iam/role_missing",
			"not_a_role":     "iam/role_missing", "profile_without_role": "iam/role_missing",
		},
		"trust": {
			"wrong_service": "iam/not_assumable", "denied": "iam/not_assumable",
			"condition": "iam/not_assumable",
		},
		"identity": {
			"not_allowed": "iam/not_allowed", "denied": "iam/denied", "boundary": "iam/denied",
		},
		"credentials": {
			"missing_role": "iam/credentials", "not_allowed": "iam/credentials", "denied": "iam/credentials",
			"key_policy": "iam/credentials",
		},
		"cache": {"create_and_import": "iam/cache_import"},
		"repository": {
			"denied": "repository/denied", "not_shared": "repository/not_shared",
			"invalid_principal": "repository/invalid_policy",
			"invalid_action":    "repository/invalid_policy", "registry_denied": "repository/denied",
		},
	}
	// doubtRules holds the names of doubts with the rule that says each.
	doubtRules = map[string]string{
		"acl_partial_return": "network/acl_blocked", "dns_tcp_blocked": "network/dns_blocked",
		"dual_stack_ipv4": "network/ipv6_only", "custom_dns_endpoints": "endpoint/private_dns",
		"unused_endpoint": "endpoint/private_dns", "mixed_rules": "network/egress_blocked",
		"default_egress": "network/egress_blocked",
		"s3_interface":   "endpoint/missing", "race": "iam/race",
		"injected_sidecar": "iam/injected_sidecar", "weaker_execution_role": "iam/not_allowed",
		"cache_import": "iam/cache_import", "cache_first_pull": "network/registry_needs_internet",
		"cross_account_unseen": "repository/not_shared",
		"useless_principal":    "repository/invalid_policy",
		"useless_action":       "repository/invalid_policy",
		"expires_images":       "repository/expires_images", "created_here": "repository/empty",
		"near_name": "image/not_found", "wrong_region": "image/wrong_registry",
		"wrong_account": "image/wrong_registry", "wrong_host": "image/wrong_registry",
		"rate_limited": "image/rate_limited",
		"latest_tag":   "image/not_found", "foreign_layers": "network/registry_needs_internet",
	}
)

// catalogue is every rule that must exist.
var catalogue = []string{
	"endpoint/ingress_blocked", "endpoint/missing", "endpoint/policy", "endpoint/private_dns",
	"endpoint/region", "endpoint/route_table", "endpoint/s3_policy", "endpoint/type",
	"iam/cache_import", "iam/credentials", "iam/denied", "iam/injected_sidecar", "iam/not_allowed",
	"iam/not_assumable", "iam/race", "iam/role_missing", "image/invalid_reference",
	"image/not_found", "image/platform", "image/rate_limited", "image/wrong_registry",
	"network/acl_blocked", "network/bpa", "network/dns_blocked", "network/dns_support_off",
	"network/egress_blocked", "network/gateway_detached", "network/ipv6_only",
	"network/nat_without_internet", "network/no_public_ip", "network/no_route",
	"network/registry_needs_internet", "network/s3_egress_blocked", "repository/denied",
	"repository/empty", "repository/expires_images", "repository/invalid_policy",
	"repository/not_shared",
}

func TestTheCatalogueIsComplete(t *testing.T) {
	engine := compiled(t)
	var ids []string
	for _, rule := range engine.Rules() {
		ids = append(ids, rule.ID)
	}
	assert.Equal(t, catalogue, ids)
}

func compiled(t *testing.T) *Engine {
	t.Helper()
	engine, err := Compile(Options{})
	require.NoError(t, err)
	return engine
}

// document is a pull with an ordinary placement and nothing on its way.
func document() *pull.Document {
	return &pull.Document{
		Bound: pull.Best, Language: "terraform",
		Workload: pull.DocWorkload{ID: "aws_ecs_service.api", At: "aws_ecs_service.api#"},
		Image: pull.DocImage{
			Registry: "ecr", Reference: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/api:1",
			Partition: "aws", Repository: "api", Region: "eu-west-1",
			At: "aws_ecs_task_definition.api#container_definitions",
		},
		Puller: pull.DocPuller{
			Interface: "task", Principal: "execution_role", Role: "aws_iam_role.execution",
		},
		Placement: &pull.DocPlacement{
			Subnet: "aws_subnet.a", VPC: "aws_vpc.main", RouteTable: "aws_route_table.a",
			Groups: []string{"aws_security_group.task"},
		},
	}
}

// leg is a leg with one gate on it.
func leg(name string, gates ...pull.DocGate) pull.DocLeg {
	return pull.DocLeg{
		Name: name, Host: name + ".example", Service: name, Region: "eu-west-1",
		Exit: pull.DocExit{
			Kind: "interface_endpoint", ID: "aws_vpc_endpoint.x", At: "aws_vpc_endpoint.x#",
		},
		Gates: gates,
	}
}

func gate(name string, state pull.State, reason string) pull.DocGate {
	return pull.DocGate{
		Name: name, State: state, Reason: reason,
		By: "aws_example." + name, At: "aws_example." + name + "#",
	}
}

// rulesOf evaluates the document and returns the rules that find a closed gate, and a doubt.
func rulesOf(t *testing.T, engine *Engine, doc *pull.Document) (closed, doubts map[string]int) {
	t.Helper()
	var j judgement
	require.NoError(t, engine.evaluate(context.Background(), doc, &j))
	closed, doubts = map[string]int{}, map[string]int{}
	for _, one := range j.closed {
		closed[one.Rule]++
		assert.NotEmpty(t, one.Message)
		assert.NotContains(t, one.Message, "  ")
	}
	for _, one := range j.doubts {
		doubts[one.Rule]++
	}
	return closed, doubts
}

func TestOneRuleNamesEachClosedGate(t *testing.T) {
	engine := compiled(t)
	for name, reasons := range reasonsOnLegs {
		for reason, want := range reasons {
			t.Run(name+" "+reason, func(t *testing.T) {
				doc := document()
				for _, l := range []string{"authorize", "manifest", "layers"} {
					doc.Legs = append(doc.Legs, leg(l, gate(name, pull.Closed, reason)))
				}
				if name == "endpoint_policy" {
					doc.Legs = doc.Legs[:2]
				}
				closed, doubts := rulesOf(t, engine, doc)
				assert.Len(t, closed, 1)
				assert.Contains(t, closed, want)
				assert.Empty(t, doubts)
				for i := range doc.Legs {
					doc.Legs[i].Gates[0].State = pull.Open
				}
				closed, _ = rulesOf(t, engine, doc)
				assert.Empty(t, closed)
			})
		}
	}
	for name, reasons := range reasonsOfPull {
		for reason, want := range reasons {
			t.Run(name+" "+reason, func(t *testing.T) {
				doc := document()
				doc.Gates = []pull.DocGate{gate(name, pull.Closed, reason)}
				closed, doubts := rulesOf(t, engine, doc)
				assert.Len(t, closed, 1)
				assert.Contains(t, closed, want)
				assert.Empty(t, doubts)
				doc.Gates[0].State = pull.Open
				closed, _ = rulesOf(t, engine, doc)
				assert.Empty(t, closed)
			})
		}
	}
}

func TestTheLayersHaveRulesOfTheirOwn(t *testing.T) {
	engine := compiled(t)
	for name, want := range map[string]string{
		"egress": "network/s3_egress_blocked", "endpoint_policy": "endpoint/s3_policy",
	} {
		doc := document()
		doc.Legs = []pull.DocLeg{
			leg("manifest", gate(name, pull.Open, "")), leg("layers", gate(name, pull.Closed, "denied")),
		}
		closed, _ := rulesOf(t, engine, doc)
		assert.Equal(t, map[string]int{want: 1}, closed)
	}
}

// A leg that nothing leads away from is always a fault, whatever is known of the endpoints.
func TestOneRuleNamesEachLegWithoutExit(t *testing.T) {
	engine := compiled(t)
	want := map[string]string{
		"none": "network/no_route", "": "network/no_route", "absent": "endpoint/missing",
		"private_dns": "endpoint/private_dns", "region": "endpoint/region", "type": "endpoint/type",
		"route_table": "endpoint/route_table", "no_subnets": "endpoint/missing",
		"refused_dns_attributes": "endpoint/private_dns", "interface": "endpoint/missing",
	}
	for reason, rule := range want {
		for _, legName := range []string{"authorize", "manifest", "layers"} {
			t.Run(fmt.Sprintf("%s %s", reason, legName), func(t *testing.T) {
				doc := document()
				l := leg(legName, gate("exit", pull.Closed, "no_way"))
				l.Exit = pull.DocExit{Kind: "none"}
				l.Endpoint = pull.DocNearby{Reason: reason, ID: "aws_vpc_endpoint.y", At: "aws_vpc_endpoint.y#"}
				doc.Legs = []pull.DocLeg{l}
				closed, _ := rulesOf(t, engine, doc)
				assert.Equal(t, map[string]int{rule: 1}, closed)
			})
		}
	}
}

func TestOneRuleNamesAnotherRegistryWithoutExit(t *testing.T) {
	engine := compiled(t)
	for _, endpoints := range []int{0, 1} {
		for _, reason := range []string{"", "none", "absent"} {
			for _, also := range []bool{false, true} {
				doc := document()
				doc.Image.Registry = "docker-hub"
				l := leg("fetch", gate("exit", pull.Closed, "no_way"))
				l.Endpoint.Reason, l.Service = reason, ""
				doc.Legs = []pull.DocLeg{l}
				if also {
					credentials := leg("credentials", gate("exit", pull.Closed, "no_way"))
					credentials.Endpoint.Reason = "absent"
					doc.Legs = append(doc.Legs, credentials)
				}
				doc.Endpoints = make([]pull.DocEndpoint, endpoints)
				closed, _ := rulesOf(t, engine, doc)
				want := map[int]string{0: "network/no_route", 1: "network/registry_needs_internet"}[endpoints]
				assert.Equal(t, map[string]int{want: 1}, closed)
			}
		}
	}
}

func TestOneRuleSaysEachDoubt(t *testing.T) {
	engine := compiled(t)
	for name, want := range doubtRules {
		doc := document()
		doc.Doubts = []pull.DocDoubt{{Name: name, By: "aws_example.this", At: "aws_example.this#"}}
		closed, doubts := rulesOf(t, engine, doc)
		assert.Empty(t, closed, name)
		assert.Equal(t, map[string]int{want: 1}, doubts, name)
	}
}
