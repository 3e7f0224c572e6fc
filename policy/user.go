package policy

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// userSources reads the modules below the folders, without tests, sorted by path. Symbolic links
// are followed for the folders themselves only.
func userSources(dirs []string) ([]source, error) {
	var found []source
	for _, dir := range dirs {
		info, err := os.Stat(dir)
		if err != nil {
			return nil, fmt.Errorf("folder of rules %s: %w", dir, err)
		}
		if !info.IsDir() {
			return nil, fmt.Errorf("folder of rules %s: it is a file", dir)
		}
		sources, err := userFolder(dir)
		if err != nil {
			return nil, fmt.Errorf("folder of rules %s: %w", dir, err)
		}
		if len(sources) == 0 {
			return nil, fmt.Errorf("folder of rules %s: it holds no .rego file", dir)
		}
		found = append(found, sources...)
	}
	return found, nil
}

// userFolder reads the modules of one folder.
func userFolder(dir string) ([]source, error) {
	var found []source
	root := os.DirFS(dir)
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() || path.Ext(name) != ".rego" || strings.HasSuffix(name, "_test.rego"):
			return nil
		}
		text, err := fs.ReadFile(root, name)
		file := filepath.ToSlash(filepath.Join(dir, filepath.FromSlash(name)))
		found = append(found, source{file: file, text: string(text)})
		return err
	})
	return found, err
}
