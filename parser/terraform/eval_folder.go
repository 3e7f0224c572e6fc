package terraform

import (
	"path"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// checkout is the origin of what stands before a path of the tree in an absolute one.
var checkout = parser.Origin{What: "path.cwd", Why: "depends on where terraform is run"}

// workingFolder is path.cwd: the root's folder, below one that is not known. Terraform may be run
// elsewhere (-chdir), so it is said that this is taken for granted.
// https://developer.hashicorp.com/terraform/language/expressions/references#filesystem-and-workspace-info
func (ev *evaluator) workingFolder(root string) cty.Value {
	if at, ok := ev.absolute(root, "."); ok {
		return cty.StringVal(at)
	}
	return ev.unknown(cty.String, ev.origins.Add(checkout))
}

// absolute returns a path, relative to the folder that terraform is run in, as an absolute one with
// a token for where the tree is. It is false where the tree does not say how the path ends.
func (ev *evaluator) absolute(root, name string) (string, bool) {
	if ev.tree.units[root] != nil { // Terragrunt runs terraform in a copy
		return "", false
	}
	at := path.Join(root, name)
	for strings.HasPrefix(at, "../") {
		at = strings.TrimPrefix(at, "../")
	}
	if at == "." || at == ".." || path.IsAbs(at) || strings.ContainsAny(at, "{}<>") ||
		parser.Holed(name) { // braces are a template's, whose folders are still to be named
		return "", false
	}
	ev.assumes["terraform is run in the folder of the root module"] = true
	return ev.origins.Token(checkout) + "/" + at, true
}
