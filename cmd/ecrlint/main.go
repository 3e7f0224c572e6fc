// Command ecrlint says which container image pulls of a Terraform configuration will fail.
package main

import (
	"os"
	"runtime/debug"
)

// gcPercent and memoryLimit trade memory for time: a run is short, and most of what it allocates
// lives until its end. Past the limit the collector works as hard as it needs to.
const (
	gcPercent   = 400
	memoryLimit = 256 << 20
)

func main() {
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(gcPercent)
		debug.SetMemoryLimit(memoryLimit)
	}
	os.Exit(run(os.Args[1:], shell{in: os.Stdin, out: os.Stdout, err: os.Stderr, env: os.Environ()}))
}
