package report

import (
	"fmt"
	"slices"
	"strings"
)

// Why is the whole path of every pull of one workload: each gate with its state, what decided it,
// and what is not known.
type Why struct {
	Version string
	// Root, Environment, Workload and Part name the workload as a Pull does.
	Root, Environment, Workload, Part string
	// Paths are those of its containers, for each way in which its tasks are started.
	Paths []Path
	// Report is what was found in the configuration.
	Report *Report
}

// Path is the whole path of one pull.
type Path struct {
	Pull Pull `json:"pull"`
	// TaskDefinition, Repository and Role are addresses, or what the configuration says of them.
	TaskDefinition string `json:"task_definition"`
	Repository     string `json:"repository"`
	Role           string `json:"role"`
	// Principal is execution_role or instance_profile.
	Principal string `json:"principal"`
	// Gates do not depend on where the puller runs.
	Gates []Step `json:"gates"`
	// Placements are the places where it may run, MorePlacements says why there may be others.
	Placements     []PlacePath `json:"placements"`
	MorePlacements []Missing   `json:"more_placements"`
}

// PlacePath is the path from one placement.
type PlacePath struct {
	Subnet     string   `json:"subnet"` // empty where it is not known which
	VPC        string   `json:"vpc"`
	RouteTable string   `json:"route_table"`
	Groups     []string `json:"groups"`
	// PublicIP is open (the puller has a public address), closed (it has none) or unknown.
	PublicIP string   `json:"public_ip"`
	Location Location `json:"location,omitzero"`
	// Gates are what the policies of role and repository say of calls from here, where that is
	// another thing than from elsewhere.
	Gates []Step    `json:"gates"`
	Legs  []LegPath `json:"legs"`
}

// LegPath is the path of one leg.
type LegPath struct {
	Leg     string `json:"leg"`
	Host    string `json:"host"`
	Service string `json:"service"`
	// State is the worst of the gates on the way; unknown too where it is not known which way is
	// taken and one of them is not open.
	State string `json:"state"`
	// Exits are the ways that the leg may take: one where everything that decides is known.
	Exits []ExitPath `json:"exits"`
	// Unknowns say what would tell which of the ways is taken.
	Unknowns []Missing `json:"unknowns"`
	// Endpoint says why no endpoint of the VPC serves the leg; nil where one does.
	Endpoint *NoEndpoint `json:"endpoint,omitempty"`
}

// NoEndpoint is the endpoint that comes nearest to serving a leg, and why it does not.
type NoEndpoint struct {
	Reason   string   `json:"reason"`
	At       string   `json:"at"`
	Location Location `json:"location,omitzero"`
}

// ExitPath is one way of a leg, gate by gate.
type ExitPath struct {
	Kind     string   `json:"kind"`
	At       string   `json:"at"`
	Location Location `json:"location,omitzero"`
	Gates    []Step   `json:"gates"`
}

// Step is one gate of a path.
type Step struct {
	Gate  string `json:"gate"`
	Leg   string `json:"leg,omitempty"`
	At    string `json:"at"` // the resource that decides
	State string `json:"state"`
	// Reason is why it is closed, or would be.
	Reason string `json:"reason,omitempty"`
	// Says is what the state means here, in words.
	Says     string   `json:"says"`
	Location Location `json:"location,omitzero"`
	// Values are the facts that decided, by name.
	Values map[string]any `json:"values"`
	// Unknowns say what is not known, where it comes from and what would tell.
	Unknowns []Missing `json:"unknowns"`
	// Findings are the fingerprints of those about this gate.
	Findings []string `json:"findings"`
}

// modelled are the modules on the paths whose resources come from a model, in the order of the
// report.
func (y *Why) modelled() []Modelled {
	var list []Modelled
	for _, one := range y.Report.Modelled {
		on := func(p Path) bool { return p.mentions(one.Module + ".") }
		if one.Root == y.Root && slices.ContainsFunc(y.Paths, on) {
			list = append(list, one)
		}
	}
	return list
}

// mentions reports whether the path has to do with what is below a module.
func (p *Path) mentions(below string) bool {
	names := []string{p.Pull.Workload, p.TaskDefinition, p.Repository, p.Role}
	for _, step := range p.Gates {
		names = append(names, step.At)
	}
	for _, place := range p.Placements {
		names = append(append(names, place.Subnet, place.VPC, place.RouteTable), place.Groups...)
		for _, leg := range place.Legs {
			for _, exit := range leg.Exits {
				names = append(names, exit.At)
				for _, step := range exit.Gates {
					names = append(names, step.At)
				}
			}
		}
	}
	return slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(name, below) })
}

// Failing reports whether some pull of the workload fails.
func (w *Why) Failing() bool {
	for i := range w.Paths {
		if w.Paths[i].Pull.Verdict == Fails {
			return true
		}
	}
	return false
}

// Only leaves the paths of the container with the name; all of them where the name is empty. The
// error of a name that no container has names those that there are.
func (w *Why) Only(container string) error {
	if container == "" {
		return nil
	}
	var names []string
	for i := range w.Paths {
		if name := w.Paths[i].Pull.Container; name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	w.Paths = slices.DeleteFunc(w.Paths, func(p Path) bool { return p.Pull.Container != container })
	switch {
	case len(w.Paths) > 0:
		return nil
	case len(names) == 0:
		return fmt.Errorf("the containers of %s have no names", w.Workload)
	}
	return fmt.Errorf("%s has no container %q; it has %s", w.Workload, container,
		strings.Join(names, ", "))
}
