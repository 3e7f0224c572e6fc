package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"golang.org/x/term"
)

// quiet is how long a run says nothing of its progress.
const quiet = time.Second

// meter shows on a terminal how far a run is.
type meter struct {
	w  io.Writer
	mu sync.Mutex
	// since is when the run began; zero once it has ended.
	since         time.Time
	judged, known int
	shown         string
}

// meter returns what shows the progress of a run: only on a terminal that can move its cursor.
func (a *app) meter() *meter {
	file, ok := a.err.(*os.File)
	if !ok || a.getenv("TERM") == "dumb" || !term.IsTerminal(int(file.Fd())) {
		return nil
	}
	m := &meter{w: file, since: time.Now()}
	time.AfterFunc(quiet, func() { // a single root may take long
		m.mu.Lock()
		defer m.mu.Unlock()
		m.show()
	})
	return m
}

// tell shows the progress once the run takes long.
func (m *meter) tell(judged, known int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.judged, m.known = judged, known
	m.show()
}

// show writes the line anew where it has changed.
func (m *meter) show() {
	if m.since.IsZero() || time.Since(m.since) < quiet {
		return
	}
	line := fmt.Sprintf("ecrlint: %d of %d roots", m.judged, m.known)
	if line != m.shown {
		_, _ = fmt.Fprint(m.w, "\r\x1b[K"+line)
		m.shown = line
	}
}

// end wipes the line.
func (m *meter) end() {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.since = time.Time{}
	if m.shown != "" {
		_, _ = fmt.Fprint(m.w, "\r\x1b[K")
	}
}
