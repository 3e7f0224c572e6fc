package policy

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/hcl/v2/hclwrite"
)

// terraformText writes parts in Terraform's language, as terraform fmt does.
func (m *mending) terraformText(parts []part) string {
	texts := make([]string, 0, len(parts))
	for _, p := range parts {
		switch {
		case p.kind == managedPrefixList:
			texts = append(texts, fmt.Sprintf("data %q %q {\n%s}\n", p.kind, p.name, body(p.args)))
		case p.kind == variable:
			texts = append(texts, fmt.Sprintf("variable %q {\n%s}\n", p.name, body(p.args)))
		case p.name != "":
			texts = append(texts, fmt.Sprintf("resource %q %q {\n%s}\n", p.kind, p.name, body(p.args)))
		case p.place != "":
			added := make([]string, 0, len(p.statements))
			for _, s := range p.statements {
				added = append(added, expression(s))
			}
			texts = append(texts, "# in the "+p.place+" "+m.blockOf(p)+beside+"\n"+
				strings.Join(added, ",\n")+"\n")
		case p.inside:
			texts = append(texts, m.insideText(p))
		default:
			texts = append(texts, "# in "+m.blockOf(p)+"\n"+body(p.args))
		}
	}
	formatted := hclwrite.Format([]byte(strings.Join(texts, "\n")))
	return strings.TrimRight(string(formatted), "\n")
}

// beside is said of what is added to a list or document that holds more.
const beside = ", beside what is there"

// insideText writes what is merged into the document that an argument holds.
func (m *mending) insideText(p part) string {
	of := " of "
	if p.container != "" {
		of = ", container " + p.container + ", of "
	}
	held := body(p.args)
	if document, ok := p.args[0].value.(policyDocument); ok {
		held = body(document)
	}
	return "# in the " + p.args[0].name + of + m.blockOf(p) + beside + "\n" + held
}

// blockOf names the block that is edited, and the instance that is meant where the block has others
// that may differ. What a block depends on is the same for all of them.
func (m *mending) blockOf(p part) string {
	own := local(p.address)
	block := keyless(own)
	if block == own || len(p.args) == 1 && p.args[0].name == "depends_on" {
		return block
	}
	above := p.address[:len(p.address)-len(own)] + block + "["
	for _, resource := range m.pull.Graph.Root.Resources {
		if strings.HasPrefix(resource.Address, above) && resource.Address != p.address &&
			!strings.HasPrefix(resource.Address, p.address+".") {
			return block + ", for the instance " + own[len(block):]
		}
	}
	return block
}

// managedPrefixList is the data source that reads a prefix list by its name.
const managedPrefixList = "aws_ec2_managed_prefix_list"

// body writes arguments. A nested block has an empty line in front where others stand before it.
func body(args []argument) string {
	var b strings.Builder
	for i, arg := range args {
		if nested, ok := arg.value.(section); ok {
			if i > 0 {
				b.WriteString("\n")
			}
			fmt.Fprintf(&b, "%s {\n%s}\n", arg.name, body(nested))
			continue
		}
		b.WriteString(arg.name + " = " + expression(arg.value) + "\n")
	}
	return b.String()
}

// expression writes a value.
func expression(v value) string {
	switch v := v.(type) {
	case literal:
		return string(v)
	case text:
		return quote(string(v))
	case pattern:
		return quote(written(string(v)))
	case reference:
		return v.terraform
	case tagged:
		return "\"${" + v.url.terraform + "}:" + v.tag + "\""
	case chosen:
		return v.of.terraform + "." + v.attribute
	case list:
		items := make([]string, 0, len(v))
		for _, item := range v {
			items = append(items, expression(item))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case object:
		return "{\n" + body(v) + "}"
	case inline:
		return "{ " + strings.TrimSuffix(body(v), "\n") + " }"
	case policyDocument:
		return "jsonencode({\n" + body(v) + "})"
	case several:
		items := make([]string, 0, len(v))
		for _, item := range v {
			items = append(items, expression(item))
		}
		return "[\n" + strings.Join(items, ",\n") + "\n]"
	}
	return "null"
}

// quote writes a text of Terraform.
func quote(text string) string { return `"` + strings.ReplaceAll(text, `"`, `\"`) + `"` }

// unknownPart is a part of a text that is not known: its name in braces.
var unknownPart = regexp.MustCompile(`\{([^{}]*)\}`)

// written writes a text for Terraform: the unknown account and region are read from the provider,
// a variable is itself, and what else is not known is any.
func written(text string) string {
	return unknownPart.ReplaceAllStringFunc(text, func(part string) string {
		name := part[1 : len(part)-1]
		switch {
		case strings.HasPrefix(name, "var.") || strings.HasPrefix(name, "local."):
			return "$" + part
		case strings.Contains(name, "account"):
			return "${data.aws_caller_identity.current.account_id}"
		case strings.Contains(name, "region"):
			return "${data.aws_region.current.region}"
		}
		return "*"
	})
}
