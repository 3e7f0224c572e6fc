package funcs

import (
	"errors"
	"fmt"
	"math/big"
	"net"
	"strings"

	"github.com/apparentlymart/go-cidr/cidr"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/gocty"
)

// parseCIDR reads a prefix. As in Terraform the numbers of an IPv4 address may have leading zeros.
func parseCIDR(s string) (*net.IPNet, error) {
	address, bits, _ := strings.Cut(s, "/")
	if !strings.Contains(address, ":") {
		numbers := strings.Split(address, ".")
		for i, number := range numbers {
			if trimmed := strings.TrimLeft(number, "0"); trimmed != "" || number == "" {
				numbers[i] = trimmed
			} else {
				numbers[i] = "0"
			}
		}
		address = strings.Join(numbers, ".")
	}
	_, network, err := net.ParseCIDR(address + "/" + bits)
	if err != nil || !strings.Contains(s, "/") {
		return nil, fmt.Errorf("invalid CIDR expression: invalid CIDR address: %s", s)
	}
	return network, nil
}

func stringParameter(name string) function.Parameter {
	return function.Parameter{Name: name, Type: cty.String}
}

func numberParameter(name string) function.Parameter {
	return function.Parameter{Name: name, Type: cty.Number}
}

var cidrHost = function.New(&function.Spec{
	Params:       []function.Parameter{stringParameter("prefix"), numberParameter("hostnum")},
	Type:         function.StaticReturnType(cty.String),
	RefineResult: notNull,
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		var host *big.Int
		if err := gocty.FromCtyValue(args[1], &host); err != nil {
			return cty.NilVal, function.NewArgError(1, err)
		}
		network, err := parseCIDR(args[0].AsString())
		if err != nil {
			return cty.NilVal, function.NewArgError(0, err)
		}
		ip, err := cidr.HostBig(network, host)
		if err != nil {
			return cty.NilVal, err
		}
		return cty.StringVal(ip.String()), nil
	},
})

var cidrNetmask = function.New(&function.Spec{
	Params:       []function.Parameter{stringParameter("prefix")},
	Type:         function.StaticReturnType(cty.String),
	RefineResult: notNull,
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		network, err := parseCIDR(args[0].AsString())
		if err != nil {
			return cty.NilVal, function.NewArgError(0, err)
		}
		if network.IP.To4() == nil {
			return cty.NilVal, function.NewArgErrorf(
				0, "IPv6 addresses cannot have a netmask: %s", args[0].AsString())
		}
		return cty.StringVal(net.IP(network.Mask).String()), nil
	},
})

var cidrSubnet = function.New(&function.Spec{
	Params: []function.Parameter{
		stringParameter("prefix"), numberParameter("newbits"), numberParameter("netnum"),
	},
	Type:         function.StaticReturnType(cty.String),
	RefineResult: notNull,
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		var bits int
		if err := gocty.FromCtyValue(args[1], &bits); err != nil {
			return cty.NilVal, function.NewArgError(1, err)
		}
		var number *big.Int
		if err := gocty.FromCtyValue(args[2], &number); err != nil {
			return cty.NilVal, function.NewArgError(2, err)
		}
		network, err := parseCIDR(args[0].AsString())
		if err != nil {
			return cty.NilVal, function.NewArgError(0, err)
		}
		prefix, _ := network.Mask.Size()
		if bits < 0 && (prefix+bits < 0 || number.BitLen() > prefix+bits) {
			return cty.NilVal, function.NewArgErrorf(
				1, "a prefix of %d bits cannot be %d bits shorter", prefix, -bits)
		}
		subnet, err := cidr.SubnetBig(network, bits, number)
		if err != nil {
			return cty.NilVal, err
		}
		return cty.StringVal(subnet.String()), nil
	},
})

// maxExtension is how many bits cidrsubnets adds to a prefix at most.
const maxExtension = 32

var cidrSubnets = function.New(&function.Spec{
	Params:       []function.Parameter{stringParameter("prefix")},
	VarParam:     &function.Parameter{Name: "newbits", Type: cty.Number},
	Type:         function.StaticReturnType(cty.List(cty.String)),
	RefineResult: notNull,
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		network, err := parseCIDR(args[0].AsString())
		if err != nil {
			return cty.NilVal, function.NewArgError(0, err)
		}
		var subnets []cty.Value
		var current *net.IPNet
		for i, arg := range args[1:] {
			var bits int
			if err := gocty.FromCtyValue(arg, &bits); err != nil {
				return cty.NilVal, function.NewArgError(i+1, err)
			}
			if current, err = nextSubnet(network, current, bits); err != nil {
				return cty.NilVal, function.NewArgError(i+1, err)
			}
			subnets = append(subnets, cty.StringVal(current.String()))
		}
		return listOf(subnets, cty.String), nil
	},
})

// nextSubnet returns the subnet of the network, so many bits longer, that follows the current one.
func nextSubnet(network, current *net.IPNet, bits int) (*net.IPNet, error) {
	prefix, size := network.Mask.Size()
	length := prefix + bits
	switch {
	case bits < 1:
		return nil, errors.New("must extend prefix by at least one bit")
	case bits > maxExtension:
		return nil, fmt.Errorf("may not extend prefix by more than %d bits", maxExtension)
	case length > size:
		return nil, fmt.Errorf(
			"would extend prefix to %d bits, which is too long for an address of %d bits",
			length, size)
	}
	if current == nil {
		current, _ = cidr.PreviousSubnet(network, length)
	}
	next, rolledOver := cidr.NextSubnet(current, length)
	if rolledOver || !network.Contains(next.IP) {
		return nil, fmt.Errorf(
			"not enough remaining address space for a subnet with a prefix of %d bits", length)
	}
	return next, nil
}
