package pull_test

import (
	"strings"
	"testing"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/pull"
	"github.com/stretchr/testify/require"
)

// problem returns what is wrong with an image, or nothing.
func problem(t *testing.T, text string) string {
	t.Helper()
	s := natted()
	s.container.Image = given(text)
	d := s.one(t).Document(0, pull.Best)
	require.Equal(t, "reference", d.Gates[0].Name)
	if d.Gates[0].State == pull.Open {
		return ""
	}
	require.Empty(t, d.Legs, "there is nothing to reach")
	return d.Gates[0].Detail["problem"].(string)
}

func TestReferences(t *testing.T) {
	const host = "123456789012.dkr.ecr.eu-west-1.amazonaws.com"
	sum := "sha256:" + strings.Repeat("a1", 32)
	for _, x := range []struct{ text, problem string }{
		{host + "/api:1.4", ""},
		{host + "/team/api", ""},
		{host + "/api@" + sum, ""},
		{host + "/api:1.4@" + sum, ""},
		{"123456789012.dkr.ecr-fips.us-east-1.amazonaws.com/api:1", ""},
		{"123456789012.dkr-ecr.eu-west-1.on.aws/api:1", ""},
		{"123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/api:1", ""},
		{"nginx", ""},
		{"ghcr.io/Acme/app:1", "uppercase"},
		{"registry.corp:5000/app:1", ""},
		{"", "empty"},
		{"https://" + host + "/api:1", "scheme"},
		{"arn:aws:ecr:eu-west-1:123456789012:repository/api", "arn"},
		{host + "/api :1", "space"},
		{host + "/api:", "empty_tag"},
		{host + "/api@", "empty_digest"},
		{host + "/API:1", "uppercase"},
		{host + "/api:1:2", "tag"},
		{host + "/api:-x", "tag"},
		{host + "/api@sha256:abc", "digest"},
		{host + "//api:1", "slash"},
		{host, "no_repository"},
		{host + ":1", "no_repository"},
		{"<account>.dkr.ecr.eu-west-1.amazonaws.com/api:1", "placeholder"},
		{"12345678901.dkr.ecr.eu-west-1.amazonaws.com/api:1", "account"},
		{"dkr.ecr.eu-west-1.amazonaws.com/api:1", "missing_account"},
		{"123456789012.ecr.eu-west-1.amazonaws.com/api:1", "missing_dkr"},
		{"123456789012.dkr.ecr.eu-west-1.amazon.com/api:1", "suffix"},
		{"123456789012.dkr.ecr.cn-north-1.amazonaws.com/api:1", "suffix"},
		{"123456789012.dkr.ecr.euwest1.amazonaws.com/api:1", "region"},
		{host + "/" + strings.Repeat("a", 250), "too_long"},
		// the hosts of every partition, plain, FIPS and dual-stack
		{"123456789012.dkr.ecr.us-gov-west-1.amazonaws.com/api:1", ""},
		{"123456789012.dkr.ecr-fips.us-gov-east-1.amazonaws.com/api:1", ""},
		{"123456789012.dkr-ecr-fips.us-gov-west-1.on.aws/api:1", ""},
		{"123456789012.dkr-ecr.cn-northwest-1.on.amazonwebservices.com.cn/api:1", ""},
		{"123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu/api:1", ""},
		{"123456789012.dkr-ecr.eusc-de-east-1.on.amazonwebservices.eu/api:1", ""},
		{"123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov/api:1", ""},
		{"123456789012.dkr.ecr.us-isob-east-1.sc2s.sgov.gov/api:1", ""},
		{"123456789012.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk/api:1", ""},
		{"123456789012.dkr.ecr.us-isof-south-1.csp.hci.ic.gov/api:1", ""},
		{"123456789012.dkr.ecr.ap-southeast-7.amazonaws.com/api:1", ""},
		{"ecr-public.aws.com/nginx/nginx:1", ""},
		{"123456789012.dkr.ecr.eusc-de-east-1.amazonaws.com/api:1", "suffix"},
		{"123456789012.dkr.ecr.eu-west-1.amazonaws.com.cn/api:1", "suffix"},
		{"123456789012.dkr.ecr.eu-west-1.on.aws/api:1", "suffix"},
		{"123456789012.dkr-ecr.eu-west-1.amazonaws.com/api:1", "suffix"},
		{"123456789012.dkr.ecr.eu-west.amazonaws.com/api:1", "region"},
		{"123456789012.dkr.ecr.eu_west_1.amazonaws.com/api:1", "region"},
		{"123456789012.dkr.ecr.eu-west-1a.amazonaws.com/api:1", "region"},
		// accounts
		{"1234-5678-9012.dkr.ecr.eu-west-1.amazonaws.com/api:1", "account"},
		{"1234567890123.dkr.ecr.eu-west-1.amazonaws.com/api:1", "account"},
		{"acme.dkr.ecr.eu-west-1.amazonaws.com/api:1", "account"},
		{".dkr.ecr.eu-west-1.amazonaws.com/api:1", "account"},
		{"ecr.eu-west-1.amazonaws.com/api:1", "missing_account"},
		{"xxxxxxxxxxxx.dkr.ecr.eu-west-1.amazonaws.com/api:1", "placeholder"},
		{"ACCOUNT_ID.dkr.ecr.eu-west-1.amazonaws.com/api:1", "placeholder"},
		{"$ACCOUNT.dkr.ecr.eu-west-1.amazonaws.com/api:1", "placeholder"},
		{"123456789012.dkr.ecr.REGION.amazonaws.com/api:1", "placeholder"},
		{host + "/api:$TAG", "placeholder"},
		{host + "/REPLACE_ME:1", "placeholder"},
		{host + "/exchange-media/refill-me2:1", ""},
		{"todo:1", ""},
		{"acme/aws_account_service:1", ""},
		// versions
		{host + "/api@1.4.2", "tag_as_digest"},
		{host + "/api@latest", "tag_as_digest"},
		{host + "/api:" + sum, "digest_as_tag"},
		{host + "/api:" + sum[len("sha256:"):], ""},
		{host + "/api@sha512:" + strings.Repeat("a1", 64), "digest"},
		{host + "/api@" + sum + "00", "digest"},
		{host + "/api@" + strings.ToUpper(sum[len("sha256:"):]), "digest"},
		{host + "/api:v1+build", "tag"},
		{host + "/api:" + strings.Repeat("a", 129), "tag"},
		{host + "/api:" + strings.Repeat("a", 128), ""},
		// names
		{host + "/a", "repository"},
		{host + "/ab", ""},
		{host + "/api-", "repository"},
		{host + "/api__web/x.y-z--1", ""},
		{host + "/api___web", "repository"},
		{host + "/_api", "repository"},
		{strings.Repeat("0a", 32), "repository"},
		{strings.Repeat("0g", 32), ""},
		{"acme/" + strings.Repeat("0a", 32), ""},
		{"nginx:", "empty_tag"},
		{"my image", "space"},
		{host + "/api:1\n", "space"},
	} {
		require.Equal(t, x.problem, problem(t, x.text), x.text)
	}
}

