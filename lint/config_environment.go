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
)

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
	// AccountID and DefaultRegion say where what pins neither is deployed.
	AccountID     *string `hcl:"account_id"`
	DefaultRegion *string `hcl:"default_region"`
	// Internet and MayPull say what the configuration of the roots does not hold.
	Internet []internetBlock `hcl:"internet_route,block"`
	MayPull  []mayPullBlock  `hcl:"may_pull,block"`

	Range hcl.Range `hcl:",def_range"`
	Body  hcl.Body  `hcl:",body"`
}

// rootBlock is what roots are read with in every environment, and without one.
type rootBlock struct {
	Root           string            `hcl:"root,label"`
	VarFiles       []string          `hcl:"var_files,optional"`
	Vars           hcl.Expression    `hcl:"vars,optional"`
	Workspace      string            `hcl:"workspace,optional"`
	ParameterFiles []string          `hcl:"parameter_files,optional"`
	Parameters     map[string]string `hcl:"parameters,optional"`
	AccountID      *string           `hcl:"account_id"`
	DefaultRegion  *string           `hcl:"default_region"`
	Internet       []internetBlock   `hcl:"internet_route,block"`
	MayPull        []mayPullBlock    `hcl:"may_pull,block"`

	Range hcl.Range `hcl:",def_range"`
	Body  hcl.Body  `hcl:",body"`
}

// block is the block as one of an environment without a name.
func (b *rootBlock) block() *environmentBlock {
	return &environmentBlock{
		Root: &b.Root, VarFiles: b.VarFiles, Vars: b.Vars, Workspace: b.Workspace,
		ParameterFiles: b.ParameterFiles, Parameters: b.Parameters, AccountID: b.AccountID,
		DefaultRegion: b.DefaultRegion, Internet: b.Internet, MayPull: b.MayPull,
		Range: b.Range, Body: b.Body,
	}
}

// said names the block.
func (b *environmentBlock) said() string {
	if b.Name == "" {
		return fmt.Sprintf("The root %q", *b.Root)
	}
	return fmt.Sprintf("The environment %q", b.Name)
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
	if b.Name == "" && b.Root != nil {
		e.label = *b.Root
	}
	if len(roots) == 0 {
		diags = append(diags, wrong(b.Range, fmt.Sprintf(
			"The environment %q names no root: give it root or roots.", b.Name)))
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
				"%s names %s, which is no file.", b.said(), relative(dir, file))))
		}
	}
	var more, told hcl.Diagnostics
	e.facts, told = homeFacts(b.Body, b.AccountID, b.DefaultRegion)
	diags = append(append(diags, told...), toldFacts(&e.facts, b.Internet, b.MayPull)...)
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
	return path.Join(literally(filepath.ToSlash(folder)), filepath.ToSlash(root))
}

// literally writes a path as the glob that matches it alone.
func literally(path string) string { return globEscapes.Replace(path) }

var globEscapes = strings.NewReplacer(
	`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`, "{", `\{`, "}", `\}`)

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
		Severity: hcl.DiagError, Summary: "Invalid configuration", Detail: detail, Subject: &at,
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
