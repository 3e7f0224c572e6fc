package policy

import "github.com/ecrlint/ecrlint/report"

// privateImageFix brings the image into Amazon ECR.
func privateImageFix(*mending) report.Fix {
	return say("", "Copy the image into Amazon ECR, or pull it through a cache rule there; or give "+
		"the subnets a NAT gateway.")
}

// imageRegionFix brings the image into the region of the VPC.
func imageRegionFix(m *mending) report.Fix {
	return say("", "Replicate the repository from %s into the region of the VPC and name it there; "+
		"or give the subnets a NAT gateway.", m.Region)
}

// lifecycleFix keeps what is in use.
func lifecycleFix(m *mending) report.Fix {
	return say("", "Let %s remove only untagged images, or keep more than deployments may use.",
		m.resource)
}

// pushFirstFix orders the first deployment.
func pushFirstFix(m *mending) report.Fix {
	return say("", "Create %s and push the image before the service is created "+
		"(terraform apply -target='%[1]s', then push).", orText(m.Repository, m.resource))
}

// repositoryURLFix refers to the declared repository.
func repositoryURLFix(m *mending) report.Fix {
	if m.Repository == "" {
		return say("", "Refer to the repository_url of the declared repository.")
	}
	url := "\"${" + m.ref(m.Repository, "repository_url") + "}:" +
		orText(m.bounds.best.Image.Tag, "TAG") + "\""
	return say(in(m.resource, "image = "+url+"\n"), "Refer to the repository_url of %s.", m.Repository)
}

// referenceFix writes the reference as it is probably meant.
func referenceFix(m *mending) report.Fix {
	if m.Suggestion == "" {
		return report.Fix{Summary: m.rule.Fix}
	}
	return say("", "Write %s.", m.Suggestion)
}
