package cloudformation

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
	// Jobs bounds how many templates are evaluated at once; 0: as many as there are cores.
	Jobs int
}

// Assignment is one --parameter.
type Assignment struct{ Name, Value string }
