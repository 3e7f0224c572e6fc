package graph

import (
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/ecrlint/ecrlint/parser"
)

// hostReaders read Auto Scaling groups and what their instances are launched from.
var hostReaders = []reader{
	node("aws_launch_template", (*builder).declareLaunchTemplate, (*builder).linkLaunchTemplate),
	node("aws_launch_configuration", (*builder).declareConfiguration,
		(*builder).linkConfiguration),
	node("aws_autoscaling_group", (*builder).declareFleet, (*builder).linkFleet),

	node("AWS::EC2::LaunchTemplate", (*builder).declareLaunchTemplate,
		(*builder).linkLaunchTemplate).spelled(spelling{
		"name": "LaunchTemplateName|Name",
		"vpc_security_group_ids": "LaunchTemplateData.SecurityGroupIds|" +
			"LaunchTemplateData.SecurityGroups",
		"user_data":            "LaunchTemplateData.UserData",
		"iam_instance_profile": "LaunchTemplateData.IamInstanceProfile",
		"network_interfaces":   "LaunchTemplateData.NetworkInterfaces",
		"security_groups":      "Groups",
	}),
	node("AWS::AutoScaling::LaunchConfiguration", (*builder).declareConfiguration,
		(*builder).linkConfiguration).spelled(spelling{
		"name": "LaunchConfigurationName", "user_data": "", "user_data_base64": "UserData",
	}),
	node("AWS::AutoScaling::AutoScalingGroup", (*builder).declareFleet, (*builder).linkFleet).
		spelled(spelling{
			"name":                 "AutoScalingGroupName",
			"vpc_zone_identifier":  "VPCZoneIdentifier",
			"launch_configuration": "LaunchConfigurationName",
			"override":             "Overrides",
		}),
}

func (h *Host) base() *Node  { return &h.Node }
func (f *Fleet) base() *Node { return &f.Node }

func (b *builder) declareLaunchTemplate(o block) *Host {
	h := &Host{Node: b.node(o.res), Site: o.here()}
	b.register(kindTemplate, b.ownText(o, "name"), h)
	return h
}

// linkLaunchTemplate reads a launch template. Groups are those of the first interface, if it lists
// interfaces.
func (b *builder) linkLaunchTemplate(o block, h *Host) {
	h.Groups = links(o, "vpc_security_group_ids", findGroup)
	h.PublicIP = Value[bool]{Site: o.here()}
	h.UserData = decoded(o.raw("user_data", ""))
	if profile, ok := o.first("iam_instance_profile"); ok {
		h.Profile = b.profile(profile, "arn", "name")
	}
	inside, ok := primaryInterface(o)
	if !ok {
		return
	}
	h.PublicIP = inside.boolean("associate_public_ip_address", false)
	h.subnet = link(inside, "subnet_id", findSubnet)
	if groups := links(inside, "security_groups", findGroup); groups.Given {
		h.Groups = groups
	}
}

// primaryInterface returns the interface with device index 0, else the first.
func primaryInterface(o block) (block, bool) {
	all, _ := o.blocks("network_interfaces")
	for _, inside := range all {
		if index := inside.integer("device_index"); index.Known() && index.V == 0 {
			return inside, true
		}
	}
	return o.first("network_interfaces")
}

// profile resolves the instance profile that one of the attributes names.
func (b *builder) profile(o block, attrs ...string) Link[InstanceProfile] {
	var found Link[InstanceProfile]
	for _, attr := range attrs {
		l := link(o, attr, findProfile)
		if l.To != nil {
			return l
		}
		if found.None() {
			found = l
		}
	}
	return found
}

// decoded takes base64 off user data. What is not base64 is left as it is.
func decoded(data Value[string]) Value[string] {
	if data.Why != nil && data.Why.Decoded != "" {
		data.V, data.Why = data.Why.Decoded, nil
		return data
	}
	if data.Why != nil || parser.Holed(data.V) {
		return data
	}
	if text, err := base64.StdEncoding.DecodeString(strings.TrimSpace(data.V)); err == nil {
		data.V = string(text)
	}
	return data
}

func (b *builder) declareConfiguration(o block) *Host {
	h := &Host{Node: b.node(o.res), Site: o.here()}
	b.register(kindLaunch, b.ownText(o, "name"), h)
	return h
}

func (b *builder) linkConfiguration(o block, h *Host) {
	h.Groups = links(o, "security_groups", findGroup)
	h.PublicIP = o.boolean("associate_public_ip_address", false)
	h.Profile = b.profile(o, "iam_instance_profile")
	h.UserData = o.raw("user_data", "")
	if !h.UserData.Given {
		h.UserData = decoded(o.raw("user_data_base64", ""))
	}
}

