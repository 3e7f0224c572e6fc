package lint

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/gohcl"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// ConfigName is the name of the configuration file.
const ConfigName = ".ecrlint.hcl"

// configFile is what a configuration file may hold.
type configFile struct {
	Environments []environmentBlock `hcl:"environment,block"`
}

// environmentBlock is one set of values that roots are read with. Paths are relative to the folder
// of the configuration file.
type environmentBlock struct {
	Name string `hcl:"name,label"`
	// Root and Roots are folders of root modules or paths of templates; they may be globs.
	Root  *string  `hcl:"root"`
	Roots []string `hcl:"roots,optional"`
	// VarFiles, Vars and Workspace are for root modules.
	VarFiles  []string       `hcl:"var_files,optional"`
	Vars      hcl.Expression `hcl:"vars,optional"`
	Workspace string         `hcl:"workspace,optional"`
	// ParameterFiles and Parameters are for templates.
	ParameterFiles []string          `hcl:"parameter_files,optional"`
	Parameters     map[string]string `hcl:"parameters,optional"`

	Range hcl.Range `hcl:",def_range"`
}

// FindConfig returns the configuration file for some paths: the first above each of them, up to the
// top of its repository. It is empty where there is none; several are an error.
func FindConfig(dir string, paths []string) (string, error) {
	found := ""
	for _, path := range paths {
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		one := configAbove(dir, filepath.Clean(path))
		if one == "" || one == found {
			continue
		}
		if found != "" {
			return "", fmt.Errorf("%s and %s are both above the paths; choose one with --config",
				relative(dir, found), relative(dir, one))
		}
		found = one
	}
	return found, nil
}

// configAbove returns the configuration file of the nearest folder above a path that has one, no
// further up than the top of the git repository; outside of a repository no further up than the
// working folder, and than the folder itself where it is not below that.
func configAbove(dir, path string) string {
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		path = filepath.Dir(path)
	}
	top := repositoryOf(path)
	if rel := relative(dir, path); top == "" && rel != ".." && !strings.HasPrefix(rel, "../") {
		top = dir
	}
	for folder := path; ; folder = filepath.Dir(folder) {
		file := filepath.Join(folder, ConfigName)
		if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() {
			return file
		}
		if top == "" || folder == top {
			return ""
		}
	}
}

// repositoryOf returns the top of the git repository that holds a folder; "" outside of one.
func repositoryOf(folder string) string {
	for ; ; folder = filepath.Dir(folder) {
		if _, err := os.Stat(filepath.Join(folder, ".git")); err == nil {
			return folder
		}
		if filepath.Dir(folder) == folder {
			return ""
		}
	}
}

// relative writes a path relative to a folder, with forward slashes.
func relative(dir, path string) string {
	if rel, err := filepath.Rel(dir, path); err == nil {
		path = rel
	}
	return filepath.ToSlash(path)
}

// ReadConfig reads the environments of a configuration file. Whatever is wrong with it is an error
// that says where; paths in it are made relative to the working folder.
func ReadConfig(dir, path string) ([]Environment, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	shown := relative(dir, path)
	file, diags := hclsyntax.ParseConfig(text, shown, hcl.InitialPos)
	var config configFile
	if !diags.HasErrors() {
		diags = append(diags, gohcl.DecodeBody(file.Body, nil, &config)...)
	}
	if diags.HasErrors() {
		return nil, inConfig(diags)
	}
	list := make([]Environment, 0, len(config.Environments))
	names := map[string]hcl.Range{}
	for i := range config.Environments {
		block := &config.Environments[i]
		if first, twice := names[block.Name]; twice {
			diags = append(diags, wrong(block.Range, fmt.Sprintf(
				"The environment %q is there already, at %s:%d.", block.Name, shown, first.Start.Line)))
		}
		names[block.Name] = block.Range
		one, more := block.environment(dir, filepath.Dir(path))
		one.file = file
		list, diags = append(list, one), append(diags, more...)
	}
	if diags.HasErrors() {
		return nil, inConfig(diags)
	}
	return list, nil
}

