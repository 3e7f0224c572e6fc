package terraform

import "github.com/ecrlint/ecrlint/parser"

// Options says what to read and what values to read it with.
type Options struct {
	// Dir is the working folder that paths in ranges and reports are relative to.
	Dir string
	// Paths are the folders and files to read, as the user gave them.
	Paths []string
	// Exclude are globs (doublestar) of paths, relative to Dir, that are not read.
	Exclude []string
	// Vars are --var assignments (name=value), VarFiles --var-file paths, in the order given.
	Vars     []Assignment
	VarFiles []string
	// Env is the environment (TF_VAR_*, TF_WORKSPACE) as os.Environ gives it.
	Env []string
	// Environments are sets of values that roots are read with besides. A root that some of them
	// name is evaluated once with each of those, and not without.
	Environments []Environment
	// Plans are plans and states: each fills in the root that it was made of, or is a root itself.
	Plans []*Plan
	// Elsewhere reports whether a folder holds configuration of another language, so that it is not
	// said to be empty; nil: none does.
	Elsewhere func(dir string) bool
	// Isolated keeps every root to itself: what another root of the run declares is not known.
	Isolated bool
	// Facts returns what the user says of a root that is read with an environment ("": none); nil:
	// nothing.
	Facts func(root, environment string) parser.Facts
	// Expect is told how many roots will be read, before the first is; nil: nobody asks.
	Expect func(roots int)
	// Changed are files, relative to Dir and without symbolic links, that may be gone: only roots that
	// have to do with one of them are evaluated, and some that have not (see parser.Root.Uses). nil:
	// all are.
	Changed []string
	// Jobs bounds how many roots are evaluated at once; 0: as many as there are cores.
	Jobs int

	environment string    // the one that a root is read with
	readings    []reading // what the Environments hold
}

// Assignment is one --var.
type Assignment struct{ Name, Value string }

// facts returns what the user says of a root.
func (o *Options) facts(root, environment string) parser.Facts {
	if o.Facts == nil {
		return parser.Facts{}
	}
	return o.Facts(root, environment)
}
