package lint

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"

	"github.com/ecrlint/ecrlint/parser"
)

// asides are the endings of files that no configuration is made of: programs, prose, pictures. A
// file of any other name may be read by a function.
var asides = map[string]bool{}

func init() {
	const endings = `
		.adoc .bmp .c .cc .cpp .cs .css .dart .erb .ex .exs .gif .go .gradle .h .hpp .html .ico
		.ipynb .java .jpeg .jpg .js .jsx .kt .kts .lock .lua .map .markdown .md .mdx .mjs .mod
		.mp4 .pdf .php .pl .png .proto .py .pyi .r .rb .rs .rst .sass .scala .scss .sql .sum .svelte
		.svg .swift .ts .tsx .vue .webp .woff .woff2 .zip`
	for ending := range strings.FieldsSeq(endings) {
		asides[ending] = true
	}
}

// asideNames are the names of such files that have no ending.
var asideNames = []string{
	".editorconfig", ".gitattributes", ".gitignore", ".pre-commit-config.yaml",
	".terraform.lock.hcl", "codeowners", "license", "makefile", "notice", "package-lock.json",
}

// Relevant reports whether configuration may be made of one of some files, by their names alone.
func Relevant(files []string) bool {
	return slices.ContainsFunc(files, func(file string) bool {
		name := strings.ToLower(filepath.Base(file))
		return !asides[filepath.Ext(name)] && !slices.Contains(asideNames, name)
	})
}

// changed returns the changed files as the readers know files: relative to the working folder,
// without symbolic links. Of a link both are there, it and what it leads to; a folder, such as a
// submodule, stands for all files in it. nil: all is judged.
func (in Input) changed() []string {
	if in.Changed == nil {
		return nil
	}
	dir := in.Dir
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	list := []string{}
	for _, file := range in.Changed {
		if !filepath.IsAbs(file) {
			file = filepath.Join(dir, file)
		}
		list = append(list, relative(dir, linkless(file)))
		if target, err := filepath.EvalSymlinks(file); err == nil {
			list = append(list, relative(dir, target))
			for _, inside := range filesIn(target) {
				list = append(list, relative(dir, inside))
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// filesIn returns the files below a folder; none where it is none.
func filesIn(folder string) []string {
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return nil
	}
	var list []string
	_ = filepath.WalkDir(folder, func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil: // the reader says what it cannot read
			return nil
		case e.IsDir() && e.Name() == ".git":
			return fs.SkipDir
		case !e.IsDir():
			list = append(list, name)
		}
		return nil
	})
	return list
}

// linkless returns the path of a file whose folder is reached without symbolic links. The folder
// may be gone.
func linkless(file string) string {
	for dir, rest := filepath.Dir(file), filepath.Base(file); ; dir = filepath.Dir(dir) {
		if real, err := filepath.EvalSymlinks(dir); err == nil {
			return filepath.Join(real, rest)
		}
		if dir == filepath.Dir(dir) {
			return file
		}
		rest = filepath.Join(filepath.Base(dir), rest)
	}
}

// selection says which roots are judged where only some files have changed.
type selection struct {
	changed []string // nil: every root is judged
	count   *progress

	mu    sync.Mutex
	taken map[string]bool
	uses  []func(path string) bool // of what was taken
	// waiting are the readings of roots that nothing is known to have changed in: one in another
	// environment may say otherwise, or a root that adds to it.
	waiting map[string][]*parser.Root
}

func newSelection(in Input, count *progress) *selection {
	return &selection{
		changed: in.changed(), count: count, taken: map[string]bool{},
		waiting: map[string][]*parser.Root{},
	}
}

// through does work for the roots that are to be judged, and counts all of them.
func (s *selection) through(work func(*parser.Root) error) func(*parser.Root) error {
	return func(root *parser.Root) error {
		for _, one := range s.take(root) {
			if err := work(one); err != nil {
				return err
			}
		}
		s.count.done()
		return nil
	}
}

// take returns what is to be judged now that a root was read: itself where the changed files are a
// part of it, with all of its environments and the roots that its data sources lead to, as it may
// add to them.
func (s *selection) take(root *parser.Root) []*parser.Root {
	if s.changed == nil {
		return []*parser.Root{root}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting[root.Path] = append(s.waiting[root.Path], root)
	wanted := []string{root.Path}
	if root.Uses == nil || slices.ContainsFunc(s.changed, root.Uses) {
		s.taken[root.Path] = true
		for _, link := range root.Links {
			if link.From == root.Path && link.To != "the state" {
				s.taken[link.Root] = true
				wanted = append(wanted, link.Root)
			}
		}
	}
	var list []*parser.Root
	for _, name := range wanted {
		if s.taken[name] {
			list = append(list, s.waiting[name]...)
			delete(s.waiting, name)
		}
	}
	for _, one := range list {
		if one.Uses != nil {
			s.uses = append(s.uses, one.Uses)
		}
	}
	return list
}

// concerning returns the diagnostics of reading that are of the files that have changed or of roots
// that were judged.
func (s *selection) concerning(diags hcl.Diagnostics) hcl.Diagnostics {
	if s.changed == nil {
		return diags
	}
	return slices.DeleteFunc(diags, func(d *hcl.Diagnostic) bool {
		if d.Subject == nil || slices.Contains(s.changed, d.Subject.Filename) {
			return false
		}
		return !slices.ContainsFunc(s.uses, func(uses func(string) bool) bool {
			return uses(d.Subject.Filename)
		})
	})
}
