package policy

import "github.com/ecrlint/ecrlint/report"

// privateImageFix brings the image into Amazon ECR.
func privateImageFix(m *mending) report.Fix {
	return m.say(nil, "Copy the image into Amazon ECR, or pull it through a cache rule there; or "+
		"give the subnets a NAT gateway.")
}

// imageRegionFix brings the image into the region of the VPC.
func imageRegionFix(m *mending) report.Fix {
	return m.say(nil, "Replicate the repository from %s into the region of the VPC and name it "+
		"there; or give the subnets a NAT gateway.", m.Region)
}

// lifecycleFix keeps what is in use.
func lifecycleFix(m *mending) report.Fix {
	if image := m.bounds.best.Image; image.Tag == "" && image.Digest != "" {
		return m.say(nil, "Let %s keep more images than deployments may use.", m.resource)
	}
	return m.say(nil, "Let %s remove only untagged images, or keep more than deployments may use.",
		m.resource)
}

// pushFirstFix orders the first deployment.
func pushFirstFix(m *mending) report.Fix {
	repository := orText(m.Repository, m.resource)
	if m.template() {
		return m.say(nil, "Create %s in a stack of its own and push the image before the stack of the "+
			"service is created.", repository)
	}
	return m.say(nil, "Create %s and push the image before the service is created "+
		"(terraform apply -target='%[1]s', then push).", repository)
}

// repositoryURLFix refers to the declared repository.
func repositoryURLFix(m *mending) report.Fix {
	url := m.word("repository_url")
	if m.Repository == "" {
		return m.say(nil, "Refer to the %s of the declared repository.", url)
	}
	image := argument{"image", tagged{
		m.ref(m.Repository, "repository_url"), orText(m.bounds.best.Image.Tag, "TAG"),
	}}
	there := in("", m.resource, image)
	if path := m.jobPath(m.pull.Image.Site); path != nil {
		there = m.inJob(path, image.value)
	} else if kind := m.resourceType(m.resource); kind == "AWS::ECS::TaskDefinition" {
		container := object{{"name", text(m.pull.Name)}, image}
		there = in("", m.resource, argument{"container_definitions", list{container}})
		there.inside = true
	} else if kind == "aws_ecs_task_definition" {
		there = in("", m.resource, argument{"container_definitions", policyDocument{image}})
		there.inside, there.container = true, m.pull.Name
	}
	return m.say(one(there), "Refer to the %s of %s.", url, m.Repository)
}

// referenceFix writes the reference as it is probably meant.
func referenceFix(m *mending) report.Fix {
	if m.Suggestion == "" && m.template() {
		return m.say(nil, "Write ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG, best as Fn::Sub "+
			"of ${LogicalId.RepositoryUri}:TAG.")
	}
	if m.Suggestion == "" {
		return report.Fix{Summary: m.rule.Fix}
	}
	return m.say(nil, "Write %s.", m.Suggestion)
}
