package terraform

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/json"

	"github.com/ecrlint/ecrlint/parser/source"
)

// The endings of configuration files, longest first where one ends like another.
var configEndings = []string{".tf.json", ".tofu.json", ".tf", ".tofu"}

// configEnding returns the ending that makes a file one of configuration; empty when it is none.
// Names that editors give to their backups are none.
func configEnding(name string) string {
	if strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") ||
		strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#") {
		return ""
	}
	for _, ending := range configEndings {
		if strings.HasSuffix(name, ending) {
			return ending
		}
	}
	return ""
}

// isConfig reports whether a file of that name is configuration.
func isConfig(name string) bool { return configEnding(name) != "" }

// isOverride reports whether a configuration file overrides the others of its folder.
func isOverride(name string) bool {
	base := strings.TrimSuffix(name, configEnding(name))
	return base == "override" || strings.HasSuffix(base, "_override")
}

// configFiles returns the configuration files of a folder in the order in which they are read:
// the overriding ones last. A .tofu file replaces the .tf file of its name.
func configFiles(entries []source.Entry) []source.Entry {
	var primary, overriding []source.Entry
	for _, e := range entries {
		ending := configEnding(e.Name)
		if e.Dir || ending == "" {
			continue
		}
		if strings.HasPrefix(ending, ".tf") {
			tofu := strings.TrimSuffix(e.Name, ending) + ".tofu" + strings.TrimPrefix(ending, ".tf")
			if slices.ContainsFunc(entries, func(o source.Entry) bool { return o.Name == tofu }) {
				continue
			}
		}
		if isOverride(e.Name) {
			overriding = append(overriding, e)
		} else {
			primary = append(primary, e)
		}
	}
	return append(primary, overriding...)
}

// parsed is a file of either syntax.
type parsed struct {
	// file holds whatever of it parses; nil when it cannot be read.
	file *hcl.File
	// broken are the places that do not parse, lost those that may hide whole declarations.
	broken, lost []hcl.Range
	diags        hcl.Diagnostics
}

// lose notes that nothing is known of a file.
func (p *parsed) lose(name string) {
	whole := hcl.Range{Filename: name, Start: hcl.InitialPos, End: hcl.InitialPos}
	p.broken = append(p.broken, whole)
	p.lost = append(p.lost, whole)
}

// readFile reads and parses a file of either syntax.
func (r *reader) readFile(dir string, e source.Entry) *parsed {
	name := path.Join(dir, e.Name)
	var err error
	var src []byte
	if e.Broken == source.Special {
		p := &parsed{diags: hcl.Diagnostics{unreadable(name, e.Broken)}}
		p.diags[0].Severity = hcl.DiagWarning // nobody keeps configuration in a pipe or device
		return p
	}
	if e.Broken != "" {
		err = fmt.Errorf("%s is a symbolic link that cannot be followed: %s", name, e.Broken)
	} else {
		src, err = r.tree.src.Read(dir, e)
	}
	if err != nil {
		p := &parsed{diags: hcl.Diagnostics{unreadable(name, err.Error())}}
		p.lose(name)
		return p
	}
	return parseSource(name, src)
}

// parseSource parses a file of either syntax.
func parseSource(name string, src []byte) *parsed {
	p := &parsed{}
	if strings.HasSuffix(name, ".json") {
		p.file, p.diags = json.Parse(bytes.TrimPrefix(src, []byte("\xef\xbb\xbf")), name)
		if p.diags.HasErrors() {
			p.file = &hcl.File{Body: hcl.EmptyBody(), Bytes: src}
			p.lose(name)
		}
		return p
	}
	p.file, p.diags = hclsyntax.ParseConfig(src, name, hcl.InitialPos)
	if p.diags.HasErrors() {
		return salvage(name, src, p.diags)
	}
	return p
}

// unreadable is the error for a file that cannot be read.
func unreadable(name, why string) *hcl.Diagnostic {
	return &hcl.Diagnostic{
		Severity: hcl.DiagError,
		Summary:  "Unreadable file",
		Detail:   "The file cannot be read: " + why + ".",
		Subject:  &hcl.Range{Filename: name, Start: hcl.InitialPos, End: hcl.InitialPos},
	}
}
