package funcs_test

import (
	"strings"
	"testing"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/parser/terraform/funcs"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"
)

// world is a table of origins with one of each kind.
type world struct {
	*parser.Origins
	env  funcs.Env
	vars map[string]cty.Value
	// names maps tokens to the words that tests write for them.
	names map[string]string
}

func newWorld() *world {
	o := parser.NewOrigins()
	w := &world{Origins: o, env: env(o), vars: map[string]cty.Value{}, names: map[string]string{}}
	w.token("subnet", parser.Origin{Kind: parser.Reference, Address: "aws_subnet.a", Attr: "id"})
	w.token("other", parser.Origin{Kind: parser.Reference, Address: "aws_subnet.b", Attr: "id"})
	w.token("many", parser.Origin{Kind: parser.Reference, Address: "aws_subnet.c[*]", Attr: "id"})
	account := w.token("account", parser.Origin{Kind: parser.Account, What: "the account"})
	region := w.token("region", parser.Origin{Kind: parser.Region, What: "the region"})
	w.token("unknown", parser.Origin{What: "var.name", Why: "has no default"})
	w.token("another", parser.Origin{What: "var.other", Why: "has no default"})
	w.token("role", parser.Origin{
		Kind: parser.Reference, Address: "aws_iam_role.r", Attr: "arn",
		Shape: "arn:aws:iam::" + account + ":role/app",
	})
	revision := w.token("revision", parser.Origin{
		Kind: parser.Reference, Address: "aws_ecs_task_definition.t", Attr: parser.Revision,
	})
	w.vars["task"] = cty.StringVal("arn:aws:ecs:" + region + ":" + account + ":task-definition/t:" +
		revision)
	w.vars["url"] = cty.StringVal(account + ".dkr.ecr." + region + ".amazonaws.com/team/app")
	w.vars["hole"] = o.Unknown(cty.String, parser.Origin{What: "var.hole"})
	w.vars["holes"] = o.Unknown(cty.List(cty.String), parser.Origin{What: "var.holes"})
	w.vars["anything"] = o.Unknown(cty.DynamicPseudoType, parser.Origin{What: "var.anything"})
	w.vars["maybe"] = cty.StringVal("x").Mark(parser.Maybe{ID: 0})
	return w
}

func (w *world) token(name string, origin parser.Origin) string {
	token := w.Token(origin)
	w.names[token] = "<" + name + ">"
	w.vars[name] = cty.StringVal(token)
	return token
}

// show writes a value with words in place of tokens and of marks.
func (w *world) show(v cty.Value) string {
	pairs := make([]string, 0, 2*len(w.names))
	for token, name := range w.names {
		pairs = append(pairs, token, name)
	}
	replacer := strings.NewReplacer(pairs...)
	var marks []string
	text := ""
	for mark := range v.Marks() {
		switch mark := mark.(type) {
		case parser.Hole:
			marks = append(marks, "hole")
		case parser.Maybe:
			_ = mark
			marks = append(marks, "maybe")
		}
	}
	bare, _ := v.Unmark()
	switch {
	case !bare.IsKnown():
		text = "?"
	case !bare.IsNull() && bare.Type() == cty.String:
		text = w.words(replacer.Replace(bare.AsString()))
	case !bare.IsNull() && bare.CanIterateElements():
		text = w.elements(bare)
	default:
		text = console(bare)
	}
	if len(marks) > 0 {
		return text + "!" + marks[0]
	}
	return text
}

// words writes tokens that a function derived as what they are.
func (w *world) words(s string) string {
	var b strings.Builder
	for _, part := range parser.Parts(s) {
		if part.Hole {
			b.WriteString("<" + w.Get(part.ID).What + ">")
		} else {
			b.WriteString(part.Text)
		}
	}
	return b.String()
}

func (w *world) elements(v cty.Value) string {
	var parts []string
	for it := v.ElementIterator(); it.Next(); {
		key, element := it.Element()
		text := w.show(element)
		if v.Type().IsMapType() || v.Type().IsObjectType() {
			text = w.show(key) + "=" + text
		}
		parts = append(parts, text)
	}
	return "[" + strings.Join(parts, " ") + "]"
}

