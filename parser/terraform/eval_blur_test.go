package terraform

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// blurred are expressions over variables of every type, and over references.
var blurred = strings.Split(strings.TrimSpace(`
var.s
"x-${var.s}-y"
var.s == "a"
var.s != "a" ? "one" : "two"
var.s == null ? "none" : "x${1}"
var.s != "" && var.b
var.b || var.s == "a"
!var.b
var.n + 1
var.n > 2 ? [1] : [1, 2]
var.n > 2 ? ["a", "b"] : ["a", "c"]
-var.n
"${var.n}%"
[for x in var.l : upper(x)]
[for x in ["a", "b"] : x if x != var.s]
{for k, v in var.m : k => "${v}!"}
{for x in ["a", "b"] : x => var.s}
{(var.s) = 1, b = 2}
{(var.s) = 1, b = 2}["b"]
lookup({ a = 1 }, var.s, 5)
lookup(var.m, "a", "none")
{ a = 1, b = 1 }[var.s]
["x", "y", "z"][var.n]
["x", "x", "x", "x"][var.n]
var.l[0]
try(var.l[7], "short")
try(var.o.deep.x, "none")
can(var.l[7])
can(var.o.a)
length(var.l)
length([var.s, var.s])
length(toset([var.s, "a"]))
length({ (var.s) = 1, b = 2 })
contains(["a", "b"], var.s)
contains(var.l, "a")
contains(["a", var.s], "a")
concat(["a"], var.l)
concat(["a"], [var.s])
merge({ a = 1, b = 2 }, var.m)
merge({ a = 1 }, { b = var.s })
merge(var.m, { a = "z" })["a"]
keys(var.m)
keys({ a = var.s })
values({ a = var.s, b = "x" })
flatten([["a"], var.l])
flatten([[var.s], ["b"]])
distinct(["a", var.s, "a"])
compact(["a", var.s, ""])
compact([var.s])
coalesce(var.s, "x")
coalesce("x", var.s)
coalescelist(var.l, ["x"])
join(",", ["a", var.s])
join(",", var.l)
join(var.s, ["a", "b"])
split("-", "a-${var.s}")
split("/", "a/${aws_vpc.r.id}/c")
format("%s:%d", var.s, var.n)
format("%s", aws_vpc.r.id)
formatlist("%s-x", ["a", var.s])
replace("a-${var.s}", "a", "b")
replace(var.s, "a", "b")
upper(var.s)
lower("A${var.s}")
title("a ${var.s}")
trimprefix("a-${var.s}", "a-")
trimsuffix("${var.s}-a", "-a")
trimspace(" ${var.s} ")
startswith("ab${var.s}", "ab")
startswith("${var.s}ab", "ab")
endswith("${var.s}ab", "ab")
strcontains("x${var.s}", "x")
strcontains("x${var.s}", "a")
substr("abc${var.s}", 0, 2)
substr("${var.s}abc", 0, 2)
regex("^a", "a${var.s}")
regexall("[a-z]", "A${var.s}")
jsonencode({ a = var.s, n = var.n, l = var.l, x = "y" })
jsondecode("{\"a\": \"${var.s}\", \"b\": 2}").b
yamlencode({ a = var.s })
base64encode("a${var.s}")
base64decode(base64encode("a${var.s}"))
md5(var.s)
toset(["b", var.s, "a"])
tolist(toset(["b", var.s, "a"]))
sort(["b", var.s, "a"])
reverse(["b", var.s])
element(["a", "b"], var.n)
element([var.s, "b"], 1)
slice(["a", var.s, "c"], 0, 1)
chunklist(["a", var.s, "c"], 2)
zipmap(["a", "b"], [var.s, "x"])
zipmap(["a", var.s], ["x", "y"])
one([var.s])
one(var.b ? ["x"] : [])
setunion(["a"], [var.s])
setintersection(["a", "b"], [var.s])
setsubtract(["a", "b"], [var.s])
setproduct(["a"], [var.s, "b"])
matchkeys(["x", "y"], ["a", "b"], [var.s])
index(["a", "b"], var.s)
max(1, var.n)
min(var.n, 100)
sum([1, var.n])
range(var.n)
tostring(var.n)
tonumber("1${var.n}")
tobool(var.b)
cidrsubnet("10.0.0.0/16", 8, var.n)
cidrhost("10.0.${var.n}.0/24", 1)
alltrue([true, var.b])
anytrue([true, var.b])
alltrue([false, var.b])
var.o
var.o.a
var.o.a == var.o.a
var.o == { a = "a", b = 1 }
[var.s, "x"] == ["a", "y"]
{ a = var.s } == { b = 1 }
[var.s] == ["a", "b"]
"a${var.s}" == "b"
"${var.s}a" == "${var.s}b"
"${var.s}" == "${var.s}"
aws_vpc.r.id == var.s
aws_vpc.r.cidr_block == "10.0.0.0/16"
aws_vpc.r[*].id
var.l[*]
var.s[*]
var.b ? { a = 1, b = 2 } : { a = 1, b = 3 }
var.b ? null : "x"
var.b ? var.l : []
var.b ? "x" : 5
(var.b ? ["a"] : ["a", "b"])[0]
[for i, x in ["a", "b"] : i if var.n > i]
{for x in ["a", var.s] : x => x...}
%{ if var.b }x%{ else }y%{ endif }
"%{ if var.b }x%{ else }y%{ endif }z"
"%{ for x in var.l }${x},%{ endfor }"
templatestring("$${a}-$${b}", { a = var.s, b = "y" })
nonsensitive(sensitive("x${var.s}"))
`), "\n")

