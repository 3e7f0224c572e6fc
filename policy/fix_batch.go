package policy

import (
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/graph"
)

// executionRole sets the execution role where the puller's belongs: in a task definition, or in
// the document of a job definition.
func (m *mending) executionRole(role value) part {
	site := m.pull.Puller.Role.Site
	if task := m.pull.Workload.Task.To; task != nil { // on hosts the puller's role is another
		site = task.ExecutionRole.Site
	}
	if path := m.jobPath(site); path != nil {
		return m.inJob(path, role)
	}
	return in("aws_ecs_task_definition", m.resource, argument{"execution_role_arn", role})
}

// jobPath returns the path of an attribute inside of the document of a job definition; nil where
// the site is another.
func (m *mending) jobPath(site graph.Site) cty.Path {
	kind := m.resourceType(m.resource)
	if kind != "aws_batch_job_definition" && kind != "AWS::Batch::JobDefinition" ||
		site.Resource == nil || site.Resource.Address != m.resource || len(site.Path) < 2 {
		return nil
	}
	return site.Path
}

// inJob sets a value inside of the document of a job definition, which Terraform has as JSON.
func (m *mending) inJob(path cty.Path, v value) part {
	for _, step := range slices.Backward(path[1:]) {
		switch step := step.(type) {
		case cty.GetAttrStep:
			v = object{{step.Name, v}}
		case cty.IndexStep:
			v = list{v}
		}
	}
	root, _ := path[0].(cty.GetAttrStep)
	if fields, ok := v.(object); ok && !m.template() {
		v = policyDocument(fields)
	}
	there := in("", m.resource, argument{root.Name, v})
	there.inside = true
	return there
}

// jobAddress is where the job definition of the pull gives its jobs a public address, or would.
func (m *mending) jobAddress() graph.Site {
	for _, j := range m.pull.Graph.JobDefinitions {
		for _, t := range j.Tasks {
			if t.Task == m.pull.Workload.Task.To {
				return t.PublicIP.Site
			}
		}
	}
	return graph.Site{}
}
