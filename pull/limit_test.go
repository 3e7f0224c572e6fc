package pull_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ecrlint/ecrlint/graph"
	"github.com/ecrlint/ecrlint/pull"
)

// No root eats the machine by the number of its pulls, and what is left out can be told.
func TestLimitOfPulls(t *testing.T) {
	task := &graph.TaskDefinition{}
	for i := range pull.MaxPulls + 1 {
		container := &graph.Container{}
		container.Name.V = strconv.Itoa(i)
		task.Containers.Items = append(task.Containers.Items, container)
	}
	w := &graph.Workload{Kind: graph.WorkloadTaskDefinition}
	w.Task.To = task
	g := &graph.Graph{Workloads: []*graph.Workload{w}}
	assert.Equal(t, pull.MaxPulls+1, pull.Count(g))
	assert.Len(t, pull.Cut(g), pull.MaxPulls)
}
