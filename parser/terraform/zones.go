package terraform

import (
	"regexp"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// lastZone is the last letter of a zone's name that is in use: us-east-1 has six zones.
// https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
const lastZone = 'f'

// zoneName splits the name of an Availability Zone into its region and its letter.
var zoneName = regexp.MustCompile(`^([a-z]{2,4}(?:-[a-z]+)+-[0-9]|[^a-z]+)([a-f])$`)

// zonesAnswer stands three zones in for those of the region, as most regions have at least three.
func (r *resourceInstance) zonesAnswer() map[string]cty.Value {
	var names, ids []cty.Value
	excluded := map[string]bool{}
	if v := r.field("exclude_names"); v.IsKnown() && !v.IsNull() && v.CanIterateElements() {
		for _, name := range v.AsValueSlice() {
			if text, ok := r.ev().textOf(name); ok {
				excluded[text] = true
			}
		}
	}
	for _, zone := range []string{"a", "b", "c"} {
		if name := r.region + zone; !excluded[name] {
			names = append(names, str(name))
			ids = append(ids, str(r.made("the id of zone "+zone)))
		}
	}
	if len(names) == 0 {
		return nil
	}
	return map[string]cty.Value{
		"names": cty.ListVal(names), "zone_ids": cty.ListVal(ids), "id": str(r.region),
	}
}

// moreZones returns a list of Availability Zones with some more behind it, up to a length: regions
// have more than the three that stand for those of each. It is false for another list.
func (ev *evaluator) moreZones(list cty.Value, length int) (cty.Value, bool) {
	if !list.Type().IsListType() || length > 6 {
		return cty.NilVal, false
	}
	var zones []cty.Value
	region, letter := "", byte('a'-1)
	for _, element := range elements(list) {
		text, ok := ev.textOf(element)
		parts := zoneName.FindStringSubmatch(text)
		if !ok || parts == nil || region != "" && parts[1] != region || parts[2][0] <= letter ||
			!ev.namesRegion(parts[1]) {
			return cty.NilVal, false
		}
		region, letter = parts[1], parts[2][0]
		zones = append(zones, element)
	}
	for len(zones) > 0 && len(zones) < length && letter < lastZone {
		letter++
		zones = append(zones, str(region+string(letter)))
	}
	if len(zones) < length || length <= list.LengthInt() {
		return cty.NilVal, false
	}
	return cty.ListVal(zones), true
}

// namesRegion reports whether a text is the name of a region, known or not.
func (ev *evaluator) namesRegion(text string) bool {
	if !parser.Holed(text) {
		return true
	}
	origin, whole := ev.origins.Whole(text)
	return whole && origin.Kind == parser.Region
}

// upTo gives slice the zones that it asks for.
func (ev *evaluator) upTo(args []cty.Value) []cty.Value {
	if len(args) != 3 || args[0].IsMarked() || !args[0].IsKnown() || args[0].IsNull() ||
		holed(args[2]) || args[2].IsNull() || args[2].Type() != cty.Number {
		return args
	}
	end, accuracy := args[2].AsBigFloat().Int64()
	if accuracy != 0 || end < 0 || end > 6 {
		return args
	}
	if longer, ok := ev.moreZones(args[0], int(end)); ok {
		return []cty.Value{longer, args[1], args[2]}
	}
	return args
}
