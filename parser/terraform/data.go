package terraform

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// dataSources are the data sources whose answer follows from the configuration.
var dataSources map[string]func(*resourceInstance) map[string]cty.Value

func init() {
	dataSources = map[string]func(*resourceInstance) map[string]cty.Value{
		"aws_iam_policy_document":     (*resourceInstance).policyDocument,
		"aws_region":                  (*resourceInstance).regionAnswer,
		"aws_caller_identity":         (*resourceInstance).callerAnswer,
		"aws_partition":               (*resourceInstance).partitionAnswer,
		"aws_availability_zones":      (*resourceInstance).zonesAnswer,
		"aws_default_tags":            (*resourceInstance).defaultTagsAnswer,
		"aws_arn":                     (*resourceInstance).arnAnswer,
		"aws_service":                 (*resourceInstance).serviceAnswer,
		"aws_service_principal":       (*resourceInstance).principalAnswer,
		"aws_prefix_list":             (*resourceInstance).prefixListAnswer,
		"aws_ec2_managed_prefix_list": (*resourceInstance).prefixListAnswer,
		"aws_iam_policy":              (*resourceInstance).managedPolicyAnswer,
		"aws_ecr_repository":          (*resourceInstance).repositoryAnswer,
		"aws_ssm_parameter":           (*resourceInstance).publicAnswer,
		"template_file":               (*resourceInstance).templateAnswer,
		"template_cloudinit_config":   (*resourceInstance).cloudinitAnswer,
		"cloudinit_config":            (*resourceInstance).cloudinitAnswer,
		"null_data_source":            (*resourceInstance).nullAnswer,
		"aws_vpc_endpoint_service":    (*resourceInstance).endpointServiceAnswer,
		"local_file":                  (*resourceInstance).fileAnswer,
	}
}

// ManagedPolicyARN returns the ARN of the AWS-managed policy with the name, in the partition aws.
// Whoever holds a table of those policies sets it before Load is called; without it, a policy that
// is looked up by its name alone is not known.
var ManagedPolicyARN func(name string) (string, bool)

func str(s string) cty.Value { return cty.StringVal(s) }

func (r *resourceInstance) regionAnswer() map[string]cty.Value {
	region := r.region
	for _, name := range []string{"region", "name"} {
		if given, ok := r.text(name); ok {
			region = given
		}
	}
	return map[string]cty.Value{
		"name": str(region), "id": str(region), "region": str(region),
		"endpoint": str("ec2." + region + "." + dnsSuffix(region)),
	}
}

func (r *resourceInstance) callerAnswer() map[string]cty.Value {
	return map[string]cty.Value{
		"account_id": str(r.provider.account), "id": str(r.provider.account),
	}
}

func (r *resourceInstance) partitionAnswer() map[string]cty.Value {
	suffix := dnsSuffix(r.region)
	parts := strings.Split(suffix, ".")
	slices.Reverse(parts)
	return map[string]cty.Value{
		"partition": str(r.partition()), "id": str(r.partition()), "dns_suffix": str(suffix),
		"reverse_dns_prefix": str(strings.Join(parts, ".")),
	}
}

// publicAnswer is aws_ssm_parameter for a public parameter that holds an image.
func (r *resourceInstance) publicAnswer() map[string]cty.Value {
	region := r.region
	if given, ok := r.text("region"); ok {
		region = given
	}
	name, ok := r.text("name")
	if !ok {
		return nil
	}
	image, ok := parser.PublicImage(name, region)
	if !ok {
		return nil
	}
	return map[string]cty.Value{
		"value": str(image), "insecure_value": str(image), "name": str(name), "id": str(name),
		"type": str("String"),
	}
}

func (r *resourceInstance) defaultTagsAnswer() map[string]cty.Value {
	tags, err := r.ev().fit(r.provider.defaultTags, cty.Map(cty.String), false)
	if err != nil {
		return nil
	}
	return map[string]cty.Value{"tags": tags}
}

func (r *resourceInstance) arnAnswer() map[string]cty.Value {
	arn, ok := r.text("arn")
	if !ok {
		return nil
	}
	parts := strings.SplitN(r.ev().origins.Expand(arn), ":", 6)
	if len(parts) != 6 || parts[0] != "arn" {
		return nil
	}
	answer := map[string]cty.Value{"id": str(arn)}
	for i, name := range []string{"partition", "service", "region", "account", "resource"} {
		answer[name] = str(parts[i+1])
	}
	return answer
}

// serviceAnswer is aws_service. Source:
// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/service
func (r *resourceInstance) serviceAnswer() map[string]cty.Value {
	region, service := r.region, ""
	if given, ok := r.text("region"); ok {
		region = given
	}
	if id, ok := r.text("service_id"); ok {
		service = id
	}
	parts := strings.Split(dnsSuffix(region), ".")
	slices.Reverse(parts)
	prefix := strings.Join(parts, ".")
	for _, name := range []string{"reverse_dns_name", "dns_name"} {
		full, ok := r.text(name)
		if !ok {
			continue
		}
		words := strings.Split(full, ".")
		if name == "dns_name" {
			slices.Reverse(words)
		}
		if len(words) < 4 {
			return nil
		}
		region, service = words[len(words)-2], words[len(words)-1]
		prefix = strings.Join(words[:len(words)-2], ".")
	}
	if service == "" {
		return nil
	}
	reverse := prefix + "." + region + "." + service
	return map[string]cty.Value{
		"id": str(reverse), "reverse_dns_name": str(reverse), "reverse_dns_prefix": str(prefix),
		"region": str(region), "service_id": str(service),
		"dns_name":  str(service + "." + region + "." + dnsSuffix(region)),
		"partition": str(partitionOf(region)), "supported": cty.True,
	}
}