func (w *world) check(t *testing.T, cases [][2]string) {
	t.Helper()
	for _, c := range cases {
		t.Run(c[0], func(t *testing.T) {
			v, err := eval(t, c[0], w.env, w.vars)
			require.NoError(t, err)
			assert.Equal(t, c[1], w.show(v))
		})
	}
}

func TestCarriedTokens(t *testing.T) {
	w := newWorld()
	w.check(t, [][2]string{
		{`join(",", [subnet, "x", "${unknown}-y"])`, `<subnet>,x,<unknown>-y`},
		{`concat([subnet], ["x"])`, `[<subnet> x]`},
		{`merge({a = subnet}, {b = "x"}).a`, `<subnet>`},
		{`jsonencode({a = [subnet, "é"], (subnet) = 1})`, `{"a":["<subnet>","é"],"<subnet>":1}`},
		{`yamlencode({a = "x${unknown}"})`, "\"a\": \"x<unknown>\"\n"},
		{`format("%s/%v/%q/%d%%", subnet, subnet, subnet, 5)`, `<subnet>/<subnet>/"<subnet>"/5%`},
		{`format("%#v", {a = subnet})`, `{"a":"<subnet>"}`},
		{`format("%d", unknown)`, `<unknown>`},
		{`format("%03d", unknown)`, `<format %03d(var.name)>`},
		{`format("%[2]s-%[1]s", subnet, "x")`, `x-<subnet>`},
		{`format("%5s", "a${unknown}")`, `?!hole`},
		{`formatlist("%s/*", [subnet, other])`, `[<subnet>/* <other>/*]`},
		{`formatlist("%s:%s", subnet, ["a", hole])`, `[<subnet>:a ?!hole]`},
		{`flatten([[subnet], [[other]]])`, `[<subnet> <other>]`},
		{`element([subnet, other], 3)`, `<other>`},
		{`slice([subnet, other], 1, 2)`, `[<other>]`},
		{`values({a = subnet})`, `[<subnet>]`},
		{`zipmap([subnet], ["x"])[subnet]`, `x`},
		{`lookup({(subnet) = "x"}, subnet, "y")`, `x`},
		{`lookup({a = subnet}, "a", "y")`, `<subnet>`},
		{`lookup({a = "x"}, "b", subnet)`, `<subnet>`},
		{`lookup({a = "x"}, unknown, "y")`, `?!hole`},
		{`lookup({(unknown) = "x"}, "a", "y")`, `?!hole`},
		{`lookup({a1 = "x"}, "b${unknown}", "y")`, `y`},
		{`coalesce("", subnet)`, `<subnet>`},
		{`coalesce(unknown, "x")`, `?!hole`},
		{`coalesce("a${unknown}", "x")`, `a<unknown>`},
		{`compact(["", subnet, account])`, `[<subnet> <account>]`},
		{`compact(["x", unknown])`, `?!hole`},
		{`toset([subnet, subnet])`, `[<subnet>]`},
		{`length(toset([subnet, other]))`, `2`},
		{`toset([subnet, unknown])`, `?!hole`},
		{`distinct([subnet, "x", subnet])`, `[<subnet> x]`},
		{`distinct([subnet, other])`, `[<subnet> <other>]`},
		{`distinct([unknown, "x"])`, `?!hole`},
		{`distinct(["${unknown}-a", "${unknown}-b"])`, `[<unknown>-a <unknown>-b]`},
		{`distinct([unknown, unknown])`, `?!hole`},
		{`setunion([subnet], [other, subnet])`, `[<subnet> <other>]`},
		{`setsubtract([subnet, "x"], [subnet])`, `?!hole`},
		{`setsubtract([role, "x"], ["x"])`, `[<role>]`},
		{`setintersection([role], [role, "y"])`, `[<role>]`},
		{`contains([subnet, "x"], subnet)`, `true`},
		{`contains([subnet], "x")`, `?!hole`},
		{`contains([subnet], "")`, `false`},
		{`contains([role], "*")`, `false`},
		{`contains(["x", unknown], "x")`, `true`},
		{`contains([{a = subnet}], {a = subnet})`, `true`},
		{`index(["x", subnet], subnet)`, `?!hole`},
		{`index(["", subnet], subnet)`, `1`},
		{`matchkeys(["a", "b"], ["", subnet], [subnet])`, `[b]`},
		{`length([subnet, other])`, `2`},
		{`length(subnet)`, `?!hole`},
		{`tostring(subnet)`, `<subnet>`},
		{`one([subnet])`, `<subnet>`},
		{`sensitive(subnet)`, `<subnet>`},
		{`base64decode(base64encode("ECS_CLUSTER=${subnet}"))`, `ECS_CLUSTER=<subnet>`},
		{`base64encode(subnet)`, `<base64encode of a text with aws_subnet.a.id>`},
		{`base64decode("x${subnet}")`, `?!hole`},
		{`templatestring("a $${x} ${subnet}", {x = unknown})`, `a <unknown> <subnet>`},
		{`provider::aws::arn_build("aws", "iam", "", account, "x")`, `arn:aws:iam::<account>:x`},
	})
}

