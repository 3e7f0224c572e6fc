package cloudformation

import "github.com/ecrlint/ecrlint/parser"

// Options says what to read and what values to read it with.
type Options struct {
	// Dir is the working folder that paths in ranges and reports are relative to.
	Dir string
	// Paths are the folders and files to read, as the user gave them.
	Paths []string
	// Exclude are globs (doublestar) of paths, relative to Dir, that are not read.
	Exclude []string
	// Parameters are --parameter assignments; the last one of a name counts. They are stronger than
	// ParameterFiles, the --parameters files, of which the last one is the strongest. The names
	// AWS::Region, AWS::AccountId and AWS::StackName say where the stacks are deployed.
	Parameters     []Assignment
	ParameterFiles []string
	// Environments are sets of values that templates are read with besides. A template that some of
	// them name is evaluated once with each of those, and not without.
	Environments []Environment
	// Facts returns what the user says of a root that is read with an environment ("": none); nil:
	// nothing.
	Facts func(root, environment string) parser.Facts
	// Expect is told how many roots will be read, before the first is; nil: nobody asks.
	Expect func(roots int)
	// Changed are files, relative to Dir and without symbolic links, that may be gone: only templates
	// that have to do with one of them are evaluated, and some that have not (see parser.Root.Uses).
	// nil: all are.
	Changed []string
	// Isolated keeps every template to itself, and those that it nests: what another one exports is
	// not known.
	Isolated bool
	// Jobs bounds how many templates are evaluated at once; 0: as many as there are cores.
	Jobs int
}

// Environment is a set of values that some templates are read with.
type Environment struct {
	// Name is empty for values that its templates have in every environment, and without one; those
	// of an environment with a name are stronger.
	Name string
	// Has reports whether a template, by its path in reports, is read with these values.
	Has func(root string) bool
	// Parameters and ParameterFiles are those of Options, and weaker.
	Parameters     []Assignment
	ParameterFiles []string
}

// Assignment is one --parameter.
type Assignment struct{ Name, Value string }

// facts returns what the user says of a template that is read with an environment.
func (o *Options) facts(root, environment string) parser.Facts {
	if o.Facts == nil {
		return parser.Facts{}
	}
	return o.Facts(root, environment)
}
