package funcs

import (
	"bytes"
	"compress/gzip"
	"crypto/md5"  //nolint:gosec // the language has the function
	"crypto/sha1" //nolint:gosec // the language has the function
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/url"
	"unicode/utf8"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/ianaindex"
)

// onString makes a function of a string.
func onString(name string, f func(s string) (string, error)) function.Function {
	return function.New(&function.Spec{
		Params:       []function.Parameter{stringParameter(name)},
		Type:         function.StaticReturnType(cty.String),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			s, err := f(args[0].AsString())
			if err != nil {
				return cty.NilVal, err
			}
			return cty.StringVal(s), nil
		},
	})
}

// A digest is a hash of bytes as text.
type digest func(data []byte) string

func md5Hex(data []byte) string    { s := md5.Sum(data); return hex.EncodeToString(s[:]) }
func sha1Hex(data []byte) string   { s := sha1.Sum(data); return hex.EncodeToString(s[:]) }
func sha256Hex(data []byte) string { s := sha256.Sum256(data); return hex.EncodeToString(s[:]) }
func sha512Hex(data []byte) string { s := sha512.Sum512(data); return hex.EncodeToString(s[:]) }
func sha256Base64(data []byte) string {
	s := sha256.Sum256(data)
	return base64.StdEncoding.EncodeToString(s[:])
}

func sha512Base64(data []byte) string {
	s := sha512.Sum512(data)
	return base64.StdEncoding.EncodeToString(s[:])
}

// hash is the digest of a string.
func hash(d digest) function.Function {
	return onString("str", func(s string) (string, error) { return d([]byte(s)), nil })
}

var urlEncode = onString("str", func(s string) (string, error) { return url.QueryEscape(s), nil })

// encoded is a function that encodes text. Text with tokens becomes an unknown text that a reader
// can decode (parser.Origin.Decoded).
func encoded(
	name string, f func(s string) (string, error),
) func(env Env) function.Function {
	return func(env Env) function.Function {
		return onTexts(cty.String, []string{"str"}, func(texts []string) (cty.Value, error) {
			if parser.Holed(texts[0]) {
				return encodedToken(env.Origins, name, texts[0]), nil
			}
			s, err := f(texts[0])
			return cty.StringVal(s), err
		})
	}
}

// encodedToken returns the token of an encoded text.
func encodedToken(o *parser.Origins, name, s string) cty.Value {
	for _, part := range parser.Parts(s) {
		origin, ok := o.Lookup(part.ID)
		if !part.Hole || !ok {
			continue
		}
		what, why := describe(origin)
		return cty.StringVal(o.Token(parser.Origin{
			Kind: parser.Unknown, Address: origin.Address, Attr: origin.Attr,
			What: name + " of a text with " + what, Why: why, Hint: origin.Hint,
			Range: origin.Range, Decoded: s,
		}))
	}
	return blurred(cty.String, cty.StringVal(s))
}

func toBase64(s string) (string, error) {
	return base64.StdEncoding.EncodeToString([]byte(s)), nil
}

func toGzip(s string) (string, error) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(s)); err != nil {
		return "", err
	}
	if err := w.Flush(); err != nil { // Terraform does, and the bytes show it
		return "", err
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(b.Bytes()), nil
}

// base64Decode undoes base64encode, also that of a text with tokens.
func base64Decode(env Env) function.Function {
	return function.New(&function.Spec{
		Params:       []function.Parameter{stringParameter("str")},
		Type:         function.StaticReturnType(cty.String),
		RefineResult: notNull,
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			s := args[0].AsString()
			if parser.Holed(s) {
				if env.Origins != nil {
					if origin, ok := env.Origins.Whole(s); ok && origin.Decoded != "" {
						return cty.StringVal(origin.Decoded), nil
					}
				}
				return blurred(ty, args[0]), nil
			}
			data, err := base64.StdEncoding.DecodeString(s)
			if err != nil {
				return cty.NilVal, fmt.Errorf("failed to decode base64 data %q", s)
			}
			if !utf8.Valid(data) {
				return cty.NilVal, fmt.Errorf(
					"the result of decoding the provided string is not valid UTF-8")
			}
			return cty.StringVal(string(data)), nil
		},
	})
}

// charset returns a character encoding by its IANA name.
func charset(name string) (encoding.Encoding, error) {
	found, err := ianaindex.IANA.Encoding(name)
	if err != nil || found == nil {
		return nil, function.NewArgErrorf(
			1, "%q is not a supported IANA encoding name or alias in this Terraform version", name)
	}
	return found, nil
}

var textEncodeBase64 = function.New(&function.Spec{
	Params:       []function.Parameter{stringParameter("string"), stringParameter("encoding")},
	Type:         function.StaticReturnType(cty.String),
	RefineResult: notNull,
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		set, err := charset(args[1].AsString())
		if err != nil {
			return cty.NilVal, err
		}
		data, err := set.NewEncoder().Bytes([]byte(args[0].AsString()))
		if err != nil {
			return cty.NilVal, function.NewArgErrorf(
				0, "the given string contains characters that cannot be represented in %s",
				args[1].AsString())
		}
		return cty.StringVal(base64.StdEncoding.EncodeToString(data)), nil
	},
})

var textDecodeBase64 = function.New(&function.Spec{
	Params:       []function.Parameter{stringParameter("source"), stringParameter("encoding")},
	Type:         function.StaticReturnType(cty.String),
	RefineResult: notNull,
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		set, err := charset(args[1].AsString())
		if err != nil {
			return cty.NilVal, err
		}
		data, err := base64.StdEncoding.DecodeString(args[0].AsString())
		if err != nil {
			return cty.NilVal, function.NewArgErrorf(0, "the given value is not base64")
		}
		decoded, err := set.NewDecoder().Bytes(data)
		if err != nil {
			return cty.NilVal, function.NewArgErrorf(
				0, "the given string contains symbols that are not defined for %s",
				args[1].AsString())
		}
		return cty.StringVal(string(decoded)), nil
	},
})
