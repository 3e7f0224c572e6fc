package report

import "path"

// FileOptions say how formats that other programs read name the files of a report.
type FileOptions struct {
	// Path returns the path of a file, which the report names relative to the working folder, from
	// the top of its repository, with forward slashes. Nil leaves paths as they are.
	Path func(file string) string
}

// files knows the files of a report: their names in the repository and their lines.
type files struct {
	name  func(file string) string
	text  func(file string) []byte
	known map[string][]string
}

func newFiles(r *Report, options FileOptions) *files {
	return &files{name: options.Path, text: r.Sources, known: map[string][]string{}}
}

// path is a file as seen from the top of its repository.
func (f *files) path(file string) string {
	if f.name != nil {
		file = f.name(file)
	}
	return path.Clean(file)
}

// lines returns the lines of a file, none where it is not at hand.
func (f *files) lines(file string) []string {
	lines, ok := f.known[file]
	if !ok && f.text != nil {
		if source := f.text(file); source != nil {
			lines = splitLines(source)
		}
	}
	f.known[file] = lines
	return lines
}

// line returns a line of a file, counted from 1.
func (f *files) line(file string, n int) (string, bool) {
	lines := f.lines(file)
	if n < 1 || n > len(lines) {
		return "", false
	}
	return lines[n-1], true
}

// points converts a column that counts characters into one that counts code points.
func (f *files) points(file string, line, column int) int {
	if text, ok := f.line(file, line); ok {
		return codePoints(text, column)
	}
	return max(column, 1)
}

// bytes converts a column that counts characters into one that counts bytes of UTF-8.
func (f *files) bytes(file string, line, column int) int {
	if text, ok := f.line(file, line); ok && column >= 1 {
		return len(prefix(text, column)) + 1
	}
	return max(column, 1)
}

// position writes a location as seen from the top of the repository; "" when it names no file.
func (f *files) position(at Location) string {
	if at.File != "" {
		at.File = f.path(at.File)
	}
	return position(at)
}

// shown is where a format shows what has to stand somewhere: at its location, else at the first
// line of its root or of the folder that was checked.
func (at Location) shown(root string) Location {
	if at.File == "" {
		at = Location{File: nonEmpty(root, ".")}
	}
	if at.Line < 1 {
		at.Line, at.Column, at.EndLine, at.EndColumn = 1, 1, 0, 0
	}
	return at
}

// last is the last line that a range has a part of.
func (at Location) last() int {
	last := max(at.EndLine, at.Line)
	if last > at.Line && at.EndColumn == 1 { // the range ends with the line before
		last--
	}
	return last
}
