package lint

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/ecrlint/ecrlint/parser"
)

// internetBlock says that traffic from subnets to public addresses gets there, in a way that the
// configuration does not hold: through a transit gateway, a firewall, another account.
type internetBlock struct {
	Subnets []string  `hcl:"subnets"`
	Reason  string    `hcl:"reason"`
	Range   hcl.Range `hcl:",def_range"`
}

// mayPullBlock says that roles may pull from Amazon ECR by policies that the configuration does
// not hold.
type mayPullBlock struct {
	Roles  []string  `hcl:"roles"`
	Reason string    `hcl:"reason"`
	Range  hcl.Range `hcl:",def_range"`
}

// Facts are what a configuration file says of the cloud.
type Facts = parser.Facts

// accountID and regionName are the forms of an account's id and a region's name.
// https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html
// https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
var (
	accountID  = regexp.MustCompile(`^[0-9]{12}$`)
	regionName = regexp.MustCompile(`^[a-z]{2,4}(-[a-z]+)+-[0-9]$`)
)

// takeFacts takes what is said of the cloud.
func (c *Config) takeFacts(read *configFile) hcl.Diagnostics {
	var diags hcl.Diagnostics
	c.Facts, diags = homeFactsAt(c.ranges, read.AccountID, read.DefaultRegion)
	return append(diags, toldFacts(&c.Facts, read.Internet, read.MayPull)...)
}

// toldFacts adds what blocks say to facts.
func toldFacts(facts *Facts, internet []internetBlock, mayPull []mayPullBlock) hcl.Diagnostics {
	var diags hcl.Diagnostics
	fact := func(what string, names []string, reason string, at hcl.Range) *parser.Fact {
		if len(names) == 0 || slices.Contains(names, "") || strings.TrimSpace(reason) == "" {
			diags = append(diags, wrong(at, what+" needs names and a reason."))
		}
		if strings.ContainsFunc(reason, unicode.IsControl) {
			diags = append(diags, wrong(at, "The reason is one line of text."))
		}
		return &parser.Fact{Names: names, Said: &parser.Resource{
			Address: fmt.Sprintf("%s (%s:%d)", reason, at.Filename, at.Start.Line), Decl: at,
		}}
	}
	for i := range internet {
		b := &internet[i]
		facts.Internet = append(facts.Internet, fact("internet_route", b.Subnets, b.Reason, b.Range))
	}
	for i := range mayPull {
		b := &mayPull[i]
		facts.MayPull = append(facts.MayPull, fact("may_pull", b.Roles, b.Reason, b.Range))
	}
	return diags
}

// homeFacts are the account and region of a block.
func homeFacts(body hcl.Body, account, region *string) (Facts, hcl.Diagnostics) {
	ranges := map[string]hcl.Range{}
	if native, ok := body.(*hclsyntax.Body); ok {
		for name, attribute := range native.Attributes {
			ranges[name] = attribute.Range()
		}
	}
	return homeFactsAt(ranges, account, region)
}

// homeFactsAt are an account and a region, and where they are written.
func homeFactsAt(
	ranges map[string]hcl.Range, account, region *string,
) (Facts, hcl.Diagnostics) {
	facts := Facts{AccountAt: ranges["account_id"], RegionAt: ranges["default_region"]}
	var diags hcl.Diagnostics
	if account != nil {
		facts.Account = *account
		if !accountID.MatchString(*account) {
			diags = append(diags, wrong(facts.AccountAt, fmt.Sprintf(
				"The account_id %q is not of twelve digits.", *account)))
		}
	}
	if region != nil {
		facts.Region = *region
		if !regionName.MatchString(*region) {
			diags = append(diags, wrong(facts.RegionAt, fmt.Sprintf(
				"The default_region %q is no region's name, such as eu-west-1.", *region)))
		}
	}
	return facts, diags
}

// FactsOf returns what is said of a root that is read with an environment: what the environment
// says is stronger than what is said of the root, and that stronger than what is said of all.
// Subnets and roles that any of them names are named.
func (in Input) FactsOf(root, environment string) Facts {
	facts := in.Facts
	for _, named := range []bool{false, true} {
		for i := range in.Environments {
			e := &in.Environments[i]
			if (e.Name != "") != named || named && e.Name != environment || !e.Has(root) {
				continue
			}
			if e.facts.Account != "" {
				facts.Account, facts.AccountAt = e.facts.Account, e.facts.AccountAt
			}
			if e.facts.Region != "" {
				facts.Region, facts.RegionAt = e.facts.Region, e.facts.RegionAt
			}
			facts.Internet = slices.Concat(facts.Internet, e.facts.Internet)
			facts.MayPull = slices.Concat(facts.MayPull, e.facts.MayPull)
		}
	}
	return facts
}
