package iam

import (
	"math/big"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

func testEquals(e *evaluation, policy, request string) answer {
	return e.pattern(policy, request, 0)
}

func testEqualsFold(e *evaluation, policy, request string) answer {
	return e.pattern(policy, request, fold)
}

func testLike(e *evaluation, policy, request string) answer {
	return e.pattern(policy, request, wild)
}

// testARN compares the six segments of ARNs one by one; * does not reach over a colon, except in
// the last segment.
func testARN(e *evaluation, policy, request string) answer {
	p := strings.SplitN(policy, ":", arnSegments)
	r := strings.SplitN(request, ":", arnSegments)
	if policy == "*" {
		return known(true)
	}
	if len(p) < arnSegments || len(r) < arnSegments || p[0] != "arn" || r[0] != "arn" {
		return e.looseARN(policy, request)
	}
	found := known(true)
	for i := range p {
		if found = found.and(e.pattern(p[i], r[i], wild)); found.state == False {
			break
		}
	}
	return found
}

// looseARN compares texts that cannot be cut into segments, because of holes or because they are
// no ARNs: equal is equal, what even a plain wildcard match excludes is different.
func (e *evaluation) looseARN(policy, request string) answer {
	found := e.pattern(policy, request, wild)
	if found.state == False || !strings.ContainsAny(policy, "*?") {
		return found
	}
	if ids := append(holesIn(policy), holesIn(request)...); len(ids) > 0 {
		return doubtHoles(ids...)
	}
	return known(false)
}

// numeric compares decimal numbers.
func numeric(holds func(int) bool) test {
	return func(_ *evaluation, policy, request string) answer {
		if ids := append(holesIn(policy), holesIn(request)...); len(ids) > 0 {
			return doubtHoles(ids...)
		}
		const longest = 64
		if len(policy) > longest || len(request) > longest {
			return known(false)
		}
		p, okP := decimal(policy)
		r, okR := decimal(request)
		return known(okP && okR && holds(r.Cmp(p)))
	}
}

// decimal reads a number; an exponent is bounded, so that nobody's 1e999999999 is written out.
func decimal(text string) (*big.Float, bool) {
	const bits = 128
	number, _, err := big.ParseFloat(strings.TrimSpace(text), 10, bits, big.ToNearestEven)
	return number, err == nil
}

// date compares points in time: ISO 8601 or seconds since 1970.
func date(holds func(int) bool) test {
	return func(_ *evaluation, policy, request string) answer {
		if ids := append(holesIn(policy), holesIn(request)...); len(ids) > 0 {
			return doubtHoles(ids...)
		}
		p, okP := instant(policy)
		r, okR := instant(request)
		return known(okP && okR && holds(r.Compare(p)))
	}
}

func instant(text string) (time.Time, bool) {
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil && len(text) > len("2006") {
		return time.Unix(seconds, 0), true
	}
	for _, layout := range []string{
		time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04",
		"2006-01-02", "2006-01", "2006",
	} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// testAddress reports whether an address is in a range; a range without a mask is one address.
func testAddress(_ *evaluation, policy, request string) answer {
	if ids := append(holesIn(policy), holesIn(request)...); len(ids) > 0 {
		return doubtHoles(ids...)
	}
	address, err := netip.ParseAddr(request)
	if err != nil {
		return known(false)
	}
	if prefix, err := netip.ParsePrefix(policy); err == nil {
		return known(prefix.Masked().Contains(address.Unmap()))
	}
	one, err := netip.ParseAddr(policy)
	return known(err == nil && one == address)
}
