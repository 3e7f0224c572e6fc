package terraform

import (
	"path"
	"path/filepath"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// gruntCall is a call of a function that only Terragrunt has.
type gruntCall struct {
	*gruntConfig
	env  *env
	args []cty.Value
	at   hcl.Range
}

// gruntFunctions are the functions whose results the tree says.
// https://terragrunt.gruntwork.io/docs/reference/hcl/functions/
var gruntFunctions map[string]func(c *gruntCall) cty.Value

func init() {
	gruntFunctions = map[string]func(c *gruntCall) cty.Value{
		"find_in_parent_folders":         (*gruntCall).findInParents,
		"path_relative_to_include":       (*gruntCall).relativeToInclude,
		"path_relative_from_include":     (*gruntCall).relativeFromInclude,
		"get_env":                        (*gruntCall).environment,
		"get_terragrunt_dir":             func(c *gruntCall) cty.Value { return c.absolute(c.dir) },
		"get_original_terragrunt_dir":    func(c *gruntCall) cty.Value { return c.absolute(c.unit) },
		"get_parent_terragrunt_dir":      (*gruntCall).parentDir,
		"get_repo_root":                  (*gruntCall).repository,
		"get_path_from_repo_root":        (*gruntCall).fromRepository,
		"get_path_to_repo_root":          (*gruntCall).toRepository,
		"read_terragrunt_config":         (*gruntCall).readConfig,
		"get_aws_account_id":             (*gruntCall).account,
		"mark_as_read":                   (*gruntCall).marked,
		"mark_glob_as_read":              (*gruntCall).marked,
		"get_terragrunt_source_cli_flag": func(*gruntCall) cty.Value { return cty.StringVal("") },
	}
}

// gruntUnknown are the functions whose results only a run of Terragrunt knows, with what they
// depend on.
var gruntUnknown = map[string]string{
	"run_cmd":                                      "is the output of a command",
	"sops_decrypt_file":                            "is a secret",
	"get_platform":                                 "depends on the machine that runs terragrunt",
	"get_working_dir":                              "depends on where terragrunt runs",
	"get_terraform_command":                        "depends on the command that is run",
	"get_terraform_cli_args":                       "depends on the command that is run",
	"get_terraform_commands_that_need_vars":        "is known only to terragrunt",
	"get_terraform_commands_that_need_input":       "is known only to terragrunt",
	"get_terraform_commands_that_need_locking":     "is known only to terragrunt",
	"get_terraform_commands_that_need_parallelism": "is known only to terragrunt",
	"get_default_retryable_errors":                 "is known only to terragrunt",
	"get_aws_account_alias":                        "is asked of AWS",
	"get_aws_caller_identity_arn":                  "is asked of AWS",
	"get_aws_caller_identity_user_id":              "is asked of AWS",
	"read_tfvars_file":                             "is known only to terragrunt",
	"constraint_check":                             "is known only to terragrunt",
	"get_tf_command":                               "depends on the command that is run",
}

// call evaluates a function that only Terragrunt has; false for the others.
func (g *gruntConfig) call(e *env, x *hclsyntax.FunctionCallExpr) (cty.Value, bool) {
	if why := gruntUnknown[x.Name]; why != "" {
		return g.hole(x.Name+"()", why, "", x.Range()), true
	}
	f, ok := gruntFunctions[x.Name]
	if !ok {
		return cty.NilVal, false
	}
	args, ok := e.arguments(x)
	if !ok {
		return g.ev.because(cty.DynamicPseudoType, args...), true
	}
	return f(&gruntCall{gruntConfig: g, env: e, args: args, at: x.Range()}), true
}

// text returns the first argument, or the default where it is left out; false where it is no text
// that is known.
func (c *gruntCall) text(fallback string) (string, bool) {
	if len(c.args) == 0 {
		return fallback, true
	}
	if !plainText(c.args[0]) {
		return "", false
	}
	return c.args[0].AsString(), true
}

func (c *gruntCall) absolute(dir string) cty.Value {
	return cty.StringVal(c.ev.tree.src.Absolute(dir))
}

// findInParents looks for a file in the folders above.
func (c *gruntCall) findInParents() cty.Value {
	name, ok := c.text(gruntName)
	if !ok {
		return c.ev.because(cty.String, c.args...)
	}
	names := []string{name}
	if name == gruntName && len(c.args) == 0 {
		names = gruntNames
	}
	src := c.ev.tree.src
	for dir := path.Dir(src.Absolute(c.dir)); ; dir = path.Dir(dir) {
		for _, one := range names {
			if c.isThere(dir, one) {
				return cty.StringVal(path.Join(dir, one))
			}
		}
		if dir == path.Dir(dir) {
			break
		}
	}
	if len(c.args) > 1 {
		return c.args[1]
	}
	c.ev.report(&hcl.Diagnostic{
		Severity: hcl.DiagWarning, Summary: "File cannot be read", Subject: c.at.Ptr(),
		Detail: "No folder above " + c.dir + " that belongs to the checked tree holds " + name + ".",
	})
	return c.hole("find_in_parent_folders()", "finds no "+name, "", c.at)
}

// includeDir returns the folder of a file that the unit includes: the one with the label of the
// argument, or the first. False without any; the value says why it is not known.
func (c *gruntCall) includeDir() (string, cty.Value, bool) {
	outer := c.gruntConfig
	if c.child != nil {
		outer = c.child
	}
	label, known := c.text("")
	if !known {
		return "", c.ev.because(cty.String, c.args...), true
	}
	if label == "" && c.child != nil {
		return path.Dir(c.file.path), cty.NilVal, true
	}
	for _, inc := range outer.included() {
		if label != "" && inc.label != label {
			continue
		}
		if inc.config == nil {
			return "", inc.because, true
		}
		return path.Dir(inc.config.file.path), cty.NilVal, true
	}
	if outer.includeWas == 1 {
		return "", c.hole("include", "refers to itself in a circle", "", c.at), true
	}
	return "", cty.NilVal, false
}

// relative returns the path of one folder as seen from another.
func (c *gruntCall) relative(from, to string) cty.Value {
	src := c.ev.tree.src
	rel, err := filepath.Rel(
		filepath.FromSlash(src.Absolute(from)), filepath.FromSlash(src.Absolute(to)))
	if err != nil {
		return c.absolute(to)
	}
	return cty.StringVal(filepath.ToSlash(rel))
}

func (c *gruntCall) relativeToInclude() cty.Value {
	dir, because, ok := c.includeDir()
	switch {
	case !ok:
		return cty.StringVal(".")
	case because != cty.NilVal:
		return because
	}
	return c.relative(dir, c.dir)
}

func (c *gruntCall) relativeFromInclude() cty.Value {
	dir, because, ok := c.includeDir()
	switch {
	case !ok:
		return cty.StringVal(".")
	case because != cty.NilVal:
		return because
	}
	return c.relative(c.dir, dir)
}

func (c *gruntCall) parentDir() cty.Value {
	dir, because, ok := c.includeDir()
	switch {
	case !ok:
		return c.absolute(c.dir)
	case because != cty.NilVal:
		return because
	}
	return c.absolute(dir)
}

// environment reads a variable of the environment; its default stands where it is not set.
func (c *gruntCall) environment() cty.Value {
	name, ok := c.text("")
	if !ok {
		return c.ev.because(cty.String, c.args...)
	}
	for _, entry := range c.ev.opts.Env {
		if value, ok := strings.CutPrefix(entry, name+"="); ok {
			return cty.StringVal(value)
		}
	}
	if len(c.args) > 1 {
		return c.args[1]
	}
	return c.hole("get_env(\""+name+"\")", "is not set in the environment",
		"set "+name+" in the environment", c.at)
}

// top returns the folder of the repository.
func (c *gruntCall) top() (string, bool) {
	if r := c.ev.tree.src.Repository(c.dir); r != nil {
		return r.Top, true
	}
	return "", false
}

func (c *gruntCall) noRepository() cty.Value {
	return c.hole("the folder of the repository", "is not known: no folder above holds .git", "", c.at)
}

func (c *gruntCall) repository() cty.Value {
	if top, ok := c.top(); ok {
		return c.absolute(top)
	}
	return c.noRepository()
}

func (c *gruntCall) fromRepository() cty.Value {
	if top, ok := c.top(); ok {
		return c.relative(top, c.dir)
	}
	return c.noRepository()
}

func (c *gruntCall) toRepository() cty.Value {
	if top, ok := c.top(); ok {
		return c.relative(c.dir, top)
	}
	return c.noRepository()
}

// readConfig evaluates another file of Terragrunt's configuration.
func (c *gruntCall) readConfig() cty.Value {
	name, ok := c.text("")
	if !ok {
		return c.ev.because(cty.DynamicPseudoType, c.args...)
	}
	if len(c.args) > 1 {
		if c.ev.tree.gruntFile(c.ev.tree.src.Relative(c.gruntConfig.path(name))).err != nil {
			return c.args[1]
		}
	}
	file, because := c.read(name, c.at)
	if file == nil {
		return because
	}
	return c.ev.newGruntConfig(file, path.Dir(file.path), c.unit, c.depth+1).object()
}

// account stands for the account whose credentials Terragrunt has.
func (c *gruntCall) account() cty.Value {
	return cty.StringVal(c.ev.origins.Token(parser.Origin{
		Kind: parser.Account, Address: "terragrunt", What: "get_aws_account_id()",
		Why: "is not in the configuration", Range: c.at,
	}))
}

// marked returns its argument.
func (c *gruntCall) marked() cty.Value {
	if len(c.args) == 0 {
		return cty.NullVal(cty.DynamicPseudoType)
	}
	return c.args[0]
}
