package cloudformation

import "maps"

// given holds the values that a template is read with.
type given struct {
	values map[string]string // of parameters, by name
	pinned environment
}

// reading is a template with the values that it is read with.
type reading struct {
	tpl   *template
	name  string // of the environment
	given given
}

// readings returns each root once for each environment that has it; once where none has.
func (t *tree) readings() []reading {
	var list []reading
	plain := givenBy(t.values)
	with := make([]*given, len(t.opts.Environments))
	for _, tpl := range t.roots {
		named := false
		for i, e := range t.opts.Environments {
			if !e.Has(tpl.path) {
				continue
			}
			named = true
			if with[i] == nil {
				own := t.within(e)
				with[i] = &own
			}
			list = append(list, reading{tpl, e.Name, *with[i]})
		}
		if !named {
			list = append(list, reading{tpl, "", plain})
		}
	}
	return list
}

// within returns the values of an environment below those of the command line.
func (t *tree) within(e Environment) given {
	outer := t.values
	t.values = map[string]string{}
	t.readValues(e.ParameterFiles, e.Parameters)
	own := t.values
	t.values = outer
	maps.Copy(own, outer)
	return givenBy(own)
}

// givenBy makes what is given of values.
func givenBy(values map[string]string) given {
	return given{values: values, pinned: environment{
		account: values["AWS::AccountId"], region: values["AWS::Region"],
		name: values["AWS::StackName"],
	}}
}