// hostFinder finds a launch template or configuration by its identity or its name.
func hostFinder(kind string) finder[Host] {
	return func(b *builder, r ref) *Host {
		if h := at[Host](b, r.address); h != nil {
			return h
		}
		return called(b, kind, r, (*Host).base)
	}
}

func (b *builder) declareFleet(o block) *Fleet {
	f := &Fleet{Node: b.node(o.res)}
	b.compute.fleets = append(b.compute.fleets, f)
	b.register(kindFleet, b.ownText(o, "name"), f)
	return f
}

// findFleet finds an Auto Scaling group by its identity, its name or its ARN.
func findFleet(b *builder, r ref) *Fleet {
	if f := at[Fleet](b, r.address); f != nil {
		return f
	}
	if parts, ok := parseARN(r.text); ok {
		r.text = lastSegment(parts.resource, "autoScalingGroupName/")
	}
	return called(b, kindFleet, r, (*Fleet).base)
}

func (b *builder) linkFleet(o block, f *Fleet) {
	f.Subnets = linksOf(o, o.commaItems("vpc_zone_identifier"), findSubnet)
	f.Hosts = List[Host]{Given: true, Site: o.here()}
	for _, inner := range b.specifications(o, f) {
		b.addHost(f, b.template(inner), inner)
	}
	if l := link(o, "launch_configuration", hostFinder(kindLaunch)); !l.None() {
		b.addHost(f, l, o)
	}
	if len(f.Hosts.Items) == 0 && f.Hosts.Open == nil {
		f.Hosts.Open = &parser.Origin{What: o.res.Address, Why: "names nothing to launch from"}
	}
	if !f.Subnets.Given {
		placeByTemplate(o, f)
	}
}

// placeByTemplate finds the subnets of a group that names none: its templates' interfaces do, or
// AWS takes the default subnets of its zones.
func placeByTemplate(o block, f *Fleet) {
	for _, host := range f.Hosts.Items {
		if !host.subnet.None() {
			f.Subnets.Items = append(f.Subnets.Items, host.subnet)
		}
	}
	if len(f.Subnets.Items) == 0 {
		f.Subnets.Open = &parser.Origin{
			What: o.res.Address, Why: "names zones, not subnets",
			Hint: "name the subnets with " + o.label("vpc_zone_identifier"),
		}
	}
}

// specifications returns every block of a group that names a launch template: its own, or those of
// a mixed-instances policy and its overrides.
func (b *builder) specifications(o block, f *Fleet) []block {
	all, open := o.blocks("launch_template")
	policies, more := o.blocks("mixed_instances_policy")
	open = first(open, more)
	for _, policy := range policies {
		templates, more := policy.blocks("launch_template")
		open = first(open, more, policy.maybe)
		for _, template := range templates {
			standard, more := template.blocks("launch_template_specification")
			all, open = append(all, standard...), first(open, more)
			overrides, more := template.blocks("override")
			open = first(open, more)
			for _, override := range overrides {
				own, more := override.blocks("launch_template_specification")
				all, open = append(all, own...), first(open, more)
			}
		}
	}
	f.Hosts.Open = first(f.Hosts.Open, open)
	return all
}

// template resolves a block that names a launch template by id or name.
func (b *builder) template(o block) Link[Host] {
	var found Link[Host]
	for _, attr := range []string{"id", "launch_template_id", "name", "launch_template_name"} {
		l := link(o, attr, hostFinder(kindTemplate))
		if l.To != nil {
			return numbered(o, l)
		}
		if found.None() {
			found = l
		}
	}
	return found
}

// numbered makes a template unknown where a version of it is named by its number: what is declared
// is the latest one, which was the first when the template was made.
func numbered(o block, l Link[Host]) Link[Host] {
	version := o.text("version", "")
	if version.Why != nil && version.Why.Address != l.To.ID {
		return Link[Host]{Text: l.Text, Site: l.Site, Why: version.Why}
	}
	if n, err := strconv.Atoi(version.V); version.Why != nil || err != nil || n == 1 {
		return l
	}
	return Link[Host]{Text: l.Text, Site: l.Site, Why: &parser.Origin{
		What: "version " + version.V + " of " + l.To.ID,
		Why:  "the configuration declares the latest version only",
		Hint: "name the version by the template's attribute for its latest one",
	}}
}

func (b *builder) addHost(f *Fleet, l Link[Host], o block) {
	if l.To == nil {
		f.Hosts.Open = first(f.Hosts.Open, l.Why)
		return
	}
	for _, host := range f.Hosts.Items {
		if host.ID == l.To.ID {
			return
		}
	}
	f.Hosts.Open = first(f.Hosts.Open, o.maybe)
	f.Hosts.Items = append(f.Hosts.Items, *l.To)
}
