package pull_test

import (
	"testing"

	"github.com/ecrlint/ecrlint/pull"
)

func BenchmarkCut(b *testing.B) {
	for name, build := range map[string]func() *stack{"natted": natted, "sealed": sealed} {
		s := build()
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for _, p := range pull.Cut(s.g) {
					for i := range p.Placements {
						p.Document(i, pull.Best)
						p.Document(i, pull.Worst)
					}
				}
			}
		})
	}
}
