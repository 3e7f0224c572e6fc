package main

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// A run that takes long shows how far it is on one line, and wipes it.
func TestMeter(t *testing.T) {
	var out bytes.Buffer
	m := &meter{w: &out, since: time.Now()}
	m.tell(1, 9)
	m.end()
	assert.Empty(t, out.String(), "a short run says nothing")

	m = &meter{w: &out, since: time.Now().Add(-2 * quiet)}
	m.tell(3, 9)
	m.tell(3, 9)
	m.tell(4, 9)
	m.end()
	m.tell(5, 9)
	assert.Equal(t, "\r\x1b[Kecrlint: 3 of 9 roots\r\x1b[Kecrlint: 4 of 9 roots\r\x1b[K", out.String())

	assert.Nil(t, (&app{shell: shell{err: &out}}).meter(), "no terminal")
	(*meter)(nil).end()
}
