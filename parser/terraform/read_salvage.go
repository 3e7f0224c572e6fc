package terraform

import (
	"regexp"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// blockStart matches the first line of a top-level block as everybody formats it: at the margin.
var blockStart = regexp.MustCompile(`(?m)^(?:terraform|locals|moved|removed|import|check|` +
	`variable|output|provider|module|resource|data|ephemeral)\b[^=\n]*\{`)

// salvage parses a file that does not parse as a whole block by block, so that one error does not
// lose the blocks after it, as it does in HCL's parser.
func salvage(name string, src []byte, whole hcl.Diagnostics) (
	file *hcl.File, broken []hcl.Range, diags hcl.Diagnostics,
) {
	body := &hclsyntax.Body{Attributes: hclsyntax.Attributes{}}
	file = &hcl.File{Body: body, Bytes: src}
	starts := append(blockStarts(name, src), hcl.Pos{Byte: len(src)})
	from := hcl.InitialPos
	for _, to := range starts {
		if to.Byte == from.Byte {
			continue
		}
		part, problems := hclsyntax.ParseConfig(src[from.Byte:to.Byte], name, from)
		inner := part.Body.(*hclsyntax.Body) // as ParseConfig promises
		for _, attr := range inner.Attributes {
			body.Attributes[attr.Name] = attr
		}
		body.Blocks = append(body.Blocks, inner.Blocks...)
		body.SrcRange = hcl.Range{Filename: name, Start: hcl.InitialPos, End: inner.SrcRange.End}
		body.EndRange = inner.EndRange
		if problems.HasErrors() {
			lost := hcl.Range{Filename: name, Start: soundEnd(inner, problems, from), End: to}
			broken = append(broken, lost)
		}
		diags = append(diags, problems...)
		from = to
	}
	if !diags.HasErrors() { // the parts are sound, the whole is not
		diags = append(diags, whole...)
		broken = append(broken, hcl.Range{Filename: name, Start: hcl.InitialPos, End: from})
	}
	return file, broken, diags
}

// soundEnd returns where the last block ends that is complete before the first error.
func soundEnd(body *hclsyntax.Body, problems hcl.Diagnostics, from hcl.Pos) hcl.Pos {
	first := -1
	for _, d := range problems {
		if d.Severity == hcl.DiagError && d.Subject != nil &&
			(first < 0 || d.Subject.Start.Byte < first) {
			first = d.Subject.Start.Byte
		}
	}
	for _, block := range body.Blocks {
		complete := block.CloseBraceRange.Start.Byte > block.OpenBraceRange.Start.Byte
		if end := block.CloseBraceRange.End; complete && end.Byte <= first && end.Byte > from.Byte {
			from = end
		}
	}
	return from
}

// blockStarts returns where top-level blocks start, but for what comments and heredocs hold.
func blockStarts(name string, src []byte) []hcl.Pos {
	tokens, _ := hclsyntax.LexConfig(src, name, hcl.InitialPos)
	var starts []hcl.Pos
	line, at := 1, 0
	for _, match := range blockStart.FindAllIndex(src, -1) {
		for ; at < match[0]; at++ {
			if src[at] == '\n' {
				line++
			}
		}
		for len(tokens) > 0 && tokens[0].Range.End.Byte <= match[0] {
			tokens = tokens[1:]
		}
		inside := len(tokens) > 0 && tokens[0].Range.Start.Byte < match[0]
		text := len(tokens) > 0 &&
			(tokens[0].Type == hclsyntax.TokenComment || tokens[0].Type == hclsyntax.TokenStringLit)
		if !inside && !text {
			starts = append(starts, hcl.Pos{Line: line, Column: 1, Byte: match[0]})
		}
	}
	return starts
}
