// Package funcs is the function library of Terraform 1.11. Strings may hold the tokens of package
// parser; every function says whether it carries them along.
package funcs

import (
	"github.com/ecrlint/ecrlint/parser"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// Text says what a function does to strings that hold tokens.
type Text int

// The kinds of function. The zero value is the safe one.
const (
	// Decides: the result depends on what the text is (length, regex, contains on a set of
	// strings, base64sha256, ...). With a token among its arguments the result is unknown.
	Decides Text = iota
	// Carries: the function moves text as it is (join, format, jsonencode, concat, ...). Tokens
	// in the arguments are in the result.
	Carries
	// Looks: the function looks inside text (split, regex, replace, trimprefix, substr, element of
	// a split ARN, ...). References among the arguments are written out as their Shape first
	// (parser.Origins.Expand); the function sees tokens as letters that match no ASCII class and no
	// literal, and must return unknown where a token that remains could change the result.
	Looks
)

// Function is a function of the language.
type Function struct {
	function.Function
	Text Text
}

// Env is what functions that read files and templates need.
type Env struct {
	// ReadFile reads a file as Terraform would find it (relative to the root module's folder);
	// it refuses to leave the checked tree.
	ReadFile func(path string) ([]byte, error)
	// Glob lists the files below a folder that match, for fileset.
	Glob func(dir, pattern string) ([]string, error)
	// Template evaluates template source with variables, keeping strings with tokens; depth
	// counts nested templatefile calls.
	Template func(source []byte, filename string, vars cty.Value) (cty.Value, error)
	// Origins resolves the tokens that strings hold. Without it every token counts as a text that
	// could be anything.
	Origins *parser.Origins
	// Abs makes a relative path absolute for abspath. Without it, and where it returns an empty
	// text, the result is unknown.
	Abs func(path string) string
}