// knowns are sets of values that the variables may turn out to have.
var knowns = []map[string]string{
	{
		"s": "a", "n": "1", "b": "true", "l": `["a", "b"]`, "m": `{ a = "1" }`,
		"o": `{ a = "a", b = 1 }`,
	},
	{
		"s": "b", "n": "3", "b": "false", "l": `[]`, "m": `{}`,
		"o": `{ a = null, b = 2 }`,
	},
	{
		"s": "", "n": "0", "b": "true", "l": `["", "a", "a"]`, "m": `{ b = "", x = "y" }`,
		"o": `{ a = "", b = 0 }`,
	},
	{
		"s": "A b-a", "n": "2.5", "b": "false", "l": `["x"]`, "m": `{ a = "z" }`,
		"o": `{ a = "b", b = 1 }`,
	},
}

func blurConfig(exprs []string) string {
	text := `
variable "s" { type = string }
variable "n" { type = number }
variable "b" { type = bool }
variable "l" { type = list(string) }
variable "m" { type = map(string) }
variable "o" { type = object({ a = string, b = number }) }
resource "aws_vpc" "r" { cidr_block = "10.0.0.0/16" }
resource "other_thing" "x" {
`
	for i, expr := range exprs {
		text += fmt.Sprintf("  e%d = %s\n", i, expr)
	}
	return text + "}\n"
}

// TestBlur: whatever is known while the variables are not, stays true whatever they turn out to be.
func TestBlur(t *testing.T) {
	t.Parallel()
	var exprs []string
	for _, expr := range blurred {
		if !strings.HasPrefix(expr, "%{") {
			exprs = append(exprs, expr)
		}
	}
	blurry := evaluate(t, main(blurConfig(exprs)))
	require.Empty(t, blurry.summaries())
	for i, values := range knowns {
		sharp := evaluate(t, main(blurConfig(exprs)), func(o *Options) {
			for _, name := range sortedKeys(values) {
				o.Vars = append(o.Vars, Assignment{Name: name, Value: values[name]})
			}
		})
		failed := map[string]bool{}
		for _, d := range sharp.diags {
			if d.Subject != nil {
				failed[strings.TrimSpace(strings.Split(blurConfig(exprs), "\n")[d.Subject.Start.Line-1])] = true
			}
		}
		for n, expr := range exprs {
			attr := fmt.Sprintf("e%d", n)
			if failed[attr+" = "+expr] {
				continue
			}
			before, after := blurry.value("other_thing.x", attr), sharp.value("other_thing.x", attr)
			assert.True(t, covers(before, after), "values %d: %s is %s, and was said to be %s",
				i, expr, asJSON(after), asJSON(before))
		}
	}
}

func asJSON(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(raw)
}

// covers reports whether a value with holes may be the value.
func covers(blurry, sharp any) bool {
	object, isObject := blurry.(map[string]any)
	switch {
	case blurry == nil || sharp == nil:
		return blurry == sharp || isObject && object["$unknown"] != nil
	case isObject && object["$unknown"] != nil:
		return true
	case isObject && object["$parts"] != nil:
		return regexp.MustCompile("(?s)^" + pattern(object["$parts"]) + "$").MatchString(flat(sharp))
	case isObject:
		return coversObject(object, sharp)
	}
	list, isList := blurry.([]any)
	other, isOther := sharp.([]any)
	if isList && isOther {
		if len(list) != len(other) {
			return false
		}
		for i := range list {
			if !covers(list[i], other[i]) {
				return false
			}
		}
		return true
	}
	return asJSON(blurry) == asJSON(sharp)
}

func coversObject(object map[string]any, sharp any) bool {
	other, ok := sharp.(map[string]any)
	if !ok {
		return false
	}
	for key, value := range object {
		if strings.HasPrefix(key, "{var.") { // a key that is not known
			return true
		}
		if v, ok := other[key]; value != nil && (!ok || !covers(value, v)) {
			return false
		}
	}
	return len(object) >= len(other)
}

// pattern makes a regular expression of parts; flat writes parts as it matches them.
func pattern(parts any) string {
	var b strings.Builder
	for _, part := range parts.([]any) {
		switch part := part.(type) {
		case string:
			b.WriteString(regexp.QuoteMeta(part))
		case map[string]any:
			if part["$ref"] != nil {
				b.WriteString(regexp.QuoteMeta(asJSON(part)))
			} else {
				b.WriteString(`"?.*"?`)
			}
		}
	}
	return strings.ReplaceAll(b.String(), `""?.*"?"`, `"?.*"?`)
}

func flat(v any) string {
	object, ok := v.(map[string]any)
	if !ok {
		return fmt.Sprint(v)
	}
	if parts, ok := object["$parts"].([]any); ok {
		text := ""
		for _, part := range parts {
			text += flat(part)
		}
		return text
	}
	return asJSON(v)
}
