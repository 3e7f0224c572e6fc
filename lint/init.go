package lint

import (
	_ "embed"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

// commented is the configuration file that holds every key, commented out.
//
//go:embed init.hcl
var commented string

// maxWalked bounds how many files are looked at for files of values.
const maxWalked = 200_000

// NewConfig returns where the configuration file of a folder belongs, and what it may hold: every
// key, and an environment for each file of values below the folder, all of it commented out.
func NewConfig(dir, folder string) (file, text string, err error) {
	if !filepath.IsAbs(folder) {
		folder = filepath.Join(dir, folder)
	}
	top := repositoryOf(folder)
	if top == "" {
		top = folder
	}
	found, err := valueFiles(top)
	if err != nil {
		return "", "", err
	}
	var b strings.Builder
	b.WriteString(commented)
	if len(found) > 0 {
		b.WriteString("\n# Found here:\n#\n")
	}
	names := map[string]int{}
	for _, one := range found {
		name := strings.TrimSuffix(strings.TrimSuffix(path.Base(one.file), ".json"), ".tfvars")
		names[name]++
		if names[name] > 1 {
			name = fmt.Sprintf("%s-%d", name, names[name])
		}
		fmt.Fprintf(&b, "# environment %s {\n#   root      = %s\n#   var_files = [%s]\n# }\n#\n",
			quoted(name), quoted(literally(one.root)), quoted(one.file))
	}
	return filepath.Join(top, ConfigName), strings.TrimSuffix(b.String(), "#\n"), nil
}

// quoted writes a text as HCL does, which would read ${ and %{ as templates.
func quoted(text string) string {
	return string(hclwrite.TokensForValue(cty.StringVal(text)).Bytes())
}

// valueFile is a file of values for a root module.
type valueFile struct{ root, file string }

// valueFiles finds the files of values that Terraform does not load by itself, with the nearest
// folder above them that has configuration.
func valueFiles(top string) ([]valueFile, error) {
	roots := map[string]bool{}
	var files []string
	walked := 0
	err := filepath.WalkDir(top, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return fs.SkipDir // an unreadable folder has no proposals
		}
		if walked++; walked > maxWalked {
			return fs.SkipAll
		}
		below := relative(top, name)
		switch {
		case entry.IsDir() && name != top && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		case entry.IsDir():
		case strings.HasSuffix(below, ".tf"), strings.HasSuffix(below, ".tf.json"):
			roots[path.Dir(below)] = true
		case selectable(entry.Name()):
			files = append(files, below)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var list []valueFile
	for _, file := range files {
		if root, found := rootAbove(roots, file); found {
			list = append(list, valueFile{root, file})
		}
	}
	slices.SortFunc(list, func(a, b valueFile) int { return strings.Compare(a.file, b.file) })
	return list, nil
}

// rootAbove returns the nearest folder above a file that has configuration.
func rootAbove(roots map[string]bool, file string) (string, bool) {
	for folder := path.Dir(file); ; folder = path.Dir(folder) {
		if roots[folder] || folder == "." {
			return folder, roots[folder]
		}
	}
}

// selectable reports whether a file holds values that are to be selected by hand.
// https://developer.hashicorp.com/terraform/language/values/variables#variable-definitions-tfvars-files
func selectable(name string) bool {
	stem := strings.TrimSuffix(name, ".json")
	return strings.HasSuffix(stem, ".tfvars") && !strings.HasSuffix(stem, ".auto.tfvars") &&
		stem != "terraform.tfvars"
}
