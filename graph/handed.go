package graph

import (
	"strconv"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// Handed is what a container is given before it starts, besides its image.
type Handed struct {
	// Secrets are the valueFrom of its secrets and of those of its log driver: the ARN of a secret
	// or parameter, or the name of a parameter. They may hold tokens.
	Secrets List[Value[string]]
	// Files are the ARNs of its environment files in Amazon S3; they may hold tokens.
	Files List[Value[string]]
	// LogGroup, LogRegion and CreateGroup are the options of the log driver awslogs.
	LogGroup, LogRegion Value[string]
	CreateGroup         Value[bool]
}

// Handed reads what a container is given before it starts. Only who asks pays for it.
func (g *Graph) Handed(c *Container) Handed {
	switch {
	case c.given != nil:
		return *c.given
	case c.fields == nil || g.Root == nil:
		return Handed{}
	}
	b := &builder{
		root: g.Root, origins: g.Root.Origins, cloudFormation: g.Root.Language == parser.CloudFormation,
	}
	if b.origins == nil {
		b.origins = parser.NewOrigins()
	}
	return b.handed(c.fields, c.Site)
}

// handed reads what a container definition hands over.
// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
func (b *builder) handed(fields map[string]any, site Site) Handed {
	var h Handed
	b.values(&h.Secrets, field(fields, "secrets"), b.within(site, "secrets"), "valueFrom")
	files := b.within(site, "environmentFiles")
	b.values(&h.Files, field(fields, "environmentFiles"), files, "value")
	logs, ok := field(fields, "logConfiguration").(map[string]any)
	if !ok {
		return h
	}
	site = b.within(site, "logConfiguration")
	b.values(&h.Secrets, field(logs, "secretOptions"), b.within(site, "secretOptions"), "valueFrom")
	site = b.within(site, "options")
	switch options := field(logs, "options").(type) {
	case map[string]any:
		h.LogGroup = b.jsonText(options["awslogs-group"], option(site, "awslogs-group"))
		h.LogRegion = b.jsonText(options["awslogs-region"], option(site, "awslogs-region"))
		create := b.jsonText(options["awslogs-create-group"], option(site, "awslogs-create-group"))
		h.CreateGroup = Value[bool]{
			V: create.V == "true", Given: create.Given, Why: create.Why, Site: create.Site,
		}
	case string:
		h.LogGroup = b.jsonText(options, site)
		h.LogRegion, h.CreateGroup.Why = h.LogGroup, h.LogGroup.Why
	}
	return h
}

// option is the place of an option, whose name is the same in both languages.
func option(site Site, key string) Site {
	path := make(cty.Path, 0, len(site.Path)+1)
	path = append(append(path, site.Path...), cty.IndexStep{Key: cty.StringVal(key)})
	return Site{Resource: site.Resource, Path: path}
}

// values reads one text of each object of a list.
func (b *builder) values(list *List[Value[string]], value any, site Site, key string) {
	switch value := value.(type) {
	case []any:
		list.Given = true
		for i, element := range value {
			at := Site{Resource: site.Resource, Path: append(site.Path[:len(site.Path):len(site.Path)],
				cty.IndexStep{Key: cty.NumberIntVal(int64(i))})}
			fields, ok := element.(map[string]any)
			if !ok {
				list.Open = first(list.Open, b.jsonText(element, at).Why)
				continue
			}
			text := b.jsonText(field(fields, key), b.within(at, key))
			if text.V == "" && text.Why == nil {
				text.Why = nonsense(at, "has no "+strconv.Quote(key))
			}
			list.Items = append(list.Items, text)
		}
	case string:
		list.Open = first(list.Open, b.jsonText(value, site).Why)
	}
}

// expressHanded reads what the container of an Express service is handed.
// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ExpressGatewayContainer.html
func expressHanded(o block) *Handed {
	h := &Handed{}
	secrets, open := o.blocks(o.plural("secret"))
	h.Secrets = List[Value[string]]{Given: len(secrets) > 0, Open: open}
	for _, secret := range secrets {
		h.Secrets.Items = append(h.Secrets.Items, secret.raw("value_from", ""))
	}
	if logs, ok := o.first("aws_logs_configuration"); ok {
		h.LogGroup = logs.raw("log_group", "")
		h.LogGroup.Why = first(h.LogGroup.Why, logs.maybe)
	}
	return h
}
