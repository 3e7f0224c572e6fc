package parser

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// Facts are what the user says of the cloud and the configuration does not hold.
type Facts struct {
	// Account and Region are where what pins none is deployed; empty: not said. AccountAt and
	// RegionAt are where it is said.
	Account, Region     string
	AccountAt, RegionAt hcl.Range
	// Internet names subnets whose traffic to public addresses gets there and back.
	Internet []*Fact
	// MayPull names roles that may pull from Amazon ECR.
	MayPull []*Fact
}

// Fact is something that is said of the things that it names.
type Fact struct {
	// Names are addresses, ids, ARNs or names; * stands for any characters.
	Names []string
	// Said is what stands in paths: its address is the reason in the user's words and where it is
	// given, its declaration the place.
	Said *Resource
}

// Find returns the first fact that names one of the names; nil where none does.
func Find(facts []*Fact, names ...string) *Fact {
	for _, fact := range facts {
		for _, pattern := range fact.Names {
			for _, name := range names {
				if name != "" && wild(pattern, name) {
					return fact
				}
			}
		}
	}
	return nil
}

// wild reports whether a name fits a pattern whose stars stand for any characters. Brackets stand
// for themselves: addresses have them.
func wild(pattern, name string) bool {
	pieces := strings.Split(pattern, "*")
	if len(pieces) == 1 {
		return pattern == name
	}
	name, fits := strings.CutPrefix(name, pieces[0])
	if !fits {
		return false
	}
	for _, piece := range pieces[1 : len(pieces)-1] {
		_, after, found := strings.Cut(name, piece)
		if !found {
			return false
		}
		name = after
	}
	return strings.HasSuffix(name, pieces[len(pieces)-1])
}
