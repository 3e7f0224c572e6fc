package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"strings"

	"golang.org/x/term"
)

// release is the version of a released binary; the linker sets it.
var release string

// version returns the version of this binary.
func version() string {
	if release != "" {
		return release
	}
	info, ok := debug.ReadBuildInfo()
	if !ok || !strings.HasPrefix(info.Main.Version, "v") {
		return "0.0.0-devel"
	}
	return info.Main.Version[1:]
}

// colored decides whether the report has colour: --color, then NO_COLOR (https://no-color.org),
// then whether a terminal reads.
func (a *app) colored() (bool, error) {
	switch a.color {
	case "always":
		return true, nil
	case "never":
		return false, nil
	case "auto":
		dumb := a.getenv("TERM") == "dumb"
		return a.output == "" && a.getenv("NO_COLOR") == "" && !dumb && a.terminal(), nil
	default:
		return false, notOneOf("--color", a.color, "auto", "always", "never")
	}
}

// terminal reports whether standard output is one.
func (a *app) terminal() bool {
	file, ok := a.out.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// unicode reports whether the reader shows more than ASCII, as the locale says.
func (a *app) unicode() bool {
	if a.getenv("TERM") == "dumb" {
		return false
	}
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale := a.getenv(name); locale != "" {
			locale = strings.ToLower(strings.ReplaceAll(locale, "-", ""))
			return strings.Contains(locale, "utf8")
		}
	}
	return runtime.GOOS == "windows" || runtime.GOOS == "darwin"
}
