provider "aws" {
  region = "eu-west-1"
}

module "network" {
  source = "./modules/network"
}

resource "aws_security_group" "mesh" {
  for_each = toset(["frontend", "statsd"])
  name     = "mesh-${each.key}"
  vpc_id   = module.network.vpc_id
}

resource "aws_security_group" "management" {
  name   = "management"
  vpc_id = module.network.vpc_id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group_rule" "statsd_from_frontend" {
  type                     = "ingress"
  from_port                = 8125
  to_port                  = 8125
  protocol                 = "udp"
  security_group_id        = aws_security_group.mesh["statsd"].id
  source_security_group_id = aws_security_group.mesh["frontend"].id
}

resource "aws_security_group_rule" "statsd_to_any" {
  type              = "egress"
  from_port         = 0
  to_port           = 0
  protocol          = "-1"
  security_group_id = aws_security_group.mesh["statsd"].id
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_ecs_cluster" "mesh" {
  name = "mesh"
}

module "service" {
  for_each = {
    frontend = { image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/frontend:deployed", groups = [aws_security_group.mesh["frontend"].id, aws_security_group.management.id] }
    statsd   = { image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/statsd:deployed", groups = [aws_security_group.mesh["statsd"].id] }
  }
  source   = "./modules/app"
  name     = each.key
  image    = each.value.image
  cluster  = aws_ecs_cluster.mesh.id
  role_arn = aws_iam_role.execution.arn
  subnets  = module.network.private_subnets
  groups   = each.value.groups
}

resource "aws_iam_role" "execution" {
  name = "execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
