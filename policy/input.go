package policy

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
)

// field is a field of a struct under its JSON name.
type field struct {
	index     int
	key       *ast.Term
	omitEmpty bool
}

// plans holds the fields of each struct type, which never change.
var plans sync.Map // reflect.Type -> []field

// toTerm writes a Go value as Rego sees it: what encoding/json would write, without the detour
// through text, except that a nil slice is an empty array and a nil map an empty object.
func toTerm(v reflect.Value) (*ast.Term, error) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return ast.NullTerm(), nil
		}
		return toTerm(v.Elem())
	case reflect.Struct:
		return structTerm(v)
	case reflect.Slice, reflect.Array:
		return arrayTerm(v)
	case reflect.Map:
		return mapTerm(v)
	case reflect.String:
		return ast.StringTerm(v.String()), nil
	case reflect.Bool:
		return ast.BooleanTerm(v.Bool()), nil
	case reflect.Int, reflect.Int64, reflect.Int32:
		return ast.IntNumberTerm(int(v.Int())), nil
	default:
		value, err := ast.InterfaceToValue(v.Interface())
		return ast.NewTerm(value), err
	}
}

// structTerm writes a struct as an object.
func structTerm(v reflect.Value) (*ast.Term, error) {
	fields := plan(v.Type())
	pairs := make([][2]*ast.Term, 0, len(fields))
	for _, f := range fields {
		value := v.Field(f.index)
		if f.omitEmpty && value.IsZero() {
			continue
		}
		term, err := toTerm(value)
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, [2]*ast.Term{f.key, term})
	}
	return ast.ObjectTerm(pairs...), nil
}

// arrayTerm writes a slice as an array.
func arrayTerm(v reflect.Value) (*ast.Term, error) {
	terms := make([]*ast.Term, v.Len())
	for i := range terms {
		term, err := toTerm(v.Index(i))
		if err != nil {
			return nil, err
		}
		terms[i] = term
	}
	return ast.ArrayTerm(terms...), nil
}

// mapTerm writes a map with string keys as an object.
func mapTerm(v reflect.Value) (*ast.Term, error) {
	if v.Type().Key().Kind() != reflect.String {
		return nil, fmt.Errorf("a %s is no object: its keys are no strings", v.Type())
	}
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int {
		return strings.Compare(a.String(), b.String())
	})
	pairs := make([][2]*ast.Term, 0, len(keys))
	for _, key := range keys {
		term, err := toTerm(v.MapIndex(key))
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, [2]*ast.Term{ast.StringTerm(key.String()), term})
	}
	return ast.ObjectTerm(pairs...), nil
}

// plan returns the fields of a struct type that JSON would write.
func plan(t reflect.Type) []field {
	if known, ok := plans.Load(t); ok {
		return known.([]field)
	}
	var fields []field
	for i := range t.NumField() {
		tag := t.Field(i).Tag.Get("json")
		name, options, _ := strings.Cut(tag, ",")
		if !t.Field(i).IsExported() || tag == "-" {
			continue
		}
		if name == "" {
			name = t.Field(i).Name
		}
		fields = append(fields, field{i, ast.StringTerm(name), strings.Contains(options, "omitempty")})
	}
	plans.Store(t, fields)
	return fields
}
