package terraform

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"
)

// MayBePlan reports whether a text that starts like this may be a plan or a state.
func MayBePlan(start []byte) bool {
	start = trimPlan(start)
	return bytes.HasPrefix(start, []byte("{")) || bytes.HasPrefix(start, []byte("PK\x03\x04"))
}

// trimPlan takes off a byte order mark and white space. UTF-16, which PowerShell redirects output
// in, becomes UTF-8.
// https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_character_encoding
func trimPlan(text []byte) []byte {
	switch {
	case bytes.HasPrefix(text, []byte("\xff\xfe")):
		text = fromUTF16(text[2:], binary.LittleEndian)
	case bytes.HasPrefix(text, []byte("\xfe\xff")):
		text = fromUTF16(text[2:], binary.BigEndian)
	}
	return bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")))
}

// fromUTF16 makes UTF-8 of UTF-16; a byte too many at its end is dropped.
func fromUTF16(text []byte, order binary.ByteOrder) []byte {
	units := make([]uint16, len(text)/2)
	for i := range units {
		units[i] = order.Uint16(text[2*i:])
	}
	plain := make([]byte, 0, len(units))
	for _, r := range utf16.Decode(units) {
		plain = utf8.AppendRune(plain, r)
	}
	return plain
}
