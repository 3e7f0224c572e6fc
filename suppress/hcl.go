package suppress

import (
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// readHCL finds the comments of a file of Terraform.
func readHCL(text []byte) []*Suppression {
	tokens, _ := hclsyntax.LexConfig(text, "", hcl.InitialPos)
	filled, commented := map[int]bool{}, map[int]bool{}
	var comments []comment
	var tail pos
	for i := range tokens {
		t := &tokens[i]
		start, end := t.Range.Start.Line, t.Range.End.Line
		lines := filled
		switch t.Type {
		case hclsyntax.TokenNewline, hclsyntax.TokenEOF:
			continue
		case hclsyntax.TokenComment:
			lines = commented
			if t.Range.End.Column == 1 && end > start {
				end-- // the line break belongs to it
			}
			comments = append(comments, commentsOf(t, filled[start], tail)...)
		default:
			tail = pos{end, max(t.Range.End.Column-1, 1)}
		}
		for line := start; line <= end; line++ {
			lines[line] = true
		}
	}
	for i := range comments {
		comments[i].leading = !comments[i].trailing && filled[comments[i].line]
	}
	parsed, _ := hclsyntax.ParseConfig(text, "", hcl.InitialPos)
	var o outline
	if body, ok := parsed.Body.(*hclsyntax.Body); ok {
		o.body(body, 0)
	}
	return o.attach(comments, filled, commented)
}

// commentsOf cuts a comment into its lines; trailing says that something ends before it at tail.
func commentsOf(t *hclsyntax.Token, trailing bool, tail pos) []comment {
	text := string(t.Bytes)
	cut := 1
	if strings.HasPrefix(text, "//") || strings.HasPrefix(text, "/*") {
		cut = 2
	}
	text = strings.TrimSuffix(text[cut:], "*/")
	var list []comment
	for i, line := range strings.Split(strings.TrimRight(text, "\r\n"), "\n") {
		c := comment{text: strings.TrimRight(line, " \t\r")}
		if i == 0 {
			c.pos = pos{t.Range.Start.Line, t.Range.Start.Column}
			c.trailing, c.tail = trailing, tail
		} else {
			c.text = strings.TrimLeft(c.text, " \t*")
			c.pos = pos{
				t.Range.Start.Line + i,
				utf8.RuneCountInString(line) - utf8.RuneCountInString(strings.TrimLeft(line, " \t*")) + 1,
			}
		}
		list = append(list, c)
	}
	return list
}

// spanOf writes a range of HCL as a span.
func spanOf(r hcl.Range) span {
	return span{pos{r.Start.Line, r.Start.Column}, pos{r.End.Line, r.End.Column}}
}

// instanced are the blocks of which there may be no instance.
var instanced = map[string]bool{"resource": true, "data": true, "module": true}

// body adds what a body holds; head is the line of the resource or module call that it is of.
func (o *outline) body(b *hclsyntax.Body, head int) {
	for _, block := range b.Blocks {
		head := head
		if head == 0 && instanced[block.Type] {
			head = block.TypeRange.Start.Line
		}
		*o = append(*o, thing{span: spanOf(block.Range()), head: head})
		o.body(block.Body, head)
	}
	for _, attr := range b.Attributes {
		o.attribute(attr, head)
	}
}

// attribute adds an attribute, and the elements of its value.
func (o *outline) attribute(attr *hclsyntax.Attribute, head int) {
	inside := thing{around: spanOf(attr.SrcRange), head: head}
	*o = append(*o, thing{span: inside.around, head: head})
	_ = hclsyntax.VisitAll(attr.Expr, func(n hclsyntax.Node) hcl.Diagnostics {
		switch n := n.(type) {
		case *hclsyntax.ObjectConsExpr:
			for _, item := range n.Items {
				inside.span = spanOf(hcl.RangeBetween(item.KeyExpr.Range(), item.ValueExpr.Range()))
				*o = append(*o, inside)
			}
		case *hclsyntax.TupleConsExpr:
			for _, item := range n.Exprs {
				inside.span = spanOf(item.Range())
				*o = append(*o, inside)
			}
		}
		return nil
	})
}
