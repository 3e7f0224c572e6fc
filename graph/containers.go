package graph

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/zclconf/go-cty/cty"
)

// containers reads container_definitions: a JSON array as text, in which any value may be a token.
// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
func (b *builder) containers(o block) List[*Container] {
	const attr = "container_definitions"
	if b.cloudFormation {
		return b.listedContainers(o, attr)
	}
	text := o.raw(attr, "")
	list := List[*Container]{Given: text.Given, Site: text.Site, Open: text.Why}
	if text.Why != nil || !text.Given {
		return list
	}
	document, why := b.document(text.V, text.Site, "Container definitions are not JSON")
	if why != nil {
		list.Open = why
		return list
	}
	var definitions []any
	if err := json.Unmarshal([]byte(document), &definitions); err != nil {
		if holes := b.origins.In(document); len(holes) > 0 {
			list.Open = &holes[0]
			return list
		}
		b.fault(text.Site, "Container definitions are not a list",
			"ECS wants a JSON array of objects, one for each container.")
		list.Open = nonsense(text.Site, "is not a list")
		return list
	}
	for i, definition := range definitions {
		site := Site{Resource: o.res, Path: o.at(
			cty.GetAttrStep{Name: attr}, cty.IndexStep{Key: number(i)},
		)}
		fields, ok := definition.(map[string]any)
		if !ok {
			list.Open = first(list.Open, b.oddContainer(definition, site))
			continue
		}
		list.Items = append(list.Items, b.container(fields, site))
	}
	return list
}

// listedContainers reads the containers of a template, which are objects.
// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
func (b *builder) listedContainers(o block, attr string) List[*Container] {
	items := o.items(attr)
	list := List[*Container]{Given: items.Given, Site: items.Site, Open: items.Open}
	for _, it := range items.Items {
		if why := it.maybe; why != nil || !it.known {
			list.Open = first(list.Open, why, it.why)
			continue
		}
		if it.null() {
			continue
		}
		fields, ok := b.plainValue(it.datum).(map[string]any)
		if !ok {
			list.Open = first(list.Open, nonsense(it.site, "is not an object"))
			continue
		}
		list.Items = append(list.Items, b.container(fields, it.site))
	}
	return list
}

// oddContainer says what an element is that is no object: a token for one, or a mistake.
func (b *builder) oddContainer(definition any, site Site) *parser.Origin {
	if text, ok := definition.(string); ok {
		if holes := b.origins.In(text); len(holes) > 0 {
			return &holes[0]
		}
	}
	b.fault(site, "Container definition is not an object",
		"ECS wants a JSON array of objects, one for each container.")
	return nonsense(site, "is not an object")
}

func (b *builder) container(fields map[string]any, site Site) *Container {
	c := &Container{Site: site, fields: fields}
	c.Name = b.jsonText(field(fields, "name"), b.within(site, "name"))
	c.ImageSite = b.within(site, "image")
	c.Image = b.jsonText(field(fields, "image"), c.ImageSite)
	c.Credentials = b.jsonInside(fields, site, "repositoryCredentials", "credentialsParameter")
	c.LogDriver = b.jsonInside(fields, site, "logConfiguration", "logDriver")
	b.secrets(c, field(fields, "secrets"), b.within(site, "secrets"))
	if logs, ok := field(fields, "logConfiguration").(map[string]any); ok {
		options := b.within(b.within(site, "logConfiguration"), "secretOptions")
		b.secrets(c, field(logs, "secretOptions"), options)
	}
	c.Environment = b.environment(field(fields, "environment"), b.within(site, "environment"))
	return c
}

// secrets reads whether a list of secrets holds any.
func (b *builder) secrets(c *Container, value any, site Site) {
	switch value := value.(type) {
	case []any:
		c.Secrets = c.Secrets || len(value) > 0
	case string:
		c.SecretsWhy = first(c.SecretsWhy, b.jsonText(value, site).Why)
	}
}

// environment reads the names of a container's variables.
func (b *builder) environment(value any, site Site) List[Value[string]] {
	list := List[Value[string]]{Given: value != nil, Site: site}
	if text, ok := value.(string); ok {
		list.Open = b.jsonText(text, site).Why
	}
	variables, _ := value.([]any)
	for _, variable := range variables {
		fields, ok := variable.(map[string]any)
		if !ok {
			list.Open = first(list.Open, b.jsonText(variable, site).Why)
			continue
		}
		list.Items = append(list.Items, b.jsonText(field(fields, "name"), site))
	}
	return list
}

// jsonInside reads a text one level down: the whole object may be a token.
func (b *builder) jsonInside(fields map[string]any, site Site, outer, inner string) Value[string] {
	site = b.within(site, outer)
	switch object := field(fields, outer).(type) {
	case map[string]any:
		return b.jsonText(field(object, inner), b.within(site, inner))
	case nil:
		return Value[string]{Site: site}
	default:
		value := b.jsonText(object, site)
		value.Why = first(value.Why, nonsense(site, "is not an object"))
		return value
	}
}

// jsonText reads a JSON value as text, tokens and all.
func (b *builder) jsonText(value any, site Site) Value[string] {
	switch value := value.(type) {
	case nil:
		return Value[string]{Site: site}
	case string:
		return b.textOf(datum{v: cty.StringVal(value), known: true}, "", site)
	case float64:
		return Value[string]{V: strconv.FormatFloat(value, 'f', -1, 64), Given: true, Site: site}
	case bool:
		return Value[string]{V: strconv.FormatBool(value), Given: true, Site: site}
	}
	return Value[string]{Given: true, Site: site, Why: nonsense(site, "is not text")}
}

// field finds a field as Go's JSON decoder does, which the provider uses: by its name, else in any
// letter case.
func field(fields map[string]any, key string) any {
	if value, ok := fields[key]; ok {
		return value
	}
	best := ""
	for other := range fields {
		if strings.EqualFold(other, key) && (best == "" || other < best) {
			best = other
		}
	}
	return fields[best]
}

// within returns the place of a field below another place. The fields of a template begin with a
// capital letter.
func (b *builder) within(site Site, field string) Site {
	if b.cloudFormation {
		field = strings.ToUpper(field[:1]) + field[1:]
	}
	path := make(cty.Path, 0, len(site.Path)+1)
	path = append(append(path, site.Path...), cty.GetAttrStep{Name: field})
	return Site{Resource: site.Resource, Path: path}
}
