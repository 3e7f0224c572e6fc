package pull

import (
	"strings"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/iam"
	"github.com/ecrlint/ecrlint/parser"
)

// secretARN is the ARN of the credentials' secret; ARNs end in six characters that AWS adds.
func (c *cutter) secretARN(p *Pull) string {
	secret := p.Container.Credentials
	if !secret.Known() {
		return c.origins.Token(*secret.Why)
	}
	text := c.expand(secret.V)
	if len(text) > 4 && text[:4] == "arn:" || parser.Holed(text) {
		return text
	}
	home := p.Workload.Home
	for _, s := range c.graph.Secrets {
		if s.Name.Known() && c.expand(s.Name.V) == text && s.ARN != "" &&
			c.same(s.Home.Account, home.Account).and(c.same(s.Home.Region, home.Region)).state == Open {
			return c.expand(s.ARN)
		}
	}
	suffix := c.origins.Token(parser.Origin{What: "end of the ARN of " + text, Why: madeSuffix})
	return "arn:" + orText(home.Partition, "aws") + ":secretsmanager:" + home.Region + ":" +
		home.Account + ":secret:" + text + "-" + suffix
}

// madeSuffix is why the end of a secret's ARN is not known: its form is.
// https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
const madeSuffix = "Secrets Manager adds six characters of its own"

// suffix has the length of what Secrets Manager adds to the name of a secret in its ARN.
// https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
const suffix = "AAAAAA"

// settleSuffix decides what depends on the length of the end of a secret's ARN alone: the pattern
// NAME-?????? allows the secret whatever its six characters are. A statement that names six of
// them leaves it open.
func (c *cutter) settleSuffix(link graph.Link[graph.Role], req iam.Request, b binding,
	d, boundary *iam.Decision,
) {
	parts := parser.Parts(req.Resource)
	if len(parts) < 2 || !parts[len(parts)-1].Hole ||
		!strings.Contains(req.Resource, ":secretsmanager:") ||
		!strings.HasSuffix(parts[len(parts)-2].Text, "-") {
		return
	}
	req.Resource = strings.TrimSuffix(req.Resource, parser.TokenOf(parts[len(parts)-1].ID)) + suffix
	identity, bound, _ := c.identityOf(link, req, b)
	settle(d, &identity)
	if boundary != nil && bound != nil {
		settle(boundary, bound)
	}
}

// settle takes over that something is allowed.
func settle(d, settled *iam.Decision) {
	if d.Allowed == iam.Unknown && settled.Allowed == iam.True {
		d.Allowed, d.Allows = settled.Allowed, settled.Allows
	}
}
