//go:build external

package main

func init() { external = true }
