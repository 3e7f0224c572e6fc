package terraform

import (
	"bytes"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// blockStart matches the first line of a top-level block as everybody formats it: at the margin.
var blockStart = regexp.MustCompile(`(?m)^(?:terraform|locals|moved|removed|import|check|` +
	`variable|output|provider|module|resource|data|ephemeral)\b(?:[^=\n]*\{|[^=\n]*$)`)

// salvage parses a file that does not parse as a whole block by block, so that one error does not
// lose the blocks after it, as it does in HCL's parser.
func salvage(name string, src []byte, whole hcl.Diagnostics) *parsed {
	body := &hclsyntax.Body{Attributes: hclsyntax.Attributes{}}
	p := &parsed{file: &hcl.File{Body: body, Bytes: src}}
	from := hcl.InitialPos
	end := hcl.Pos{Line: bytes.Count(src, []byte("\n")) + 1, Column: 1, Byte: len(src)}
	for _, to := range append(blockStarts(name, src), end) {
		if to.Byte == from.Byte {
			continue
		}
		file, problems := hclsyntax.ParseConfig(src[from.Byte:to.Byte], name, from)
		part := file.Body.(*hclsyntax.Body) // as ParseConfig promises
		if problems.HasErrors() {
			part.Blocks = repairHeaders(part.Blocks, src)
			p.note(part, problems, hcl.Range{Filename: name, Start: from, End: to}, src)
		}
		maps.Copy(body.Attributes, part.Attributes)
		body.Blocks = append(body.Blocks, part.Blocks...)
		p.diags = append(p.diags, firstOfKind(problems)...)
		from = to
	}
	body.SrcRange = hcl.Range{Filename: name, Start: hcl.InitialPos, End: end}
	body.EndRange = hcl.Range{Filename: name, Start: end, End: end}
	if !p.diags.HasErrors() { // the parts are sound, the whole is not
		p.diags = append(p.diags, whole...)
		p.lose(name)
	}
	return p
}

// note notes what of a part is broken, and lost unless the block that is broken is known.
func (p *parsed) note(part *hclsyntax.Body, problems hcl.Diagnostics, at hcl.Range, src []byte) {
	at.Start = soundEnd(part, problems, at.Start)
	p.broken = append(p.broken, at)
	known := slices.ContainsFunc(part.Blocks, func(block *hclsyntax.Block) bool {
		return block.TypeRange.Start.Byte >= at.Start.Byte
	})
	if !known && bytes.ContainsRune(src[at.Start.Byte:at.End.Byte], '{') {
		p.lost = append(p.lost, at)
	}
}

// repairHeaders gives the blocks of a broken part the labels that their headers seem to mean, so
// that what they declare is known to exist. Blocks whose labels cannot be made out are left out.
func repairHeaders(blocks hclsyntax.Blocks, src []byte) hclsyntax.Blocks {
	var kept hclsyntax.Blocks
	for _, block := range blocks {
		want := slices.IndexFunc(fileSchema.Blocks, func(known hcl.BlockHeaderSchema) bool {
			return known.Type == block.Type
		})
		if want < 0 {
			continue
		}
		count := len(fileSchema.Blocks[want].LabelNames)
		unsound := func(label string) bool { return !hclsyntax.ValidIdentifier(label) }
		if len(block.Labels) != count || slices.ContainsFunc(block.Labels, unsound) {
			header, _, _ := strings.Cut(string(src[block.TypeRange.End.Byte:]), "\n")
			words := strings.FieldsFunc(header, func(r rune) bool { return !identifierRune(r) })
			if len(words) < count || slices.ContainsFunc(words[:count], unsound) {
				continue
			}
			block.Labels, block.LabelRanges = words[:count], nil
			for range count {
				block.LabelRanges = append(block.LabelRanges, block.TypeRange)
			}
			block.OpenBraceRange, block.CloseBraceRange = block.TypeRange, block.TypeRange
		}
		kept = append(kept, block)
	}
	return kept
}

// identifierRune reports whether a rune may be in a name.
func identifierRune(r rune) bool {
	return r == '_' || r == '-' || unicode.IsLetter(r) || unicode.IsDigit(r)
}

// firstOfKind returns the diagnostics without those that say again what one before them says: an
// open quote makes every line after it an error.
func firstOfKind(diags hcl.Diagnostics) hcl.Diagnostics {
	var kept hcl.Diagnostics
	for _, d := range diags {
		if !slices.ContainsFunc(kept, func(k *hcl.Diagnostic) bool { return k.Summary == d.Summary }) {
			kept = append(kept, d)
		}
	}
	return kept
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
		open := block.OpenBraceRange.Start.Byte // that of the header where there is no brace
		complete := open > block.TypeRange.Start.Byte && block.CloseBraceRange.Start.Byte > open
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
