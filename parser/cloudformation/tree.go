package cloudformation

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"golang.org/x/sync/errgroup"

	"github.com/ecrlint/ecrlint/parser/source"
)

// tree is every template below the paths of a run. It may be used from many goroutines.
type tree struct {
	src       *source.Tree
	opts      Options
	templates map[string]*template   // by path
	named     map[string][]*template // by the last element of their path, sorted by path
	roots     []*template
	links     *links
	values    map[string]string // --parameter and --parameters
	layers    map[string]given  // what environments give, by which they are
	given     map[string]bool   // the files that the command line names
	quiet     map[string]bool   // templates beside those, which are only referred to
	assets    map[string]string // the paths of the files of assemblies, by their hash
	diags     hcl.Diagnostics

	mu        sync.Mutex
	reached   map[string]*template // templates outside of the walk
	fragments map[string]*document
}

// extensions are those of the files that may be templates.
var extensions = map[string]bool{
	".yaml": true, ".yml": true, ".json": true, ".template": true, ".cfn": true,
}

// wanted reports whether a file may be a template by its name.
func wanted(name string) bool {
	lower := strings.ToLower(name)
	return extensions[path.Ext(lower)] && !strings.HasSuffix(lower, ".tf.json") &&
		!strings.HasSuffix(lower, ".tofu.json") && !strings.HasSuffix(lower, ".assets.json") &&
		lower != "package-lock.json"
}

// isAssembly reports whether a folder is what the CDK writes, which git mostly ignores.
func isAssembly(name string) bool { return name == "cdk.out" }

// inAssembly reports whether a folder lies in one.
func inAssembly(dir string) bool {
	return slices.ContainsFunc(strings.Split(dir, "/"), isAssembly)
}

// left reports whether a file of an assembly is no template whatever it holds.
func left(dir, name string) bool {
	if !inAssembly(dir) {
		return false
	}
	if name == "manifest.json" || name == "tree.json" || strings.HasPrefix(name, "asset.") {
		return true
	}
	return slices.ContainsFunc(strings.Split(dir, "/"), func(part string) bool {
		return strings.HasPrefix(part, "asset.")
	})
}

// readTree reads the templates below the paths of the options.
func readTree(ctx context.Context, opts Options) *tree {
	if len(opts.Paths) == 0 {
		opts.Paths = []string{"."}
	}
	t := &tree{
		opts: opts, templates: map[string]*template{}, named: map[string][]*template{},
		values: map[string]string{}, given: map[string]bool{}, quiet: map[string]bool{},
		reached: map[string]*template{}, fragments: map[string]*document{},
		assets: map[string]string{},
	}
	src, diags := source.Open(opts.Dir, opts.Paths, opts.Exclude)
	t.src, t.diags = src, append(t.diags, diags...)
	folders, diags := src.WalkAlways(ctx, wanted, isAssembly)
	t.diags = append(t.diags, diags...)
	t.readValues(opts.ParameterFiles, opts.Parameters)
	t.readFiles(ctx, t.candidates(folders))
	t.environments(folders)
	t.checkValues()
	return t
}

// candidate is a file that may be a template.
type candidate struct {
	dir   string
	entry source.Entry
	// given is set for a file that the command line names, beside for one in its folder.
	given, beside bool
}

func (c candidate) path() string { return path.Join(c.dir, c.entry.Name) }

// candidates lists the files of folders that may be templates.
func (t *tree) candidates(folders []source.Folder) []candidate {
	var all []candidate
	for _, f := range folders {
		for _, e := range f.Entries {
			named := slices.Contains(f.Named, e.Name)
			switch {
			case e.Dir || e.Broken != "":
			case named:
				all = append(all, candidate{dir: f.Path, entry: e, given: true})
			case !wanted(e.Name) || left(f.Path, e.Name) || slices.Contains(f.Ignored, e.Name) ||
				t.src.Excluded(path.Join(f.Path, e.Name)):
			case e.Link != "" && t.listed(folders, e.Link):
			default:
				all = append(all, candidate{dir: f.Path, entry: e, beside: !f.Whole})
			}
		}
	}
	return all
}

// listed reports whether a file lies in one of the folders, so that a link to it is a repetition.
func (t *tree) listed(folders []source.Folder, name string) bool {
	return slices.ContainsFunc(folders, func(f source.Folder) bool {
		return f.Whole && f.Path == path.Dir(name)
	})
}

