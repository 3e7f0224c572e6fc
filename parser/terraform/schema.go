package terraform

import (
	"bytes"
	"compress/flate"
	_ "embed" // the schema files
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/zclconf/go-cty/cty"
)

//go:generate go run ./internal/schemagen ${SCHEMA} .

// blockSchema says which arguments a block takes, after the AWS provider's schema.
type blockSchema struct {
	attrs  map[string]attrSchema
	blocks map[string]nestedSchema
	// spelled holds the schema of the attributes that may be spelled as blocks.
	spelled map[string]*blockSchema
	// names holds the names of attrs in order.
	names []string
}

// attrSchema is an attribute of a resource, data source or nested block.
type attrSchema struct {
	typ cty.Type
	// argument: it can be configured. computed: the provider fills it in when it is left out.
	argument, computed bool
}

// nestedSchema is a nested block. A group (mode m) is one block for each label.
type nestedSchema struct {
	mode  byte
	block *blockSchema
}

// schemaOfObject returns the schema of a block that spells an object.
func schemaOfObject(types map[string]cty.Type) *blockSchema {
	b := &blockSchema{attrs: make(map[string]attrSchema, len(types))}
	for _, name := range slices.Sorted(maps.Keys(types)) {
		b.add(name, attrSchema{typ: types[name], argument: true})
	}
	return b
}

// asBlocks reports whether the attribute is a list or set of objects, which Terraform also
// accepts in the spelling of nested blocks (attributes as blocks: aws_security_group ingress).
func (a attrSchema) asBlocks() bool {
	return (a.typ.IsListType() || a.typ.IsSetType()) && a.typ.ElementType().IsObjectType()
}

//go:embed schema.bin
var schemaBin []byte

//go:embed schema.idx
var schemaIdx string

// schemaChunk is a deflated part of schema.bin, inflated at its first use.
type schemaChunk struct {
	offset, length int
	first, last    string
	inflate        sync.Once
	text           string
}

var schemaChunks = sync.OnceValue(func() []*schemaChunk {
	var chunks []*schemaChunk
	for line := range strings.Lines(schemaIdx) {
		field := strings.Fields(line)
		if len(field) != 4 {
			continue
		}
		offset, _ := strconv.Atoi(field[0])
		length, _ := strconv.Atoi(field[1])
		chunks = append(chunks,
			&schemaChunk{offset: offset, length: length, first: field[2], last: field[3]})
	}
	return chunks
})

// find returns the line that describes a type.
func (c *schemaChunk) find(name string) (string, bool) {
	c.inflate.Do(func() {
		text, err := io.ReadAll(flate.NewReader(bytes.NewReader(schemaBin[c.offset:][:c.length])))
		if err == nil {
			c.text = "\n" + string(text)
		}
	})
	_, line, ok := strings.Cut(c.text, "\n"+name+" ")
	if !ok {
		return "", false
	}
	line, _, _ = strings.Cut(line, "\n")
	return line, true
}

// parsedSchemas holds the *blockSchema of each type that was asked for; nil for one that the
// schema does not know.
var parsedSchemas sync.Map

// schemaOf returns the schema of a resource type, or of data.TYPE; nil where it is not known.
func schemaOf(name string) *blockSchema {
	if s, ok := parsedSchemas.Load(name); ok {
		return s.(*blockSchema)
	}
	var parsed *blockSchema
	for i, chunk := range schemaChunks() {
		if i > 0 && (name < chunk.first || name > chunk.last) { // the first is the core
			continue
		}
		if line, ok := chunk.find(name); ok {
			p := schemaParser{rest: line}
			parsed = p.block()
			break
		}
	}
	s, _ := parsedSchemas.LoadOrStore(name, parsed)
	return s.(*blockSchema)
}

// schemaParser reads the notation that internal/schemagen describes.
type schemaParser struct{ rest string }

func (p *schemaParser) block() *blockSchema {
	b := &blockSchema{attrs: map[string]attrSchema{}, blocks: map[string]nestedSchema{}}
	for p.rest != "" && !p.skip(']') {
		if p.skip(' ') {
			continue
		}
		end := strings.IndexAny(p.rest, "=[")
		if end < 0 {
			return b
		}
		name, attribute := p.rest[:end], p.rest[end] == '='
		p.rest = p.rest[end+1:]
		if attribute {
			b.add(name, p.attribute())
			continue
		}
		mode := p.next()
		b.blocks[name] = nestedSchema{mode: mode, block: p.block()}
	}
	return b
}

// add adds an attribute. A set of objects becomes a list, as nested blocks are.
func (b *blockSchema) add(name string, a attrSchema) {
	if a.asBlocks() {
		element := a.typ.ElementType()
		a.typ = cty.List(element)
		if b.spelled == nil {
			b.spelled = map[string]*blockSchema{}
		}
		b.spelled[name] = schemaOfObject(element.AttributeTypes())
	}
	b.attrs[name] = a
	b.names = append(b.names, name)
}

func (p *schemaParser) attribute() attrSchema {
	switch {
	case p.skip('~'):
		return attrSchema{typ: p.typ(), argument: true, computed: true}
	case p.skip('!'):
		return attrSchema{typ: p.typ(), computed: true}
	}
	return attrSchema{typ: p.typ(), argument: true}
}

func (p *schemaParser) typ() cty.Type {
	switch p.next() {
	case 's':
		return cty.String
	case 'n':
		return cty.Number
	case 'b':
		return cty.Bool
	case 'L':
		return cty.List(p.typ())
	case 'S':
		return cty.Set(p.typ())
	case 'M':
		return cty.Map(p.typ())
	case '{':
		return p.object()
	}
	return cty.DynamicPseudoType
}

func (p *schemaParser) object() cty.Type {
	fields := map[string]cty.Type{}
	for p.rest != "" && !p.skip('}') {
		if p.skip(',') {
			continue
		}
		name, rest, _ := strings.Cut(p.rest, ":")
		p.rest = rest
		fields[name] = p.typ()
	}
	return cty.Object(fields)
}

// next takes one byte; 0 at the end.
func (p *schemaParser) next() byte {
	if p.rest == "" {
		return 0
	}
	b := p.rest[0]
	p.rest = p.rest[1:]
	return b
}

func (p *schemaParser) skip(b byte) bool {
	if p.rest == "" || p.rest[0] != b {
		return false
	}
	p.rest = p.rest[1:]
	return true
}

// fills reports whether AWS fills in some argument of a block, or of one inside.
func (b *blockSchema) fills() bool {
	if b == nil {
		return false
	}
	for _, attr := range b.attrs {
		if attr.computed {
			return true
		}
	}
	for _, n := range b.blocks {
		if n.block.fills() {
			return true
		}
	}
	return false
}
