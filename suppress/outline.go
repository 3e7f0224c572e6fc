package suppress

// thing is a part of a file that a suppression can be about: a block, an attribute, an element of
// a value.
type thing struct {
	span
	around span // the attribute that it is an element of; none for the rest
	head   int  // as of a Suppression
}

// outline holds the things of a file, each before those inside it.
type outline []thing

// beginning returns the largest thing that begins on a line.
func (o outline) beginning(line int) *thing {
	for i := range o {
		if o[i].start.line == line {
			return &o[i]
		}
	}
	return nil
}

// enclosing returns the smallest thing around a place.
func (o outline) enclosing(p pos) *thing {
	for i := len(o) - 1; i >= 0; i-- {
		if o[i].has(p) {
			return &o[i]
		}
	}
	return nil
}

// attach makes suppressions of the comments of a file. filled are the lines that hold something
// other than comments, commented those that hold a comment.
func (o outline) attach(comments []comment, filled, commented map[int]bool) []*Suppression {
	var list []*Suppression
	for i := range comments {
		c := &comments[i]
		s := c.read()
		if s == nil {
			continue
		}
		list = append(list, s)
		line, below := target(c, filled, commented)
		if !below {
			continue
		}
		found := o.beginning(line)
		if found == nil && c.trailing {
			found = o.enclosing(c.tail)
		}
		if found != nil {
			s.scope, s.around, s.line, s.head = found.span, found.around, line, found.head
		}
	}
	return list
}

// target returns the line that a comment is about: its own, or the one below it and the comments
// that follow it without an empty line.
func target(c *comment, filled, commented map[int]bool) (line int, ok bool) {
	line = c.line
	if !c.trailing && !c.leading {
		for line++; commented[line] && !filled[line]; line++ {
		}
	}
	return line, filled[line]
}
