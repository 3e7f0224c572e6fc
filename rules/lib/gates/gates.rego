# METADATA
# title: Gates
# description: The closed gates and the doubts of a document, once, so that no rule walks it again.
# schemas:
#   - input: schema.pull
package rules.lib.gates

# METADATA
# description: the closed gates of the legs, in path order, each with what every finding repeats
on_legs := [fault |
	some leg in input.legs
	some gate in leg.gates
	gate.state == "closed"
	fault := {
		"leg": leg,
		"gate": gate,
		"finding": {
			"leg": leg.name,
			"exit": leg.exit.id,
			"resource": gate.by,
			"at": gate.at,
			"related": gate.related,
		},
	}
]

# METADATA
# description: the closed gates that do not depend on the placement
of_pull := [fault |
	some gate in input.gates
	gate.state == "closed"
	fault := {
		"gate": gate,
		"finding": {
			"leg": gate.leg,
			"resource": gate.by,
			"at": gate.at,
			"related": gate.related,
		},
	}
]

# METADATA
# description: facts that close no gate
noted := [note |
	some doubt in input.doubts
	note := {
		"doubt": doubt,
		"finding": {
			"leg": doubt.leg,
			"resource": doubt.by,
			"at": doubt.at,
			"related": doubt.related,
		},
	}
]

# METADATA
# description: |
#   legs that nothing leads away from, though their host has an address of the subnet's family;
#   where the registry itself cannot be reached, that says it for the registry credentials too
stranded := [fault |
	some fault in on_legs
	fault.gate.name == "exit"
	fault.gate.reason == "no_way"
	not _moot[fault.leg.name]
	not _other_family[fault.leg.name]
]

_other_family[fault.leg.name] if {
	some fault in on_legs
	fault.gate.name == "family"
}

_moot["credentials"] if {
	some fault in on_legs
	fault.leg.name == "fetch"
	fault.gate.name == "exit"
}

# METADATA
# description: legs that the puller's security groups let through nowhere
egress := [fault |
	some fault in on_legs
	fault.gate.name == "egress"
]

# METADATA
# description: only the way to Amazon S3 is shut by the security groups
only_layers if {
	count(egress) > 0
	every fault in egress {
		fault.leg.name == "layers"
	}
}
