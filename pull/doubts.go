package pull

// doubts finds the doubts of a pull.
func (c *cutter) doubts(p *Pull) {
	p.Doubts = append(p.Doubts, p.weaker...)
}