func TestRegistries(t *testing.T) {
	for text, want := range map[string]struct{ registry, host, repository string }{
		"nginx":                        {"docker-hub", "registry-1.docker.io", "library/nginx"},
		"acme/app:1":                   {"docker-hub", "registry-1.docker.io", "acme/app"},
		"docker.io/acme/app:1":         {"docker-hub", "registry-1.docker.io", "acme/app"},
		"public.ecr.aws/nginx/nginx:1": {"ecr-public", "public.ecr.aws", "nginx/nginx"},
		"ghcr.io/acme/app:1":           {"other", "ghcr.io", "acme/app"},
		"localhost/app:1":              {"other", "localhost", "app"},
		image:                          {"ecr", account + ".dkr.ecr.eu-west-1.amazonaws.com", "api"},
	} {
		s := natted()
		s.container.Image = given(text)
		p := s.one(t)
		require.Equal(t, want.registry, p.Registry, text)
		require.Equal(t, want.host, p.Image.Host, text)
		require.Equal(t, want.repository, p.Image.Repository, text)
	}
}

func TestReferencesWithHoles(t *testing.T) {
	hole := func(s *stack, o parser.Origin) string { return s.root.Origins.Token(o) }
	tag := parser.Origin{What: "var.tag", Why: "has no default"}
	own := parser.Origin{Kind: parser.Account, What: "account of provider aws"}
	const host = ".dkr.ecr.eu-west-1.amazonaws.com/"
	for _, x := range []struct {
		name      string
		text      func(*stack) string
		registry  string
		reference string
		state     pull.State
	}{
		{
			"a tag", func(s *stack) string { return account + host + "api:" + hole(s, tag) }, "ecr",
			account + host + "api:{var.tag}", pull.Open,
		},
		{
			"the own account", func(s *stack) string { return hole(s, own) + host + "api:1" }, "ecr",
			"{account}" + host + "api:1", pull.Open,
		},
		{
			"a part of the repository", func(s *stack) string {
				return account + host + "api-" + hole(s,
					tag) + ":1"
			},
			"ecr", account + host + "api-{var.tag}:1", pull.Open,
		},
		{
			"the registry", func(s *stack) string { return hole(s, tag) + "/api:1" }, "unknown",
			"{var.tag}/api:1", pull.Unknown,
		},
		{
			"everything", func(s *stack) string { return hole(s, tag) }, "unknown", "{var.tag}",
			pull.Unknown,
		},
		{
			"a tag behind capitals", func(s *stack) string {
				return account + host + "API:" + hole(s,
					tag)
			}, "ecr",
			account + host + "API:{var.tag}", pull.Closed,
		},
	} {
		t.Run(x.name, func(t *testing.T) {
			s := natted()
			s.container.Image = given(x.text(s))
			p := s.one(t)
			require.Equal(t, x.registry, p.Registry)
			require.Equal(t, x.reference, p.Reference)
			require.Equal(t, x.state, p.Image.Valid)
			for _, bound := range []pull.Bound{pull.Best, pull.Worst} {
				d := p.Document(0, bound)
				valid(t, d)
				require.NotContains(t, d.Image.Reference+d.Image.Repository+d.Image.Account,
					string(parser.TokenStart))
			}
		})
	}
}