// principalAnswer is aws_service_principal: today every service has one name in all regions.
func (r *resourceInstance) principalAnswer() map[string]cty.Value {
	service, ok := r.text("service_name")
	if !ok {
		return nil
	}
	region := r.region
	if given, ok := r.text("region"); ok {
		region = given
	}
	return map[string]cty.Value{
		"name": str(service + ".amazonaws.com"), "suffix": str("amazonaws.com"),
		"region": str(region), "service_name": str(service),
	}
}

// prefixListAnswer: the id stands for the list; the name that it was found by is its argument.
func (r *resourceInstance) prefixListAnswer() map[string]cty.Value {
	name, named := r.text("name")
	for _, filter := range elements(r.field("filter")) {
		plain, _ := filter.Unmark()
		by, _ := r.ev().textOf(attributeOrNull(plain, "name"))
		values := elements(attributeOrNull(plain, "values"))
		if by == "prefix-list-name" && len(values) == 1 && !named {
			name, named = r.ev().textOf(values[0])
		}
	}
	if !named {
		return nil
	}
	return map[string]cty.Value{"id": str(r.token("id", "")), "name": str(name)}
}

// endpointServiceAnswer: AWS's own services are named by the region and the service.
// Source: https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
func (r *resourceInstance) endpointServiceAnswer() map[string]cty.Value {
	service, ok := r.text("service")
	if !ok || r.partition() != "aws" {
		return nil
	}
	return map[string]cty.Value{"service_name": str("com.amazonaws." + r.region + "." + service)}
}

// fileAnswer reads the file of the local provider.
func (r *resourceInstance) fileAnswer() map[string]cty.Value {
	name, ok := r.text("filename")
	if !ok || parser.Holed(name) {
		return nil
	}
	content, err := r.ev().readFile(name)
	if err != nil || !utf8.Valid(content) {
		return nil
	}
	return map[string]cty.Value{"content": str(string(content))}
}

func (r *resourceInstance) managedPolicyAnswer() map[string]cty.Value {
	arn, ok := r.text("arn")
	if name, named := r.text("name"); !ok && named && ManagedPolicyARN != nil {
		arn, ok = ManagedPolicyARN(name)
		arn = strings.Replace(arn, "arn:aws:", "arn:"+r.partition()+":", 1)
	}
	if !ok || arn == "" {
		return nil
	}
	name := arn[strings.LastIndexByte(arn, '/')+1:]
	return map[string]cty.Value{"arn": str(arn), "id": str(arn), "name": str(name)}
}

// repositoryAnswer: the URL of a repository that exists follows from its name.
func (r *resourceInstance) repositoryAnswer() map[string]cty.Value {
	name, ok := r.text("name")
	if !ok {
		return nil
	}
	account := r.provider.account
	if id, ok := r.text("registry_id"); ok {
		account = id
	}
	url := account + ".dkr.ecr." + r.region + "." + dnsSuffix(r.region) + "/" + name
	arn := "arn:" + r.partition() + ":ecr:" + r.region + ":" + account + ":repository/" + name
	return map[string]cty.Value{
		"repository_url": str(r.token("repository_url", url)), "arn": str(r.token("arn", arn)),
		"id": str(r.token("id", name)), "registry_id": str(account),
	}
}

// templateAnswer renders the template of the template provider.
func (r *resourceInstance) templateAnswer() map[string]cty.Value {
	source, ok := r.text("template")
	if !ok {
		return nil
	}
	vars := r.field("vars")
	if vars.IsNull() {
		vars = cty.EmptyObjectVal
	}
	rendered, err := r.ev().renderTemplate([]byte(source), r.address, vars)
	if err != nil {
		r.ev().fail(r.node.cfg.Decl, "Template cannot be rendered", err.Error())
		return nil
	}
	return map[string]cty.Value{"rendered": rendered, "id": str(r.token("id", ""))}
}

// cloudinitAnswer joins the parts, which is what readers of the result look for; the real text is
// a MIME message. The result is an encoding of it where the provider encodes.
func (r *resourceInstance) cloudinitAnswer() map[string]cty.Value {
	parts := r.field("part")
	if !parts.IsKnown() || parts.IsNull() || parts.IsMarked() {
		return nil
	}
	var b strings.Builder
	for _, part := range parts.AsValueSlice() {
		plain, _ := part.Unmark()
		if text, ok := r.ev().textOf(attributeOrNull(plain, "content")); ok {
			b.WriteString(text + "\n")
		}
	}
	rendered := r.ev().unknown(cty.String, r.ev().origins.Add(parser.Origin{
		Address: r.address, Attr: "rendered", What: r.address + ".rendered",
		Why: "is put together when terraform runs", Decoded: b.String(),
	}))
	return map[string]cty.Value{"rendered": rendered, "id": str(r.token("id", ""))}
}

func attributeOrNull(v cty.Value, name string) cty.Value {
	if field := attributeOf(v, name); field != cty.NilVal {
		return field
	}
	return cty.NullVal(cty.DynamicPseudoType)
}

func (r *resourceInstance) nullAnswer() map[string]cty.Value {
	return map[string]cty.Value{"outputs": r.field("inputs")}
}
