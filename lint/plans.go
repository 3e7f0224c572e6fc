package lint

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/ecrlint/ecrlint/parser/terraform"
)

// stdin is the PATH that stands for standard input.
const stdin = "-"

// plans reads the plans and states among the paths, whatever they are called, and returns the input
// with the other paths. Where configuration lies beside a plan it is read with it: beside tells
// what the reader of Terraform takes in its place.
func (in Input) plans() (
	rest Input, beside []string, plans []*terraform.Plan, diags hcl.Diagnostics,
) {
	rest = in
	rest.Paths = nil
	seen := map[string]bool{}
	for _, path := range in.Paths {
		text, ok := in.planText(path)
		if !ok {
			rest.Paths = append(rest.Paths, path)
			continue
		}
		name := filepath.ToSlash(filepath.Clean(path))
		if seen[name] {
			continue
		}
		seen[name] = true
		folder := ""
		if path != stdin {
			folder = terraform.PlanFolder(in.Dir, path)
		}
		plan, problems := terraform.ReadPlan(name, folder, text)
		diags = append(diags, problems...)
		if plan == nil {
			continue
		}
		plans = append(plans, plan)
		if file := in.configurationIn(filepath.Dir(path)); path != stdin && file != "" {
			beside = append(beside, file)
		}
	}
	return rest, beside, plans, diags
}

// planText returns the text of a path that is a plan or a state, or is meant to be one.
func (in Input) planText(path string) ([]byte, bool) {
	if path == stdin {
		if in.Stdin == nil {
			return nil, true
		}
		text, err := io.ReadAll(in.Stdin)
		return text, err == nil || len(text) > 0
	}
	switch strings.ToLower(filepath.Ext(path)) {
	case ".tf", ".tofu", ".tfvars", ".yaml", ".yml":
		return nil, false
	}
	file, err := os.Open(in.abs(path))
	if err != nil {
		return nil, false
	}
	defer func() { _ = file.Close() }()
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, false
	}
	start := make([]byte, sniffed)
	n, err := io.ReadFull(file, start)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, false
	}
	if !terraform.MayBePlan(start[:n]) {
		return nil, false
	}
	text, err := os.ReadFile(in.abs(path))
	return text, err == nil && terraform.LooksLikePlan(text)
}

// sniffed is how many bytes of a file say whether it may be JSON.
const sniffed = 64

func (in Input) abs(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(in.Dir, path)
}

// configurationIn returns the first file of configuration in a folder, as the paths are given.
func (in Input) configurationIn(folder string) string {
	entries, err := os.ReadDir(in.abs(folder))
	if err != nil {
		return ""
	}
	for _, e := range entries {
		name := e.Name()
		config := slices.ContainsFunc([]string{".tf", ".tf.json", ".tofu", ".tofu.json"},
			func(end string) bool { return strings.HasSuffix(name, end) })
		if config && !e.IsDir() && !strings.HasPrefix(name, ".") {
			return filepath.Join(folder, name)
		}
	}
	return ""
}