func TestOtherRegistries(t *testing.T) {
	hub := func(base func() *stack, text string) func() *stack {
		return func() *stack {
			s := base()
			s.container.Image = given(text)
			return s
		}
	}
	run(t, []example{
		{name: "Docker Hub through NAT", stack: hub(natted, "nginx:1")},
		{
			name: "Docker Hub from behind endpoints", stack: hub(sealed, "nginx:1"),
			closed: []string{"fetch exit/no_way aws_route_table.private"},
		},
		{
			name: "ECR Public from behind endpoints", stack: hub(sealed, "public.ecr.aws/nginx/nginx:1"),
			closed: []string{"fetch exit/no_way aws_route_table.private"},
		},
		{
			name: "a registry of one's own from behind endpoints", stack: hub(sealed,
				"registry.corp.example/app:1"),
			maybe: []string{"fetch exit/no_way aws_route_table.private"},
		},
		{
			name: "Docker Hub with the prefix list of S3 only", stack: hub(natted, "nginx:1"),
			change: func(s *stack) {
				r := rule(443)
				r.Lists = links(s3List(region))
				s.group.Egress = []*graph.GroupRule{r}
			},
			closed: []string{"fetch egress/no_rule " + task},
		},
		{
			name: "a registry on another port", stack: hub(natted, "registry.corp.example:5000/app:1"),
			closed: []string{"fetch egress/no_rule " + task},
		},
		{
			name: "an image that is not known, without any way out", stack: natted,
			change: func(s *stack) {
				s.container.Image = unknown[string]("var.image")
				s.table.Routes = nil
			},
			closed: []string{"fetch exit/no_way aws_route_table.private"},
			maybe:  []string{"reference/invalid aws_ecs_task_definition.api"},
		},
		{
			name: "an image that is not known, behind endpoints", stack: sealed,
			change: func(s *stack) { s.container.Image = unknown[string]("var.image") },
			maybe: []string{
				"fetch egress/no_rule " + task, "fetch exit/no_way aws_route_table.private",
				"reference/invalid aws_ecs_task_definition.api",
			},
		},
		{
			name: "an image that is not known, through NAT", stack: natted,
			change: func(s *stack) { s.container.Image = unknown[string]("var.image") },
			maybe:  []string{"reference/invalid aws_ecs_task_definition.api"},
		},
		{
			name: "an image that is not known and no role", stack: natted,
			change: func(s *stack) {
				s.container.Image = unknown[string]("var.image")
				s.task.ExecutionRole = graph.Link[graph.Role]{}
			},
			maybe: []string{"reference/invalid aws_ecs_task_definition.api"},
		},
	})
}

