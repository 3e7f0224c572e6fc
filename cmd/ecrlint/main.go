// Command ecrlint says which container image pulls of a Terraform configuration will fail.
package main

import "os"

func main() {
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		paceGC()
	}
	os.Exit(run(os.Args[1:], shell{in: os.Stdin, out: os.Stdout, err: os.Stderr, env: os.Environ()}))
}
