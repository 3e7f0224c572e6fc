package diagnose

import "net/netip"

// The kinds of address.
const (
	privateAddress = "private"
	publicAddress  = "public"
	s3Address      = "s3"
	oddAddress     = "odd"
)

// s3Ranges are ranges that Amazon S3 answers from.
// https://ip-ranges.amazonaws.com/ip-ranges.json (service S3)
var s3Ranges = prefixes(
	"3.5.0.0/16", "16.12.0.0/16", "16.15.0.0/16", "16.182.0.0/16", "18.34.0.0/16", "18.68.0.0/16",
	"35.71.64.0/18", "52.92.0.0/16", "52.216.0.0/14", "54.231.0.0/16", "52.95.128.0/17",
)

// privateRanges are those of a VPC's own addresses.
// https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
var privateRanges = prefixes(
	"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "198.19.0.0/16", "fc00::/7",
)

// amazonEights are the first bytes of the addresses that Amazon's services answer from, except
// those of S3. An address with another one is a VPC's own, of a range that is no private one.
// https://ip-ranges.amazonaws.com/ip-ranges.json (services AMAZON and EC2)
var amazonEights = map[byte]bool{
	3: true, 13: true, 15: true, 16: true, 18: true, 23: true, 34: true, 35: true, 40: true,
	43: true, 44: true, 46: true, 47: true, 50: true, 51: true, 52: true, 54: true, 56: true,
	57: true, 63: true, 64: true, 65: true, 67: true, 68: true, 69: true, 70: true, 71: true,
	72: true, 75: true, 76: true, 79: true, 83: true, 87: true, 96: true, 98: true, 99: true,
	100: true, 103: true, 104: true, 107: true, 108: true, 116: true, 118: true, 120: true,
	122: true, 136: true, 140: true, 142: true, 143: true, 144: true, 150: true, 151: true,
	157: true, 159: true, 161: true, 162: true, 174: true, 175: true, 176: true, 177: true,
	178: true, 180: true, 184: true, 185: true, 199: true, 203: true, 204: true, 205: true,
	207: true, 208: true, 209: true, 216: true,
}

func prefixes(texts ...string) []netip.Prefix {
	list := make([]netip.Prefix, len(texts))
	for i, text := range texts {
		list[i] = netip.MustParsePrefix(text)
	}
	return list
}

// kindOf says whose an address is.
func kindOf(address netip.Addr) string {
	address = address.Unmap()
	switch {
	case within(privateRanges, address) || address.IsLinkLocalUnicast() || address.IsLoopback():
		return privateAddress
	case within(s3Ranges, address):
		return s3Address
	case address.Is4() && !amazonEights[address.As4()[0]]:
		return oddAddress
	default:
		return publicAddress
	}
}

func within(ranges []netip.Prefix, address netip.Addr) bool {
	for _, prefix := range ranges {
		if prefix.Contains(address) {
			return true
		}
	}
	return false
}