func TestImageDoubts(t *testing.T) {
	definition := "aws_ecs_task_definition.api"
	with := func(text string, change func(*stack)) *stack {
		s := natted()
		s.container.Image = given(text)
		if change != nil {
			change(s)
		}
		return s
	}
	host := account + ".dkr.ecr.eu-west-1.amazonaws.com/"
	repository := func(name string) func(*stack) {
		return func(s *stack) { s.repository.Name = given(name) }
	}
	for _, x := range []struct {
		name, doubt string
		stack       *stack
		want        bool
	}{
		{"Docker Hub", "rate_limited " + definition, with("nginx:1", nil), true},
		{"Docker Hub with credentials", "rate_limited " + definition, with("nginx:1", func(s *stack) {
			s.container.Credentials = given("hub")
		}), false},
		{
			"the name of a declared repository on Docker Hub", "wrong_host " + definition,
			with("payment-api:1", repository("payment-api")), true,
		},
		{
			"the same with a namespace", "wrong_host " + definition,
			with("docker.io/shop/payment-api:1", repository("shop/payment-api")), true,
		},
		{
			"another name on Docker Hub", "wrong_host " + definition,
			with("payments:1", repository("payment-api")), false,
		},
		{
			"the declared name in its registry", "wrong_host " + definition,
			with(host+"payment-api:1", repository("payment-api")), false,
		},
		{"a letter less", "near_name " + definition, with(host+"payment-ap:1",
			repository("payment-api")), true},
		{"two letters swapped", "near_name " + definition, with(host+"paymnet-api:1",
			repository("payment-api")), true},
		{
			"another number", "near_name " + definition, with(host+"worker-2:1", repository("worker-1")),
			false,
		},
		{
			"another name", "near_name " + definition, with(host+"billing:1", repository("payment-api")),
			false,
		},
		{"the declared name", "near_name " + definition, with(host+"payment-api:1",
			repository("payment-api")), false},
		{"another region", "wrong_region " + definition, with(strings.Replace(image, region, "us-east-1",
			1), nil), true},
		{"another account", "wrong_account " + definition, with(foreign, nil), true},
		{
			"the owner is not in view", "cross_account_unseen aws_ecs_service.api", with(foreign, nil),
			true,
		},
		{"the own account", "cross_account_unseen aws_ecs_service.api", natted(), false},
		{"no tag", "latest_tag " + definition, with(host+"api", nil), true},
		{"created with the service", "created_here aws_ecr_repository.api", with(image, func(s *stack) {
			s.repository.Read = false
		}), true},
		{"read", "created_here aws_ecr_repository.api", natted(), false},
		{"imported", "created_here aws_ecr_repository.api", with(image, func(s *stack) {
			s.repository.Read, s.repository.Imported = false, true
		}), false},
	} {
		t.Run(x.name, func(t *testing.T) {
			found := x.stack.doubtsOf(t, pull.Best)
			if x.want {
				require.Contains(t, found, x.doubt)
			} else {
				require.NotContains(t, found, x.doubt)
			}
		})
	}
}