func TestLookingIntoTokens(t *testing.T) {
	w := newWorld()
	w.check(t, [][2]string{
		{`split("/", url)`, `[<account>.dkr.ecr.<region>.amazonaws.com team app]`},
		{`split("-", url)`, `?!hole`},
		{`split(",", "${subnet},${other}")`, `[<subnet> <other>]`},
		{`split(",", "${unknown},x")`, `?!hole`},
		{`split(".", url)[0]`, `<account>`},
		{`element(split("/", "${unknown}"), 0)`, `?!hole`},
		{`regex("^([0-9]+)\\.dkr", url)`, `[<account>]`},
		{`regex("([^/]+)$", url)`, `[app]`},
		{`regex("^(.*):(.*)$", "${unknown}:latest")`, `[<unknown> latest]`},
		{`regex("^([^:]+):", "${unknown}:latest")`, `?!hole`},
		{`regex("-([a-z]+)-", region)`, `?!hole`},
		{`regexall("[a-z]+", subnet)`, `?!hole`},
		{`length(regexall("!", subnet))`, `0`},
		{`regexall("prod", unknown)`, `?!hole`},
		{`replace(url, "team/", "")`, `<account>.dkr.ecr.<region>.amazonaws.com/app`},
		{`replace(url, "https://", "")`, `<account>.dkr.ecr.<region>.amazonaws.com/team/app`},
		{`replace("${unknown}_app", "_", "-")`, `<replace _ by - in (var.name)>-app`},
		{`replace("${unknown}_a_b", "_a", "-")`, `<replace _a by - in (var.name)>-_b`},
		{`replace("${unknown}_a_b", "__a", "-")`, `?!hole`},
		{`replace("a-b", "-", subnet)`, `a<subnet>b`},
		{`replace(url, "/\\/.*$/", "")`, `<account>.dkr.ecr.<region>.amazonaws.com`},
		{`replace(subnet, "/[^a-z]/", "")`, `?!hole`},
		{`replace(task, "/:\\d+$/", "")`, `arn:aws:ecs:<region>:<account>:task-definition/t`},
		{`replace(task, "/:\\d+$/", ":*")`, `arn:aws:ecs:<region>:<account>:task-definition/t:*`},
		{`replace(task, "/:\\d$/", "")`, `?!hole`},
		{`regex("(\\d+)$", task)`, `[<revision>]`},
		{`trimprefix("arn:${subnet}", "arn:")`, `<subnet>`},
		{`trimprefix(unknown, "arn:")`, `?!hole`},
		{`trimsuffix("${unknown}/", "/")`, `<unknown>`},
		{`trimspace("  ${subnet}\n")`, `<subnet>`},
		{`trimspace("${unknown}x ")`, `?!hole`},
		{`trimspace("x${unknown}x ")`, `x<unknown>x`},
		{`chomp("${subnet}\n")`, `<subnet>`},
		{`substr("prod-${unknown}", 0, 4)`, `prod`},
		{`substr(subnet, 0, 4)`, `?!hole`},
		{`substr(account, 0, 12)`, `<account>`},
		{`startswith("arn:${unknown}", "arn:")`, `true`},
		{`startswith("x${unknown}", "arn:")`, `false`},
		{`startswith(unknown, "arn:")`, `?!hole`},
		{`startswith(account, "a")`, `false`},
		{`endswith("${unknown}.fifo", ".fifo")`, `true`},
		{`endswith("a${unknown}", "z")`, `?!hole`},
		{`strcontains("a-${unknown}", "a-")`, `true`},
		{`strcontains(subnet, "-")`, `?!hole`},
		{`strcontains(subnet, " ")`, `false`},
		{`lower("${unknown}-API")`, `<lower(var.name)>-api`},
		{`upper("${account}-a")`, `<account>-A`},
		{`lower("${region}-A")`, `<region>-a`},
		{`title("${unknown} x")`, `?!hole`},
		{`basename(url)`, `app`},
		{`dirname("a/${subnet}")`, `?!hole`},
		{`indent(2, "a\n${subnet}")`, "a\n  <subnet>"},
		{`sort(["b${unknown}", "a"])`, `[a b<unknown>]`},
		{`sort([subnet, other])`, `?!hole`},
		{`csvdecode("a,b\n${subnet},1\n")`, `[[a=<subnet> b=1]]`},
		{`csvdecode("a,b\n${unknown},1\n")`, `?!hole`},
		{`strrev(subnet)`, `?!hole`},
		{`urlencode("a b${account}")`, `a+b<account>`},
		{`provider::aws::arn_parse("arn:aws:ecs:${region}:${account}:x").account_id`, `<account>`},
		{
			`provider::aws::trim_iam_role_path("arn:aws:iam::${account}:role/a/b")`,
			`arn:aws:iam::<account>:role/b`,
		},
	})
}

