package main

import (
	"context"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What does not end by itself is left when the run is interrupted.
func TestInterrupt(t *testing.T) {
	release := make(chan struct{})
	t.Cleanup(func() { close(release) })
	ctx, cancel := context.WithCancel(t.Context())
	endless := &cobra.Command{Use: "endless", RunE: func(*cobra.Command, []string) error {
		cancel()
		<-release
		return nil
	}}
	endless.SetArgs([]string{})
	assert.ErrorIs(t, execute(ctx, endless), context.Canceled)
}

// What ends by itself is waited for, interrupted or not.
func TestNoInterrupt(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	done := false
	brief := &cobra.Command{Use: "brief", RunE: func(*cobra.Command, []string) error {
		cancel()
		done = true
		return nil
	}}
	brief.SetArgs([]string{})
	require.NoError(t, execute(ctx, brief))
	assert.True(t, done)
}