func TestLifecycle(t *testing.T) {
	rule := func(selection string) string {
		return `{"rules":[{"rulePriority":1,"selection":{` + selection + `},"action":{"type":"expire"}}]}`
	}
	rules := func(list ...string) string { return `{"rules":[{` + strings.Join(list, "},{") + `}]}` }
	for _, x := range []struct {
		name, text string
		image      string
		want       bool
	}{
		{
			"keeps one image", rule(`"tagStatus":"any","countType":"imageCountMoreThan","countNumber":1`),
			image, true,
		},
		{"keeps fifty images", rule(`"tagStatus":"any","countType":"imageCountMoreThan",
			"countNumber":50`), image, false},
		{"by age", rule(`"tagStatus":"any","countType":"sinceImagePushed","countUnit":"days",
			"countNumber":14`), image, true},
		{
			"untagged only", rule(`"tagStatus":"untagged","countType":"sinceImagePushed","countNumber":1`),
			image, false,
		},
		{
			"untagged only, and an image by its digest",
			rule(`"tagStatus":"untagged","countType":"sinceImagePushed","countNumber":1`),
			account + ".dkr.ecr.eu-west-1.amazonaws.com/api@sha256:" + strings.Repeat("0", 64), true,
		},
		{"tags of pull requests", rule(`"tagStatus":"tagged","tagPrefixList":["pr-"],
			"countType":"sinceImagePushed","countNumber":7`), image, false},
		{"tags of releases", rule(`"tagStatus":"tagged","tagPrefixList":["1."],
			"countType":"sinceImagePushed","countNumber":7`), image, true},
		{"tags of a pattern", rule(`"tagStatus":"tagged","tagPatternList":["*.4"],
			"countType":"sinceImagePushed","countNumber":7`), image, true},
		{
			"when last pulled", rule(`"tagStatus":"any","countType":"sinceImagePulled","countNumber":90`),
			image, false,
		},
		{
			"when last pulled, soon", rule(`"tagStatus":"any","countType":"sinceImagePulled",
			"countNumber":7`), image, true,
		},
		{
			"archived ones", rule(`"tagStatus":"any","storageClass":"archive",
			"countType":"sinceImageTransitioned","countNumber":90`), image, false,
		},
		{"a pattern that is none of a path", rule(`"tagStatus":"tagged","tagPatternList":["?.4"],
			"countType":"sinceImagePushed","countNumber":7`), image, false},
		{"all prefixes are needed", rule(`"tagStatus":"tagged","tagPrefixList":["1.","pr-"],
			"countType":"sinceImagePushed","countNumber":7`), image, false},
		{"prefix and pattern", rule(`"tagStatus":"tagged","tagPrefixList":["1."],"tagPatternList":["*4"],
			"countType":"sinceImagePushed","countNumber":7`), image, true},
		{"kept by a rule that comes first", rules(
			`"rulePriority":2,"selection":{"tagStatus":"any","countType":"sinceImagePushed","countNumber":1}`,
			`"rulePriority":1,"selection":{"tagStatus":"tagged","tagPrefixList":["1."],
				"countType":"imageCountMoreThan","countNumber":100}`), image, false},
		{"kept by a rule that comes later", rules(
			`"rulePriority":1,"selection":{"tagStatus":"any","countType":"sinceImagePushed","countNumber":1}`,
			`"rulePriority":2,"selection":{"tagStatus":"tagged","tagPrefixList":["1."],
				"countType":"imageCountMoreThan","countNumber":100}`), image, true},
		{"a rule for other tags first", rules(
			`"rulePriority":1,"selection":{"tagStatus":"tagged","tagPrefixList":["pr-"],
				"countType":"imageCountMoreThan","countNumber":100}`,
			`"rulePriority":9,"selection":{"tagStatus":"any","countType":"sinceImagePushed",
				"countUnit":"days","countNumber":30},"action":{"type":"transition",
				"targetStorageClass":"archive"}`), image, true},
		{"no JSON", `{`, image, false},
	} {
		t.Run(x.name, func(t *testing.T) {
			s := natted()
			s.container.Image = given(x.image)
			s.repository.Lifecycle = []graph.Policy{s.policy("aws_ecr_lifecycle_policy.api", x.text)}
			found := s.doubtsOf(t, pull.Best)
			if x.want {
				require.Contains(t, found, "expires_images aws_ecr_lifecycle_policy.api")
			} else {
				require.NotContains(t, found, "expires_images aws_ecr_lifecycle_policy.api")
			}
		})
	}
}