// readFiles reads files in parallel.
func (t *tree) readFiles(ctx context.Context, all []candidate) {
	templates := make([]*template, len(all))
	problems := make([]hcl.Diagnostics, len(all))
	t.each(ctx, len(all), func(i int) { templates[i], problems[i] = t.readFile(all[i]) })
	for i, c := range all {
		if !c.beside {
			t.diags = append(t.diags, problems[i]...)
		}
		if templates[i] == nil {
			continue
		}
		t.add(templates[i])
		t.given[c.path()] = c.given
		t.quiet[c.path()] = c.beside
	}
}

// add adds a template.
func (t *tree) add(found *template) {
	t.templates[found.path] = found
	base := path.Base(found.path)
	t.named[base] = append(t.named[base], found)
	slices.SortFunc(t.named[base], func(a, b *template) int { return cmp.Compare(a.path, b.path) })
}

// each runs a function for every index on all cores.
func (t *tree) each(ctx context.Context, n int, do func(int)) {
	var group errgroup.Group
	jobs := t.opts.Jobs
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	group.SetLimit(jobs)
	for i := range n {
		if ctx.Err() != nil {
			break
		}
		group.Go(func() error {
			do(i)
			return nil
		})
	}
	_ = group.Wait() // no function fails
}

// readFile reads a file; nil where it is no template.
func (t *tree) readFile(c candidate) (*template, hcl.Diagnostics) {
	bytes, err := t.src.Read(c.dir, c.entry)
	if err != nil {
		return nil, hcl.Diagnostics{fault(top(c.path()), "Unreadable file", err.Error()+".")}
	}
	found, diags := readTemplate(c.path(), bytes)
	if found == nil && c.given && len(diags) == 0 && wanted(c.entry.Name) {
		diags = append(diags, doubt(top(c.path()), "No template",
			"The file is no CloudFormation template: it has no resources of AWS."))
	}
	return found, diags
}

func top(name string) hcl.Range {
	return hcl.Range{Filename: name, Start: hcl.InitialPos, End: hcl.InitialPos}
}

// readTemplate reads a template; nil where the text is none.
func readTemplate(name string, bytes []byte) (*template, hcl.Diagnostics) {
	look := glance(bytes)
	if look == other {
		return nil, nil
	}
	if len(bytes) > maxSize {
		if topKey(bytes) != presentKey {
			return nil, nil
		}
		return nil, hcl.Diagnostics{fault(top(name), "Template too large", fmt.Sprintf(
			"The template has %d bytes; CloudFormation takes at most %d. It is not read.", len(bytes),
			maxSize))}
	}
	d, failed := parse(name, bytes)
	if failed != nil {
		if look == must {
			return nil, hcl.Diagnostics{unreadable(d.file, failed)}
		}
		return nil, nil
	}
	found := newTemplate(d)
	if found == nil && d.root.is(object) && versioned(d) {
		return nil, hcl.Diagnostics{doubt(d.root.key("AWSTemplateFormatVersion").span(),
			"No resources", "The template has no section Resources, which every template needs.")}
	}
	if found == nil {
		return nil, nil
	}
	return found, found.diags
}

// template returns the template at a path; nil where there is none.
func (t *tree) template(name string) *template { return t.templates[path.Clean(name)] }

// reach reads a template that another one names and that the walk has not found, because git
// ignores it or its name is unusual.
func (t *tree) reach(name string) *template {
	t.mu.Lock()
	defer t.mu.Unlock()
	name = path.Clean(name)
	if found, ok := t.reached[name]; ok {
		return found
	}
	var found *template
	if bytes, err := t.src.ReadFile(name); err == nil && len(bytes) <= maxSize {
		if d, failed := parse(name, bytes); failed == nil {
			found = newTemplate(d)
		}
	}
	t.reached[name] = found
	return found
}

// text returns the text of a file.
func (t *tree) text(name string) (string, bool) {
	bytes, err := t.src.ReadFile(name)
	if err != nil || len(bytes) > maxSize {
		return "", false
	}
	return string(bytes), true
}

// fragment reads a file that a template includes: at a path, or at a URL whose last element is a
// file beside the template.
func (t *tree) fragment(from *template, location string) *document {
	location, _, _ = strings.Cut(location, "?")
	name := path.Join(path.Dir(from.path), location)
	if strings.Contains(location, "://") {
		name = path.Join(path.Dir(from.path), path.Base(location))
	}
	return t.piece(name)
}

// piece reads a file that is no template; nil where there is none that can be read.
func (t *tree) piece(name string) *document {
	t.mu.Lock()
	defer t.mu.Unlock()
	if d, ok := t.fragments[name]; ok {
		return d
	}
	var d *document
	if bytes, err := t.src.ReadFile(name); err == nil && len(bytes) <= maxSize {
		if parsed, failed := parse(name, bytes); failed == nil {
			d = parsed
		}
	}
	t.fragments[name] = d
	return d
}
