package cloudformation

import (
	"fmt"
	"math/big"
	"net/netip"
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// maxCidrs is how many blocks Fn::Cidr yields at most.
// Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/, page
// intrinsic-function-reference-cidr.html.
const maxCidrs = 256

// standardBits are the bits of a subnet where none are given, by the bits of an address.
var standardBits = map[int]int{32: 8, 128: 64}

// cidr evaluates Fn::Cidr.
func (s *stack) cidr(n *node) cty.Value {
	args := n.args()
	if len(args) != 2 && len(args) != 3 || n.arg().kind != list {
		return s.wrong(n, "a list of a block, a count and the number of bits of a subnet")
	}
	texts, id, ok := s.texts(args, 3)
	if !ok {
		return s.wrong(n, "a list of a block, a count and the number of bits of a subnet")
	}
	count, err := strconv.Atoi(texts[1])
	switch {
	case parser.Holed(texts[1]):
		return s.ev.unknown(cty.List(cty.String), id)
	case err != nil || count < 1 || count > maxCidrs:
		return s.fail(args[1], "Invalid count", "Fn::Cidr yields from 1 to 256 blocks.")
	case id >= 0:
		elements := make([]cty.Value, count)
		for i := range elements {
			elements[i] = s.ev.unknown(cty.String, id)
		}
		return cty.TupleVal(elements)
	}
	blocks, problem := subnets(texts[0], count, texts[2])
	if problem != "" {
		return s.fail(n, "Invalid block", problem)
	}
	return cty.TupleVal(blocks)
}

// subnets cuts the first blocks out of a block.
func subnets(from string, count int, bits string) ([]cty.Value, string) {
	prefix, err := netip.ParsePrefix(strings.TrimSpace(from))
	if err != nil {
		return nil, fmt.Sprintf("%q is no block of addresses in CIDR notation.", from)
	}
	prefix = prefix.Masked()
	all := prefix.Addr().BitLen()
	hosts := standardBits[all]
	if bits != "" {
		if hosts, err = strconv.Atoi(bits); err != nil || hosts < 1 || hosts > all {
			return nil, fmt.Sprintf("%q is no number of bits.", bits)
		}
	}
	length := all - hosts
	if length < prefix.Bits() || length-prefix.Bits() < 31 && count > 1<<(length-prefix.Bits()) {
		return nil, fmt.Sprintf("%s has no room for %d blocks with %d bits each.", prefix, count, hosts)
	}
	address := new(big.Int).SetBytes(prefix.Addr().AsSlice())
	step := new(big.Int).Lsh(big.NewInt(1), uint(hosts))
	blocks := make([]cty.Value, count)
	for i := range blocks {
		bytes := make([]byte, all/8)
		next, _ := netip.AddrFromSlice(address.FillBytes(bytes))
		blocks[i] = cty.StringVal(netip.PrefixFrom(next, length).String())
		address.Add(address, step)
	}
	return blocks, ""
}

// texts evaluates arguments as at most so many texts; id is the origin of the first token in them,
// -1 for none. It is false where an argument is no text.
func (s *stack) texts(args []*node, most int) (texts []string, id int, ok bool) {
	texts, id = make([]string, most), -1
	for i, arg := range args[:min(most, len(args))] {
		v := s.eval(arg)
		text, ok := s.ev.text(v)
		if v == absent || !ok {
			return nil, -1, false
		}
		if token, open := s.ev.tokenIn(text); open && id < 0 {
			id = s.ev.because(token)
		}
		texts[i] = text
	}
	return texts, id, true
}
