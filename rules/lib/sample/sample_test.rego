package rules.lib.sample

# A document in which everything is open; tests change what they are about.
document := {
	"bound": "best",
	"language": "terraform",
	"workload": {
		"id": "aws_ecs_service.api",
		"kind": "service",
		"launch": "fargate",
		"platform_version": "LATEST",
		"task_definition": "aws_ecs_task_definition.api",
		"at": "aws_ecs_service.api",
	},
	"container": {
		"name": "api",
		"at": "aws_ecs_task_definition.api#container_definitions",
	},
	"image": {
		"reference": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/api:1.4",
		"registry": "ecr",
		"host": "123456789012.dkr.ecr.eu-west-1.amazonaws.com",
		"form": "ipv4",
		"account": "123456789012",
		"region": "eu-west-1",
		"partition": "aws",
		"repository": "api",
		"tag": "1.4",
		"digest": "",
		"declared": "",
		"at": "aws_ecs_task_definition.api#container_definitions",
	},
	"puller": {
		"interface": "task",
		"principal": "execution_role",
		"role": "aws_iam_role.execution",
		"at": "aws_ecs_task_definition.api#execution_role_arn",
	},
	"placement": {
		"subnet": "aws_subnet.private",
		"vpc": "aws_vpc.main",
		"route_table": "aws_route_table.private",
		"groups": ["aws_security_group.task"],
		"public_ip": false,
		"ipv6_native": false,
		"at": "aws_ecs_service.api#network_configuration[0].subnets",
	},
	"legs": [],
	"gates": [],
	"doubts": [],
	"endpoints": [],
}

# A gate that a fault closes.
closed(name, reason, by) := object.union(gate(name, by), {"state": "closed", "reason": reason})

# The same gate, open.
gate(name, by) := {
	"name": name,
	"state": "open",
	"reason": "",
	"leg": "",
	"by": by,
	"at": by,
	"detail": {},
	"related": [],
}

# A leg that leaves by an exit of the kind through the gates.
leg(name, kind, gates) := {
	"name": name,
	"host": $"{name}.example.amazonaws.com",
	"service": _service[name],
	"region": "eu-west-1",
	"exit": {"kind": kind, "id": _exit[kind], "at": _exit[kind]},
	"endpoint": _nearby("", ""),
	"gates": gates,
}

# A leg that nothing leads away from, and why no endpoint serves it.
stranded(name, reason, id) := object.union(
	leg(name, "none", [closed("exit", "no_way", "aws_route_table.private")]),
	{"endpoint": _nearby(reason, id)},
)

_nearby(reason, id) := {
	"reason": reason,
	"id": id,
	"at": id,
	"zone": "",
	"zone_name": "",
	"wanted_name": "",
}

# The document with these legs.
with_legs(legs) := object.union(document, {"legs": legs})

# The document with one gate on the leg to the manifest.
on_manifest(kind, gate) := with_legs([leg("manifest", kind, [gate])])

# The document with one gate that does not depend on the placement.
with_gate(gate) := object.union(document, {"gates": [gate]})

# The document with one doubt.
with_doubt(name, by, detail) := object.union(document, {"doubts": [{
	"name": name,
	"leg": "",
	"by": by,
	"at": by,
	"detail": detail,
	"related": [],
}]})

# The document with an endpoint in its VPC.
with_endpoint(doc) := object.union(doc, {"endpoints": [{
	"id": "aws_vpc_endpoint.dkr",
	"service": "ecr.dkr",
	"region": "eu-west-1",
	"type": "Interface",
	"private_dns": true,
	"at": "aws_vpc_endpoint.dkr",
}]})

_service := {
	"authorize": "ecr.api",
	"manifest": "ecr.dkr",
	"layers": "s3",
	"fetch": "",
	"credentials": "secretsmanager",
}

_exit := {
	"interface_endpoint": "aws_vpc_endpoint.dkr",
	"gateway_endpoint": "aws_vpc_endpoint.s3",
	"nat_gateway": "aws_nat_gateway.main",
	"nat_instance": "aws_instance.nat",
	"internet_gateway": "aws_internet_gateway.main",
	"none": "",
	"other": "aws_ec2_transit_gateway.hub",
}
