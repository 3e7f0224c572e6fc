package pull

import (
	"strings"

	"github.com/ecrlint/ecrlint/parser"
)

// targets returns where the legs of a pull go.
func (c *cutter) targets(p *Pull) []target {
	var out []target
	f := &p.fact
	switch {
	case f.Valid == Closed:
	case p.Registry == registryECR:
		out = c.ecrTargets(p)
	case p.Registry == registryUnknown:
		out = append(out, target{name: Fetch, port: 443, kind: toInternet, unsure: true})
	default:
		out = append(out, target{
			name: Fetch, host: f.Host, port: f.port, kind: toInternet, private: f.private,
		})
	}
	if t, ok := c.credentialsTarget(p); ok {
		out = append(out, t)
	}
	return out
}

// ecrTargets are the calls of a pull from Amazon ECR.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
func (c *cutter) ecrTargets(p *Pull) []target {
	f := &p.fact
	_, suffix := partitionOf(c.regionText(p, f.Region))
	fips := ""
	if strings.Contains(f.Form, "fips") {
		fips = "-fips"
	}
	six := strings.HasPrefix(f.Form, "dualstack")
	authorize := target{
		name: Authorize, host: "api.ecr" + fips + "." + f.Region + "." + suffix,
		service: "ecr" + fips + ".api", kind: toAmazon,
	}
	manifest := target{
		name: Manifest, host: f.Host, service: "ecr" + fips + ".dkr", kind: toAmazon,
	}
	layers := target{
		name: Layers, service: "s3", kind: toS3,
		host: "prod-" + f.Region + "-starport-layer-bucket.s3." + f.Region + "." + suffix,
	}
	var out []target
	for _, t := range []target{authorize, manifest, layers} {
		if t.name == Authorize && oldPlatform(p).state == Open {
			continue
		}
		t.region, t.port, t.six = f.Region, 443, six
		out = append(out, t)
	}
	return out
}

// regionText is the region, or the workload's where the image's is not known.
func (c *cutter) regionText(p *Pull, region string) string {
	if parser.Holed(region) && !parser.Holed(p.Workload.Home.Region) {
		return p.Workload.Home.Region
	}
	return region
}

// oldPlatform answers whether the task runs on a Fargate platform version that logs in to the
// registry over a network of Fargate's own.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html
func oldPlatform(p *Pull) answer {
	v := p.Workload.PlatformVersion
	if !p.Launch.OnFargate() {
		return no()
	}
	if task := p.Workload.Task.To; task != nil && strings.HasPrefix(task.OS.V, "WINDOWS") {
		return no()
	}
	if !v.Known() {
		return perhaps(v.Why)
	}
	switch v.V {
	case "1.0.0", "1.1.0", "1.2.0", "1.3.0":
		return yes()
	}
	return no()
}

// credentialsTarget is the call for the registry's credentials.
func (c *cutter) credentialsTarget(p *Pull) (target, bool) {
	secret := p.Container.Credentials
	if !secret.Given || !secret.Known() || oldPlatform(p).state == Open {
		return target{}, false
	}
	region := p.Workload.Home.Region
	if parts := strings.Split(c.expand(secret.V), ":"); len(parts) > 6 && parts[3] != "" {
		region = parts[3]
	}
	_, suffix := partitionOf(region)
	return target{
		name: Credentials, host: "secretsmanager." + region + "." + suffix,
		service: "secretsmanager", region: region, port: 443, kind: toAmazon,
	}, true
}
