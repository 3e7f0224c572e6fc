package lint

import (
	"slices"
	"strings"
	"sync"
)

// paths are the paths of roots. They may be added to from many goroutines.
type paths struct {
	mu   sync.Mutex
	list []string
}

func (p *paths) add(path string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.list = append(p.list, path)
}

// below reports whether one of them lies below a folder.
func (p *paths) below(dir string) bool {
	return slices.ContainsFunc(p.list, func(path string) bool {
		return dir == "." && !strings.HasPrefix(path, "../") || strings.HasPrefix(path, dir+"/")
	})
}
