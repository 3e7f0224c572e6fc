package iam

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// drawStatement returns a statement in which <1>, <2> and <3> are holes.
func drawStatement(t *rapid.T) map[string]any {
	pick := func(name string, values ...string) any {
		return rapid.SliceOfN(rapid.SampledFrom(values), 1, 2).Draw(t, name)
	}
	st := map[string]any{"Effect": rapid.SampledFrom([]string{"Allow", "Allow", "Deny", "<1>"}).Draw(t, "effect")}
	action := rapid.SampledFrom([]string{"Action", "NotAction"}).Draw(t, "action")
	st[action] = pick("actions", "*", "ecr:*", "ecr:Batch*", "s3:*", "<1>", "ecr:<2>")
	resource := rapid.SampledFrom([]string{"Resource", "NotResource"}).Draw(t, "resource")
	st[resource] = pick("resources", "*", repoARN, "<1>", "arn:aws:ecr:*:<2>:repository/app",
		"arn:aws:ecr:eu-west-1:<3>:repository/web", "arn:aws:s3:::*", "arn:aws:ecr:*:*:repository/<1>")
	principal := rapid.SampledFrom([]string{"Principal", "NotPrincipal"}).Draw(t, "principal")
	switch rapid.IntRange(0, 3).Draw(t, "form") {
	case 0:
		st[principal] = "*"
	case 1:
		st[principal] = map[string]any{"AWS": pick("AWS", "*", account, roleARN, "<1>", "<2>",
			"arn:aws:iam::<3>:root", "arn:aws:iam::<2>:role/exec", "arn:aws:iam::111122223333:role/<1>")}
	case 2:
		st[principal] = map[string]any{"Service": pick("service", "ecs-tasks.amazonaws.com", "<1>")}
	}
	if rapid.Bool().Draw(t, "conditional") {
		st["Condition"] = drawCondition(t)
	}
	return st
}

func drawCondition(t *rapid.T) map[string]any {
	operator := rapid.SampledFrom([]string{
		"StringEquals", "StringNotEquals", "StringLike", "StringNotLikeIfExists", "ArnLike",
		"ForAllValues:StringEquals", "ForAnyValue:StringNotEquals", "Null", "ArnNotEquals",
		"StringEqualsIfExists", "StringEqualsIgnoreCase",
	}).Draw(t, "operator")
	key := rapid.SampledFrom([]string{
		"aws:PrincipalArn", "aws:PrincipalAccount", "k", "gone", "many",
	}).Draw(t, "key")
	values := rapid.SliceOfN(rapid.SampledFrom([]string{
		"x", "<1>", "x<2>", "*", account, roleARN, "arn:aws:iam::<3>:role/exec", "true", "false",
	}), 0, 2).Draw(t, "values")
	return map[string]any{operator: map[string]any{key: values}}
}

// drawRequest returns a request in which there may be holes.
func drawRequest(t *rapid.T) func(fill func(string) string) Request {
	holder := rapid.SampledFrom([]string{account, "<3>"}).Draw(t, "account")
	value := rapid.SampledFrom([]string{"x", "<1>", "<2>", "x<2>"}).Draw(t, "value")
	kind := rapid.IntRange(0, 2).Draw(t, "kind")
	return func(fill func(string) string) Request {
		req := Request{
			Identity: Identity{
				ARN: fill("arn:aws:iam::" + holder + ":role/exec"), Account: fill(holder),
			},
			Action:   "ecr:BatchGetImage",
			Resource: fill("arn:aws:ecr:eu-west-1:" + holder + ":repository/app"),
			Context:  map[string][]string{"k": {fill(value)}, "gone": {}, "many": {"x", fill(value)}},
		}
		switch kind {
		case 1:
			req.Identity = Identity{Service: "ecs-tasks.amazonaws.com"}
		case 2:
			req.Identity = Identity{Foreign: true}
		}
		return req
	}
}

// TestEvaluateLaw: what is decided while something is not known stays so once it is known.
func TestEvaluateLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, err := json.Marshal(map[string]any{
			"Version":   "2012-10-17",
			"Statement": rapid.SliceOfN(rapid.Custom(drawStatement), 1, 2).Draw(t, "statements"),
		})
		if err != nil {
			t.Fatal(err)
		}
		raw := strings.NewReplacer(`\u003c`, "<", `\u003e`, ">").Replace(string(text))
		request := drawRequest(t)
		word := rapid.SampledFrom([]string{
			"", "x", "*", "a", "app", "exec", "Allow", "Deny", account, roleARN, "ecr:BatchGetImage",
			"BatchGetImage", "true", "ecs-tasks.amazonaws.com",
		})
		fill := strings.NewReplacer("<1>", word.Draw(t, "1"), "<2>", word.Draw(t, "2"),
			"<3>", rapid.SampledFrom([]string{account, "444455556666"}).Draw(t, "3")).Replace
		blurred, err := Parse("blurred", holes(raw))
		if err != nil {
			t.Fatal(err)
		}
		clear, err := Parse("clear", fill(raw))
		if err != nil {
			return // the hole held no effect
		}
		for name, decide := range map[string]func([]*Document, Request) Decision{
			"Evaluate": Evaluate, "EvaluateResource": EvaluateResource,
		} {
			before := decide([]*Document{blurred}, request(holes))
			after := decide([]*Document{clear}, request(fill))
			if before.Allowed != Unknown && before.Allowed != after.Allowed ||
				before.Denied != Unknown && before.Denied != after.Denied {
				t.Fatalf("%s of %s\nis %v/%v, but of %s\nit is %v/%v", name, raw, before.Allowed,
					before.Denied, fill(raw), after.Allowed, after.Denied)
			}
		}
	})
}
