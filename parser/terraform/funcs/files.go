package funcs

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
)

// errNoFiles is returned where files cannot be read at all.
var errNoFiles = errors.New("files cannot be read here")

// read reads a file for a function.
func (env Env) read(path string) ([]byte, error) {
	if env.ReadFile == nil {
		return nil, errNoFiles
	}
	data, err := env.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("no file exists at %q: %w", path, err)
	}
	return data, err
}

// readText reads a file that has to be text.
func (env Env) readText(path string) (string, error) {
	data, err := env.read(path)
	if err != nil {
		return "", err
	}
	if !utf8.Valid(data) {
		return "", fmt.Errorf("contents of %q are not valid UTF-8; use the filebase64 function "+
			"to obtain the Base64 encoded contents or the other file functions to obtain file "+
			"hashing results instead", path)
	}
	return string(data), nil
}

// file is the text of a file.
func file(env Env) function.Function { return onString("path", env.readText) }

// fileDigest is a digest of the bytes of a file.
func fileDigest(d digest) func(env Env) function.Function {
	return func(env Env) function.Function {
		return onString("path", func(path string) (string, error) {
			data, err := env.read(path)
			if err != nil {
				return "", err
			}
			return d(data), nil
		})
	}
}

func bytesToBase64(data []byte) string { return base64.StdEncoding.EncodeToString(data) }

func fileExists(env Env) function.Function {
	return onTexts(cty.Bool, []string{"path"}, func(texts []string) (cty.Value, error) {
		_, err := env.read(texts[0])
		if errors.Is(err, fs.ErrNotExist) {
			return cty.False, nil
		}
		if err != nil {
			return cty.NilVal, err
		}
		return cty.True, nil
	})
}

func fileSet(env Env) function.Function {
	return onTexts(cty.Set(cty.String), []string{"path", "pattern"},
		func(texts []string) (cty.Value, error) {
			if env.Glob == nil {
				return cty.NilVal, errNoFiles
			}
			found, err := env.Glob(texts[0], texts[1])
			if err != nil {
				return cty.NilVal, err
			}
			paths := make([]cty.Value, len(found))
			for i, path := range found {
				paths[i] = cty.StringVal(filepath.ToSlash(path))
			}
			if len(paths) == 0 {
				return cty.SetValEmpty(cty.String), nil
			}
			return cty.SetVal(paths), nil
		})
}

// absPath is unknown for a relative path where nothing says which folder is the working one.
func absPath(env Env) function.Function {
	return onTexts(cty.String, []string{"path"}, func(texts []string) (cty.Value, error) {
		path := ""
		if filepath.IsAbs(texts[0]) {
			path = filepath.Clean(texts[0])
		} else if env.Abs != nil {
			path = env.Abs(texts[0])
		}
		if path == "" {
			return env.unknown(cty.String, "abspath()", "depends on the working folder"), nil
		}
		return cty.StringVal(filepath.ToSlash(path)), nil
	})
}

// pathExpand is unknown for a path below a home folder, which is another on each machine.
func pathExpand(env Env) function.Function {
	return onTexts(cty.String, []string{"path"}, func(texts []string) (cty.Value, error) {
		path := texts[0]
		switch {
		case path == "~" || strings.HasPrefix(path, "~/"):
			return env.unknown(cty.String, "pathexpand()", "depends on the home folder"), nil
		case strings.HasPrefix(path, "~"):
			return cty.NilVal, errors.New("failed to expand: cannot expand user-specific home dir")
		default:
			return cty.StringVal(path), nil
		}
	})
}

// unknown returns an unknown value for a reason that is not in the arguments.
func (env Env) unknown(ty cty.Type, what, why string) cty.Value {
	if env.Origins == nil {
		return cty.UnknownVal(ty)
	}
	return env.Origins.Unknown(ty, parser.Origin{What: what, Why: why})
}

// templateFile evaluates the template in a file.
func templateFile(env Env) function.Function {
	return template("path", func(path string, vars cty.Value) (cty.Value, error) {
		source, err := env.readText(path)
		if err != nil {
			return cty.NilVal, err
		}
		return env.Template([]byte(source), path, vars)
	}, env, cty.DynamicPseudoType)
}

// templateString evaluates a template that is a value. Tokens in it are text.
func templateString(env Env) function.Function {
	return template("template", func(source string, vars cty.Value) (cty.Value, error) {
		return env.Template([]byte(source), "<templatestring argument>", vars)
	}, env, cty.String)
}

// template makes a function that evaluates a template with variables; the result has the marks of
// the variables that it uses and no others.
func template(
	first string, f func(text string, vars cty.Value) (cty.Value, error), env Env, ty cty.Type,
) function.Function {
	vars := function.Parameter{
		Name: "vars", Type: cty.DynamicPseudoType,
		AllowMarked: true, AllowUnknown: true, AllowDynamicType: true,
	}
	return function.New(&function.Spec{
		Params: []function.Parameter{stringParameter(first), vars},
		Type:   function.StaticReturnType(ty),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			bare, marks := args[1].Unmark()
			switch {
			case !bare.IsKnown():
				return cty.UnknownVal(ty).WithMarks(marks), nil
			case bare.IsNull() || !bare.Type().IsObjectType() && !bare.Type().IsMapType():
				return cty.NilVal, function.NewArgErrorf(1, "invalid vars value: must be a map")
			case first == "path" && holds(args[0]):
				return blurred(ty, args[0]).WithMarks(marks), nil
			case env.Template == nil:
				return cty.NilVal, errors.New("templates cannot be evaluated here")
			}
			result, err := f(args[0].AsString(), bare)
			if err != nil {
				return cty.NilVal, err
			}
			if result, err = convert.Convert(result, ty); err != nil {
				return cty.NilVal, function.NewArgErrorf(
					0, "invalid template result: string required")
			}
			return result.WithMarks(marks), nil
		},
	})
}