func TestDecodedTokens(t *testing.T) {
	w := newWorld()
	w.check(t, [][2]string{
		{
			`jsondecode("{\"a\": \"x${unknown}\", \"b\": ${unknown}, \"c\": [1, ${another}]}")`,
			`[a=x<unknown> b=?!hole c=[1 ?!hole]]`,
		},
		{`jsondecode(jsonencode({a = subnet})).a`, `<subnet>`},
		{`jsondecode(unknown)`, `?!hole`},
		{`jsondecode("[1${unknown}]")`, `?!hole`},
		{`jsondecode("{${unknown}}")`, `?!hole`},
		{`jsondecode("{${unknown}: 1}")`, `?!hole`},
		{
			`yamldecode("a: ${subnet}\nb: ${unknown}\nc: x-${unknown}")`,
			`[a=<subnet> b=?!hole c=x-<unknown>]`,
		},
		{`yamldecode("a: 1\n${unknown}")`, `?!hole`},
		{`yamldecode(yamlencode({a = [subnet]})).a`, `[<subnet>]`},
	})
	_, err := eval(t, `jsondecode("[${"$"}{subnet}"`+`)`, w.env, w.vars)
	assert.Error(t, err, "an array without an end is no JSON whatever the token is")
}

func TestMarksStayWithTheirElement(t *testing.T) {
	w := newWorld()
	w.check(t, [][2]string{
		{`merge({a = hole}, {b = "x"})`, `[a=?!hole b=x]`},
		{`merge({a = hole}, anything)`, `?!hole`},
		{`concat(["a"], [hole])`, `[a ?!hole]`},
		{`concat(["a"], holes)`, `?!hole`},
		{`flatten([["a"], [hole, maybe]])`, `[a ?!hole x!maybe]`},
		{`flatten([["a"], holes])`, `?!hole`},
		{`lookup({a = hole, b = "x"}, "b", "y")`, `x`},
		{`lookup({a = hole, b = "x"}, "a", "y")`, `?!hole`},
		{`lookup({a = hole}, "c", "y")`, `y`},
		{`lookup({a = "x"}, hole, "y")`, `?!hole`},
		{`lookup(anything, "a", "y")`, `?!hole`},
		{`element(["a", hole], 0)`, `a`},
		{`element(["a", hole], 1)`, `?!hole`},
		{`element(holes, 1)`, `?!hole`},
		{`values({a = hole, b = "x"})`, `[?!hole x]`},
		{`keys({a = hole})`, `[a]`},
		{`zipmap(["a", "b"], [hole, "x"])`, `[a=?!hole b=x]`},
		{`zipmap(["a"], holes)`, `?!hole`},
		{`slice(["a", hole, "b"], 1, 3)`, `[?!hole b]`},
		{`slice(holes, 0, 1)`, `?!hole`},
		{`reverse([hole, "a"])`, `[a ?!hole]`},
		{`chunklist(["a", hole], 1)`, `[[a] [?!hole]]`},
		{`setproduct(["a"], ["b", hole])`, `[[a b] [a ?!hole]]`},
		{`coalesce("a", hole)`, `a`},
		{`coalesce(hole, "a")`, `?!hole`},
		{`coalescelist([hole], ["a"])`, `[?!hole]`},
		{`coalescelist(holes, ["a"])`, `?!hole`},
		{`contains(["a", hole], "a")`, `true`},
		{`contains(["b", hole], "a")`, `?!hole`},
		{`contains(["b", "c"], hole)`, `?!hole`},
		{`distinct([hole, "a"])`, `?!hole`},
		{`index(["a", hole], "a")`, `0`},
		{`index([hole, "a"], "a")`, `?!hole`},
		{`length(["a", hole])`, `2`},
		{`length(holes)`, `?!hole`},
		{`length([maybe])`, `?!maybe`},
		{`one([hole])`, `?!hole`},
		{`one(holes)`, `?!hole`},
		{`one([maybe])`, `?!maybe`},
		{`formatlist("%s-x", ["a", hole])`, `[a-x ?!hole]`},
		{`formatlist("%s-x", holes)`, `?!hole`},
		{`tolist(["a", hole])`, `[a ?!hole]`},
		{`tomap({a = hole, b = "x"})`, `[a=?!hole b=x]`},
		{`tostring(hole)`, `?!hole`},
		{`matchkeys(["a", hole], ["x", "y"], ["y"])`, `[?!hole]`},
		{`alltrue([false, hole == "x"])`, `false`},
		{`anytrue([hole == "x", false])`, `?!hole`},
		{`templatestring("$${a}", {a = "x", b = hole})`, `x`},
		{`templatestring("$${b}", {a = "x", b = hole})`, `?!hole`},
		{`templatestring("$${b}", anything)`, `?!hole`},
		{`jsonencode({a = hole})`, `?!hole`},
		{`format("%s", hole)`, `?!hole`},
		{`regex("a", hole)`, `?!hole`},
		{`timestamp()`, `?!hole`},
		{`uuid()`, `?!hole`},
		{`bcrypt("x")`, `?!hole`},
		{`abspath("x")`, `?!hole`},
		{`pathexpand("~/x")`, `?!hole`},
		{`issensitive(subnet)`, `?!hole`},
	})
}

