package funcs

import (
	"maps"
	"strings"

	yaml "github.com/zclconf/go-cty-yaml"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// Table returns every function by name. The functions of the language are there twice, as NAME
// and core::NAME; those of the aws provider are provider::aws::NAME.
func Table(env Env) map[string]Function {
	table := maps.Clone(static)
	for name, f := range bound(env) {
		add(table, name, f)
	}
	return table
}

func add(table map[string]Function, name string, f Function) {
	table[name] = f
	if !strings.HasPrefix(name, "provider::") {
		table["core::"+name] = f
	}
}

// static holds the functions that need nothing from outside.
var static = func() map[string]Function {
	table := map[string]Function{}
	for _, group := range []struct {
		text  Text
		funcs map[string]function.Function
	}{{Decides, deciding}, {Carries, carrying}} {
		for name, f := range group.funcs {
			add(table, name, Function{Function: f, Text: group.text})
		}
	}
	return table
}()

var deciding = map[string]function.Function{
	"abs":              stdlib.AbsoluteFunc,
	"alltrue":          allTrue,
	"anytrue":          anyTrue,
	"base64sha256":     hash(sha256Base64),
	"base64sha512":     hash(sha512Base64),
	"ceil":             stdlib.CeilFunc,
	"cidrhost":         cidrHost,
	"cidrnetmask":      cidrNetmask,
	"cidrsubnet":       cidrSubnet,
	"cidrsubnets":      cidrSubnets,
	"floor":            stdlib.FloorFunc,
	"formatdate":       stdlib.FormatDateFunc,
	"issensitive":      isSensitive,
	"log":              stdlib.LogFunc,
	"max":              stdlib.MaxFunc,
	"md5":              hash(md5Hex),
	"min":              stdlib.MinFunc,
	"parseint":         stdlib.ParseIntFunc,
	"pathexpand":       pathExpand,
	"pow":              stdlib.PowFunc,
	"range":            stdlib.RangeFunc,
	"rsadecrypt":       rsaDecrypt,
	"sha1":             hash(sha1Hex),
	"sha256":           hash(sha256Hex),
	"sha512":           hash(sha512Hex),
	"signum":           stdlib.SignumFunc,
	"sum":              sum,
	"textdecodebase64": textDecodeBase64,
	"textencodebase64": textEncodeBase64,
	"timeadd":          stdlib.TimeAddFunc,
	"timecmp":          timeCompare,
	"tobool":           toType(cty.Bool),
	"tonumber":         toType(cty.Number),
	"transpose":        transpose,
	"uuidv5":           uuidV5,
}

var carrying = map[string]function.Function{
	"can":             can,
	"chunklist":       marked(stdlib.ChunklistFunc),
	"coalescelist":    coalesceList,
	"concat":          marked(stdlib.ConcatFunc),
	"element":         marked(stdlib.ElementFunc),
	"ephemeralasnull": unchanged("value"),
	"flatten":         marked(stdlib.FlattenFunc),
	"join":            stdlib.JoinFunc,
	"jsonencode":      stdlib.JSONEncodeFunc,
	"keys":            marked(stdlib.KeysFunc),
	"length":          length,
	"merge":           marked(stdlib.MergeFunc),
	"nonsensitive":    unchanged("value"),
	"one":             one,
	"reverse":         marked(stdlib.ReverseListFunc),
	"sensitive":       unchanged("value"),
	"setproduct":      marked(stdlib.SetProductFunc),
	"slice":           marked(stdlib.SliceFunc),
	"tolist":          toType(cty.List(cty.DynamicPseudoType)),
	"tomap":           toType(cty.Map(cty.DynamicPseudoType)),
	"tostring":        toType(cty.String),
	"try":             try,
	"values":          marked(stdlib.ValuesFunc),
	"yamlencode":      yaml.YAMLEncodeFunc,
	"zipmap":          marked(stdlib.ZipmapFunc),

	"provider::aws::arn_build":  arnBuild,
	"provider::aws::user_agent": userAgent,
}

// bound returns the functions that read files or origins.
func bound(env Env) map[string]Function {
	table := make(map[string]Function, 80)
	for name, f := range boundCarrying(env) {
		table[name] = Function{Function: f, Text: Carries}
	}
	for name, f := range boundFiles(env) {
		table[name] = Function{Function: f, Text: Decides}
	}
	for name, f := range boundLooking(env) {
		table[name] = Function{Function: f, Text: Looks}
	}
	return table
}

func boundCarrying(env Env) map[string]function.Function {
	return map[string]function.Function{
		"base64decode":    base64Decode(env),
		"base64encode":    encoded(env, "base64encode", toBase64),
		"base64gzip":      encoded(env, "base64gzip", toGzip),
		"coalesce":        coalesce(env),
		"compact":         compact(env),
		"contains":        contains(env),
		"distinct":        distinct(env),
		"format":          format(env),
		"formatlist":      formatList(env),
		"index":           index(env),
		"jsondecode":      jsonDecode(env),
		"lookup":          lookup(env),
		"matchkeys":       matchKeys(env),
		"setintersection": setOperation(stdlib.SetIntersectionFunc, env, true),
		"setsubtract":     setOperation(stdlib.SetSubtractFunc, env, true),
		"setunion":        setOperation(stdlib.SetUnionFunc, env, false),
		"templatefile":    templateFile(env),
		"templatestring":  templateString(env),
		"toset":           toSet(env),
		"yamldecode":      yamlDecode(env),
	}
}

func boundFiles(env Env) map[string]function.Function {
	return map[string]function.Function{
		"abspath":          absPath(env),
		"bcrypt":           volatile(env, "bcrypt", bcryptSpec),
		"file":             file(env),
		"filebase64":       fileDigest(env, bytesToBase64),
		"filebase64sha256": fileDigest(env, sha256Base64),
		"filebase64sha512": fileDigest(env, sha512Base64),
		"fileexists":       fileExists(env),
		"filemd5":          fileDigest(env, md5Hex),
		"fileset":          fileSet(env),
		"filesha1":         fileDigest(env, sha1Hex),
		"filesha256":       fileDigest(env, sha256Hex),
		"filesha512":       fileDigest(env, sha512Hex),
		"plantimestamp":    volatile(env, "plantimestamp", function.Spec{}),
		"timestamp":        volatile(env, "timestamp", function.Spec{}),
		"uuid":             volatile(env, "uuid", function.Spec{}),
	}
}

var bcryptSpec = function.Spec{
	Params:   []function.Parameter{stringParameter("str")},
	VarParam: &function.Parameter{Name: "cost", Type: cty.Number},
}

func boundLooking(env Env) map[string]function.Function {
	return map[string]function.Function{
		"basename":    looking(baseName, env, nil),
		"chomp":       looking(stdlib.ChompFunc, env, spaces),
		"csvdecode":   looking(stdlib.CSVDecodeFunc, env, lines),
		"dirname":     looking(dirName, env, nil),
		"endswith":    looking(endsWith, env, affixes(1)),
		"indent":      looking(stdlib.IndentFunc, env, nil),
		"lower":       byPart(env, "lower", stdlib.LowerFunc),
		"regex":       looking(stdlib.RegexFunc, env, patterns(0)),
		"regexall":    looking(stdlib.RegexAllFunc, env, patterns(0)),
		"replace":     replace(env),
		"sort":        looking(stdlib.SortFunc, env, nil),
		"split":       looking(stdlib.SplitFunc, env, affixes(0)),
		"startswith":  looking(startsWith, env, affixes(1)),
		"strcontains": looking(strContains, env, affixes(1)),
		"strrev":      looking(stdlib.ReverseFunc, env, nil),
		"substr":      looking(stdlib.SubstrFunc, env, nil),
		"title":       looking(stdlib.TitleFunc, env, nil),
		"trim":        looking(stdlib.TrimFunc, env, affixes(1)),
		"trimprefix":  looking(stdlib.TrimPrefixFunc, env, affixes(1)),
		"trimspace":   looking(stdlib.TrimSpaceFunc, env, spaces),
		"trimsuffix":  looking(stdlib.TrimSuffixFunc, env, affixes(1)),
		"upper":       byPart(env, "upper", stdlib.UpperFunc),
		"urlencode":   looking(urlEncode, env, nil),

		"provider::aws::arn_parse":          looking(arnParse, env, nil),
		"provider::aws::trim_iam_role_path": looking(trimRolePath, env, nil),
	}
}
