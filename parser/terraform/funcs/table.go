package funcs

import (
	"maps"
	"slices"
	"strings"

	yaml "github.com/zclconf/go-cty-yaml"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// Table returns every function by name. The functions of the language are there twice, as NAME
// and core::NAME; those of the aws provider are provider::aws::NAME.
func Table(env Env) map[string]Function {
	table := make(map[string]Function, len(static)+2*len(bound))
	maps.Copy(table, static)
	for _, m := range bound {
		f := Function{Function: m.make(env), Text: m.text}
		table[m.name] = f
		if m.core != "" {
			table[m.core] = f
		}
	}
	return table
}

// static holds the functions that need nothing from outside.
var static = func() map[string]Function {
	table := map[string]Function{}
	for _, group := range []struct {
		text  Text
		funcs map[string]function.Function
	}{{Decides, deciding}, {Carries, carrying}} {
		for name, f := range group.funcs {
			table[name] = Function{Function: f, Text: group.text}
			if !strings.HasPrefix(name, "provider::") {
				table["core::"+name] = table[name]
			}
		}
	}
	return table
}()

var deciding = map[string]function.Function{
	"abs":              marked(stdlib.AbsoluteFunc),
	"alltrue":          allTrue,
	"anytrue":          anyTrue,
	"base64sha256":     hash(sha256Base64),
	"base64sha512":     hash(sha512Base64),
	"ceil":             marked(stdlib.CeilFunc),
	"cidrhost":         cidrHost,
	"cidrnetmask":      cidrNetmask,
	"cidrsubnet":       cidrSubnet,
	"cidrsubnets":      cidrSubnets,
	"floor":            marked(stdlib.FloorFunc),
	"formatdate":       marked(stdlib.FormatDateFunc),
	"log":              marked(stdlib.LogFunc),
	"max":              marked(stdlib.MaxFunc),
	"md5":              hash(md5Hex),
	"min":              marked(stdlib.MinFunc),
	"parseint":         marked(stdlib.ParseIntFunc),
	"pow":              marked(stdlib.PowFunc),
	"range":            marked(stdlib.RangeFunc),
	"sha1":             hash(sha1Hex),
	"sha256":           hash(sha256Hex),
	"sha512":           hash(sha512Hex),
	"signum":           marked(stdlib.SignumFunc),
	"sum":              sum,
	"textdecodebase64": textDecodeBase64,
	"textencodebase64": textEncodeBase64,
	"timeadd":          marked(stdlib.TimeAddFunc),
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
	"join":            marked(stdlib.JoinFunc),
	"jsonencode":      marked(stdlib.JSONEncodeFunc),
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
	"yamlencode":      marked(yaml.YAMLEncodeFunc),
	"zipmap":          marked(stdlib.ZipmapFunc),

	"provider::aws::arn_build":  arnBuild,
	"provider::aws::user_agent": userAgent,
}

// A maker makes a function that reads files or origins.
type maker struct {
	name, core string
	text       Text
	make       func(env Env) function.Function
}

// bound holds the functions that read files or origins, sorted by name.
var bound = func() []maker {
	var makers []maker
	for _, group := range []struct {
		text  Text
		makes map[string]func(env Env) function.Function
	}{{Carries, boundCarrying}, {Decides, boundDeciding}, {Looks, boundLooking}} {
		for name, f := range group.makes {
			m := maker{name: name, text: group.text, make: f}
			if !strings.HasPrefix(name, "provider::") {
				m.core = "core::" + name
			}
			makers = append(makers, m)
		}
	}
	slices.SortFunc(makers, func(a, b maker) int { return strings.Compare(a.name, b.name) })
	return makers
}()

var boundCarrying = map[string]func(env Env) function.Function{
	"base64decode":    base64Decode,
	"base64encode":    encoded("base64encode", toBase64),
	"base64gzip":      encoded("base64gzip", toGzip),
	"coalesce":        coalesce,
	"compact":         compact,
	"contains":        contains,
	"distinct":        distinct,
	"format":          format,
	"formatlist":      formatList,
	"index":           index,
	"jsondecode":      jsonDecode,
	"lookup":          lookup,
	"matchkeys":       matchKeys,
	"setintersection": setOperation(stdlib.SetIntersectionFunc, true),
	"setsubtract":     setOperation(stdlib.SetSubtractFunc, true),
	"setunion":        setOperation(stdlib.SetUnionFunc, false),
	"templatefile":    templateFile,
	"templatestring":  templateString,
	"toset":           toSet,
	"yamldecode":      yamlDecode,
}

var boundDeciding = map[string]func(env Env) function.Function{
	"rsadecrypt":       rsaDecrypt,
	"pathexpand":       pathExpand,
	"issensitive":      isSensitive,
	"abspath":          absPath,
	"bcrypt":           volatile("bcrypt", bcryptSpec),
	"file":             file,
	"filebase64":       fileDigest(bytesToBase64),
	"filebase64sha256": fileDigest(sha256Base64),
	"filebase64sha512": fileDigest(sha512Base64),
	"fileexists":       fileExists,
	"filemd5":          fileDigest(md5Hex),
	"fileset":          fileSet,
	"filesha1":         fileDigest(sha1Hex),
	"filesha256":       fileDigest(sha256Hex),
	"filesha512":       fileDigest(sha512Hex),
	"plantimestamp":    volatile("plantimestamp", function.Spec{}),
	"timestamp":        volatile("timestamp", function.Spec{}),
	"uuid":             volatile("uuid", function.Spec{}),
}

var boundLooking = map[string]func(env Env) function.Function{
	"basename":                          lookingInto(baseName, paths),
	"chomp":                             lookingInto(stdlib.ChompFunc, spaces),
	"csvdecode":                         lookingInto(stdlib.CSVDecodeFunc, lines),
	"dirname":                           lookingInto(dirName, paths),
	"endswith":                          lookingInto(endsWith, affixes(1)),
	"indent":                            lookingInto(indent, nil),
	"lower":                             byPart("lower", strings.ToLower),
	"regex":                             lookingInto(stdlib.RegexFunc, patterns(0)),
	"regexall":                          lookingInto(stdlib.RegexAllFunc, patterns(0)),
	"replace":                           replace,
	"sort":                              lookingInto(stdlib.SortFunc, nil),
	"split":                             lookingInto(stdlib.SplitFunc, affixes(0)),
	"startswith":                        lookingInto(startsWith, affixes(1)),
	"strcontains":                       lookingInto(strContains, affixes(1)),
	"strrev":                            lookingInto(stdlib.ReverseFunc, nil),
	"substr":                            lookingInto(stdlib.SubstrFunc, nil),
	"title":                             lookingInto(stdlib.TitleFunc, nil),
	"trim":                              lookingInto(stdlib.TrimFunc, affixes(1)),
	"trimprefix":                        lookingInto(stdlib.TrimPrefixFunc, affixes(1)),
	"trimspace":                         lookingInto(stdlib.TrimSpaceFunc, spaces),
	"trimsuffix":                        lookingInto(stdlib.TrimSuffixFunc, affixes(1)),
	"upper":                             byPart("upper", strings.ToUpper),
	"urlencode":                         lookingInto(urlEncode, nil),
	"provider::aws::arn_parse":          lookingInto(arnParse, paths),
	"provider::aws::trim_iam_role_path": lookingInto(trimRolePath, paths),
}

var bcryptSpec = function.Spec{
	Params:   []function.Parameter{stringParameter("str")},
	VarParam: &function.Parameter{Name: "cost", Type: cty.Number},
}
