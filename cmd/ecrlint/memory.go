package main

import (
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// How the collector is paced, memory traded for time: a run is short, and most of what it allocates
// lives until its end. Past memoryLimit the collector works harder; where what is alive alone comes
// near the limit, no work of the collector would help, and it goes by the default again.
const (
	gcPercent        = 400
	memoryLimit      = 256 << 20 // bytes
	aliveLimit       = 128 << 20 // bytes
	defaultGCPercent = 100
)

// paceGC sets the pace of the collector for one run.
func paceGC() {
	debug.SetGCPercent(gcPercent)
	debug.SetMemoryLimit(memoryLimit)
	watchGC()
}

// watchGC looks at what is alive after each collection: the finalizer of an object that nothing
// holds runs once for each.
func watchGC() {
	runtime.SetFinalizer(new([64]byte), func(*[64]byte) {
		sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(sample)
		known := sample[0].Value.Kind() == metrics.KindUint64
		if known && sample[0].Value.Uint64() < aliveLimit {
			watchGC()
			return
		}
		debug.SetGCPercent(defaultGCPercent)
		debug.SetMemoryLimit(math.MaxInt64)
	})
}
