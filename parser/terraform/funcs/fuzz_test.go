package funcs_test

import (
	"testing"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/parser/terraform/funcs"
	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"
)

// noPanic calls a function and fails where it panicked: cty makes errors of panics.
func noPanic(
	t *testing.T, table map[string]funcs.Function, name string, args ...cty.Value,
) {
	t.Helper()
	if _, err := table[name].Call(args); err != nil {
		require.NotContains(t, err.Error(), "panic in function implementation")
	}
}

// holed puts a token into a text in place of each number sign.
func holed(s, token string) cty.Value {
	runes := ""
	for _, r := range s {
		if r == '#' {
			runes += token
		} else {
			runes += string(r)
		}
	}
	return cty.StringVal(runes)
}

func FuzzCIDR(f *testing.F) {
	f.Add("10.0.0.0/16", int64(8), int64(3))
	f.Add("fd00::/8", int64(33), int64(-1))
	f.Add("010.00.0.0/0", int64(-9), int64(1)<<40)
	table := funcs.Table(funcs.Env{})
	f.Fuzz(func(t *testing.T, prefix string, bits, number int64) {
		p, b, n := cty.StringVal(prefix), cty.NumberIntVal(bits), cty.NumberIntVal(number)
		noPanic(t, table, "cidrsubnet", p, b, n)
		noPanic(t, table, "cidrsubnets", p, b, b)
		noPanic(t, table, "cidrhost", p, n)
		noPanic(t, table, "cidrnetmask", p)
	})
}

func FuzzDecode(f *testing.F) {
	f.Add(`{"a": #, "b": "x#"}`)
	f.Add(`[1#, "\"#`)
	f.Add("a: #\nb: [#, x]\n- #")
	f.Add("a,b\n#,1\n")
	o := parser.NewOrigins()
	token := o.Token(parser.Origin{What: "var.x"})
	table := funcs.Table(funcs.Env{Origins: o})
	f.Fuzz(func(t *testing.T, s string) {
		for _, name := range []string{"jsondecode", "yamldecode", "csvdecode"} {
			noPanic(t, table, name, holed(s, token))
		}
	})
}

func FuzzFormat(f *testing.F) {
	f.Add("%s-%05d %[1]q%%", "x#")
	f.Add("%[99999999999999999999]s", "#")
	f.Add("%-10.3s|%", "#")
	o := parser.NewOrigins()
	token := o.Token(parser.Origin{What: "var.x"})
	table := funcs.Table(funcs.Env{Origins: o})
	f.Fuzz(func(t *testing.T, spec, arg string) {
		noPanic(t, table, "format", cty.StringVal(spec), holed(arg, token))
		list := cty.TupleVal([]cty.Value{holed(arg, token), cty.NumberIntVal(1)})
		noPanic(t, table, "formatlist", cty.StringVal(spec), list)
	})
}

func FuzzRegex(f *testing.F) {
	f.Add("^([a-z]+)(b)?$", "a#b")
	f.Add("((a*)*)*x{2,9}[^/]|.", "#/#")
	f.Add("/(.)/", "#")
	o := parser.NewOrigins()
	token := o.Token(parser.Origin{Kind: parser.Reference, Address: "aws_vpc.v", Attr: "id"})
	table := funcs.Table(funcs.Env{Origins: o})
	f.Fuzz(func(t *testing.T, pattern, s string) {
		if len(pattern)+len(s) > 100 {
			return
		}
		noPanic(t, table, "regex", cty.StringVal(pattern), holed(s, token))
		noPanic(t, table, "regexall", cty.StringVal(pattern), holed(s, token))
		noPanic(t, table, "replace", holed(s, token), cty.StringVal(pattern), cty.StringVal("$1"))
		noPanic(t, table, "split", cty.StringVal(pattern), holed(s, token))
	})
}

func FuzzTemplate(f *testing.F) {
	f.Add("${x}%{ for y in [x] }#${y}%{ endfor }", "#")
	f.Add("%{ if x", "a")
	o := parser.NewOrigins()
	token := o.Token(parser.Origin{What: "var.x"})
	table := funcs.Table(env(o))
	f.Fuzz(func(t *testing.T, source, x string) {
		vars := cty.ObjectVal(map[string]cty.Value{"x": holed(x, token)})
		noPanic(t, table, "templatestring", holed(source, token), vars)
	})
}