// environment makes an environment of a block of the file in a folder.
func (b *environmentBlock) environment(dir, folder string) (Environment, hcl.Diagnostics) {
	e := Environment{
		Name: b.Name, Workspace: b.Workspace, Range: b.Range, dir: dir,
		VarFiles: below(folder, b.VarFiles), ParameterFiles: below(folder, b.ParameterFiles),
	}
	var diags hcl.Diagnostics
	roots := b.Roots
	if b.Root != nil {
		roots = append([]string{*b.Root}, roots...)
	}
	if len(roots) == 0 {
		diags = append(diags, wrong(b.Range, fmt.Sprintf(
			"The environment %q names no root: give it root or roots.", b.Name)))
	}
	if strings.TrimSpace(b.Name) == "" {
		diags = append(diags, wrong(b.Range, "An environment needs a name."))
	}
	for _, root := range roots {
		if root == "" || !doublestar.ValidatePattern(root) {
			diags = append(diags, wrong(b.Range, fmt.Sprintf("The root %q is no path or glob.", root)))
		}
		e.roots = append(e.roots, rootPattern(folder, root))
	}
	for _, file := range append(e.VarFiles[:len(e.VarFiles):len(e.VarFiles)], e.ParameterFiles...) {
		if info, err := os.Stat(file); err != nil || info.IsDir() {
			diags = append(diags, wrong(b.Range, fmt.Sprintf(
				"The environment %q names %s, which is no file.", b.Name, relative(dir, file))))
		}
	}
	var more hcl.Diagnostics
	e.vars, more = assignments(b.Vars)
	for _, name := range sortedKeys(b.Parameters) {
		e.Parameters = append(e.Parameters, Assignment{Name: name, Value: b.Parameters[name]})
	}
	return e, append(diags, more...)
}

// below puts paths into a folder.
func below(folder string, paths []string) []string {
	list := make([]string, 0, len(paths))
	for _, path := range paths {
		if !filepath.IsAbs(path) {
			path = filepath.Join(folder, path)
		}
		list = append(list, path)
	}
	return list
}

// rootPattern is a glob of absolute paths of roots, with forward slashes.
func rootPattern(folder, root string) string {
	if filepath.IsAbs(root) {
		return filepath.ToSlash(filepath.Clean(root))
	}
	escape := strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`, "{", `\{`)
	return path.Join(escape.Replace(filepath.ToSlash(folder)), filepath.ToSlash(root))
}

// assignments reads an object of values as a file of variables holds them.
func assignments(object hcl.Expression) (hcl.Attributes, hcl.Diagnostics) {
	if object == nil {
		return nil, nil
	}
	if value, diags := object.Value(nil); !diags.HasErrors() && value.IsNull() {
		return nil, nil // it is left out
	}
	pairs, diags := hcl.ExprMap(object)
	if diags.HasErrors() {
		return nil, diags
	}
	list := hcl.Attributes{}
	for _, pair := range pairs {
		key, more := pair.Key.Value(nil)
		diags = append(diags, more...)
		_, more = pair.Value.Value(nil)
		diags = append(diags, more...)
		if diags.HasErrors() {
			continue
		}
		name := hcl.ExprAsKeyword(pair.Key)
		if name == "" && !key.IsNull() && key.Type().FriendlyName() == "string" {
			name = key.AsString()
		}
		list[name] = &hcl.Attribute{
			Name: name, Expr: pair.Value, NameRange: pair.Key.Range(),
			Range: hcl.RangeBetween(pair.Key.Range(), pair.Value.Range()),
		}
	}
	return list, diags
}

// wrong says what is wrong at a place of the file.
func wrong(at hcl.Range, detail string) *hcl.Diagnostic {
	return &hcl.Diagnostic{
		Severity: hcl.DiagError, Summary: "Invalid environment", Detail: detail, Subject: &at,
	}
}

// inConfig makes one error of diagnostics.
func inConfig(diags hcl.Diagnostics) error {
	var said []string
	for _, d := range diags {
		if d.Severity != hcl.DiagError {
			continue
		}
		words := strings.TrimSuffix(d.Summary+": "+d.Detail, ": ")
		if d.Subject != nil {
			words = fmt.Sprintf("%s:%d:%d: %s", d.Subject.Filename, d.Subject.Start.Line,
				d.Subject.Start.Column, words)
		}
		said = append(said, words)
	}
	return errors.New(strings.Join(said, "; "))
}