// TestUnknownResultsSayWhy replays the golden expressions with a marked unknown: whatever is
// unknown in the result has to lead back to it.
func TestUnknownResultsSayWhy(t *testing.T) {
	w := newWorld()
	w.vars["terraform_data"] = cty.ObjectVal(map[string]cty.Value{
		"u": cty.ObjectVal(map[string]cty.Value{"id": w.vars["hole"], "output": w.vars["anything"]}),
	})
	checked := 0
	for _, entry := range goldens(t) {
		if !strings.Contains(entry.Expr, "terraform_data") || entry.Want == wantsError {
			continue
		}
		v, err := eval(t, entry.Expr, w.env, w.vars)
		require.NoError(t, err, entry.Expr)
		assertMarked(t, v, entry.Expr)
		checked++
	}
	assert.Greater(t, checked, 50)
}

// assertMarked checks that every unknown inside is marked itself or inside something marked.
func assertMarked(t *testing.T, v cty.Value, expr string) {
	t.Helper()
	bare, marks := v.Unmark()
	switch {
	case len(marks) > 0:
	case !bare.IsKnown():
		t.Errorf("%s is unknown and does not say why", expr)
	case !bare.IsNull() && bare.CanIterateElements():
		for it := bare.ElementIterator(); it.Next(); {
			_, element := it.Element()
			assertMarked(t, element, expr)
		}
	}
}
