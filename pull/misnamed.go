package pull

import (
	"strings"

	"github.com/ecrlint/ecrlint/graph"
)

// serviceRoles stands in the ARN of a role that only one service of AWS's may assume, before the
// name of the service.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
const serviceRoles = ":role/aws-service-role/"

// linkedTrust is the trust gate of an execution role that is linked to another service: whoever
// names one has no say in who assumes it.
func (c *cutter) linkedTrust(p *Pull) []Gate {
	link := p.Puller.Role
	_, rest, linked := strings.Cut(c.expand(link.Written()), serviceRoles)
	service, _, _ := strings.Cut(rest, "/")
	if link.To != nil || !linked || service == tasksService ||
		!strings.HasSuffix(service, ".amazonaws.com") {
		return nil
	}
	gate := p.executionGate()
	return []Gate{{
		Name: "trust", State: Closed, Reason: "wrong_service", By: gate.By, Site: gate.Site,
		Detail: map[string]any{
			"role": c.text(link.Text), "service": tasksService, "statement": "",
			"services": []string{service},
		},
	}}
}

// roleForProfile reports whether a role is named where an instance profile is due.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/instance_IAM_role.html
func (c *cutter) roleForProfile(link graph.Link[graph.InstanceProfile]) bool {
	text := c.expand(link.Written())
	return link.To == nil && strings.HasPrefix(text, "arn:") && strings.Contains(text, ":role/")
}