// Of a rule that may remove the image and one that does, the latter is told of.
func TestLifecycleOfADigest(t *testing.T) {
	s := natted()
	s.container.Image = given(strings.TrimSuffix(image, ":1.4") + "@sha256:" + strings.Repeat("a", 64))
	s.repository.Lifecycle = []graph.Policy{s.policy("aws_ecr_lifecycle_policy.api", `{"rules":[
		{"rulePriority":1,"selection":{"tagStatus":"untagged","countType":"sinceImagePushed",
			"countNumber":3},"action":{"type":"expire"}},
		{"rulePriority":2,"selection":{"tagStatus":"any","countType":"sinceImagePushed",
			"countNumber":7},"action":{"type":"expire"}}]}`)}
	for _, d := range s.one(t).Document(0, pull.Best).Doubts {
		if d.Name == "expires_images" {
			require.Equal(t, "rule 2 expires images 7 days after they were pushed", d.Detail["rule"])
			return
		}
	}
	t.Fatal("no doubt")
}

func TestRace(t *testing.T) {
	raced := "race aws_ecs_service.api"
	make := func() *stack {
		s := natted()
		policy := s.role.Policies[0]
		s.role.Attachments = []graph.Attachment{{Resource: policy.Site.Resource, Policy: policy}}
		return s
	}
	s := make()
	require.Contains(t, s.doubtsOf(t, pull.Best), raced)
	s.service.Needs = []string{"aws_iam_role_policy.pull"}
	require.NotContains(t, s.doubtsOf(t, pull.Worst), raced, "it waits")

	s = make()
	s.role.Attachments[0].Resource = s.role.Resource
	require.NotContains(t, s.doubtsOf(t, pull.Worst), raced, "the role writes the policy itself")

	s = make()
	s.role.Attachments = append(s.role.Attachments, graph.Attachment{
		Resource: s.node("aws_iam_role_policy.logs").Resource,
		Policy: s.policy("aws_iam_role_policy.logs", statement(`"Effect":"Allow","Action":"logs:*",
			"Resource":"*"`)),
	})
	for _, d := range s.one(t).Document(0, pull.Best).Doubts {
		if d.Name == "race" {
			require.Equal(t, []string{"aws_iam_role_policy.pull"}, d.Detail["attachments"])
		}
	}
}

func TestInjectedSidecar(t *testing.T) {
	s := natted()
	s.g.Detectors = []*graph.Detector{{
		Node:         s.node("aws_guardduty_detector.all"),
		FargateAgent: given(true),
	}}
	require.Contains(t, s.doubtsOf(t, pull.Best), "injected_sidecar "+role)
	agent := func(region, account string) {
		grants(statement(`"Effect":"Allow","Action":"ecr:*","Resource":"arn:aws:ecr:` + region + ":" +
			account + `:repository/aws-guardduty-agent-fargate"`))(s)
	}
	agent(region, "694911143906")
	require.NotContains(t, s.doubtsOf(t, pull.Worst), "injected_sidecar "+role)
	agent(region, "593207742271")
	require.Contains(t, s.doubtsOf(t, pull.Best), "injected_sidecar "+role, "that of another region")
	s.service.Home.Region, s.g.Detectors[0].Home.Region = "mx-central-1", "mx-central-1"
	agent("mx-central-1", "111122223333")
	require.NotContains(t, s.doubtsOf(t, pull.Worst), "injected_sidecar "+role, "not in the table")
	s.service.Home.Region, s.g.Detectors[0].Home.Region = region, region
	grants(statement(`"Effect":"Allow","Action":"ecr:*","Resource":"*"`))(s)
	require.NotContains(t, s.doubtsOf(t, pull.Worst), "injected_sidecar "+role)
	grants(pullPolicy)(s)
	s.g.Detectors[0].FargateAgent = plain(false)
	require.NotContains(t, s.doubtsOf(t, pull.Worst), "injected_sidecar "+role)
}
