package terraform

import (
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// backendFiles returns the files of the tree that may hold the remaining values of a root's
// backend, as `terraform init -backend-config=FILE` takes them: those in the folders of its
// folder, else those in the folder above and in the folders for backends there.
// https://developer.hashicorp.com/terraform/language/backend#file
func (ev *evaluator) backendFiles(b *Backend) []*hclsyntax.Body {
	src := ev.tree.src
	var dirs []string
	within := func(dir string, wants func(name string) bool) {
		dirs = append(dirs, dir)
		entries, _ := src.ReadDir(dir)
		for _, e := range entries {
			if e.Dir && !strings.HasPrefix(e.Name, ".") && wants(e.Name) {
				dirs = append(dirs, path.Join(dir, e.Name))
			}
		}
	}
	within(ev.root, func(name string) bool {
		return !ev.tree.isRoot(path.Join(ev.root, name))
	})
	found := ev.backendBodies(dirs, b)
	if len(found) == 0 && ev.root != "." {
		dirs = nil
		within(path.Dir(ev.root), func(name string) bool { return strings.Contains(name, "backend") })
		found = ev.backendBodies(dirs, b)
	}
	return found
}

// isRoot reports whether a folder is a root of the run.
func (t *Tree) isRoot(dir string) bool { return slices.Contains(t.roots, dir) }

// backendBodies reads the files of backend values in some folders.
func (ev *evaluator) backendBodies(dirs []string, b *Backend) []*hclsyntax.Body {
	src := ev.tree.src
	var found []*hclsyntax.Body
	for _, dir := range dirs {
		entries, _ := src.ReadDir(dir)
		for _, e := range entries {
			bare := path.Ext(e.Name) == ".hcl" && !ofGrunt(e) && !strings.HasPrefix(e.Name, ".")
			if e.Dir || !bare && path.Ext(e.Name) != ".tfbackend" {
				continue
			}
			body := ev.tree.arguments(path.Join(dir, e.Name))
			if body != nil && (!bare || completes(body, b)) {
				found = append(found, body)
			}
		}
	}
	return found
}

// arguments parses a file of arguments; nil where it cannot be read.
func (t *Tree) arguments(name string) *hclsyntax.Body {
	text, err := t.src.ReadFile(name)
	if err != nil {
		return nil
	}
	file, diags := hclsyntax.ParseConfig(text, name, hcl.InitialPos)
	body, ok := file.Body.(*hclsyntax.Body)
	if !ok || diags.HasErrors() {
		return nil
	}
	return body
}

// completes reports whether a file holds nothing but arguments, and among them one that says where
// a state of the backend is.
func completes(body *hclsyntax.Body, b *Backend) bool {
	return len(body.Blocks) == 0 && slices.ContainsFunc(backendKeys[b.Type], func(name string) bool {
		return body.Attributes[name] != nil
	})
}

// chosen reports whether the values of variables of a root are chosen by files that Terraform does
// not read on its own, one for each place where it may keep its state.
func (ev *evaluator) chosen() bool {
	dirs := []string{ev.root}
	for len(dirs) > 0 && len(dirs) < 100 {
		entries, _ := ev.tree.src.ReadDir(dirs[0])
		for _, e := range entries {
			name := strings.TrimSuffix(e.Name, ".json")
			switch {
			case e.Dir && dirs[0] == ev.root && !strings.HasPrefix(e.Name, "."):
				dirs = append(dirs, path.Join(ev.root, e.Name))
			case !e.Dir && path.Ext(name) == ".tfvars" && name != "terraform.tfvars" &&
				!strings.HasSuffix(name, ".auto.tfvars"):
				return true
			}
		}
		dirs = dirs[1:]
	}
	return false
}
