# The options name the network's own resolver by address: no rule for port 53 is needed.
provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "dns" {
  cidr_block           = "10.30.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_vpc_dhcp_options" "dns" {
  domain_name         = "corp.example"
  domain_name_servers = [cidrhost(aws_vpc.dns.cidr_block, 2), "169.254.169.253"]
}

resource "aws_vpc_dhcp_options_association" "dns" {
  vpc_id          = aws_vpc.dns.id
  dhcp_options_id = aws_vpc_dhcp_options.dns.id
}

resource "aws_subnet" "dns" {
  count      = 2
  vpc_id     = aws_vpc.dns.id
  cidr_block = cidrsubnet(aws_vpc.dns.cidr_block, 8, count.index)
}

resource "aws_security_group" "dns_links" {
  vpc_id = aws_vpc.dns.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.dns.cidr_block]
  }
}

resource "aws_vpc_endpoint" "dns" {
  for_each            = toset(["ecr.api", "ecr.dkr"])
  vpc_id              = aws_vpc.dns.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = aws_subnet.dns[*].id
  security_group_ids  = [aws_security_group.dns_links.id]
}

resource "aws_vpc_endpoint" "dns_layers" {
  vpc_id          = aws_vpc.dns.id
  service_name    = "com.amazonaws.eu-west-1.s3"
  route_table_ids = [aws_vpc.dns.main_route_table_id]
}

resource "aws_security_group" "app" {
  vpc_id = aws_vpc.dns.id
  egress {
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    security_groups = [aws_security_group.dns_links.id]
    prefix_list_ids = [aws_vpc_endpoint.dns_layers.prefix_list_id]
  }
}

resource "aws_iam_role" "app" {
  name = "app"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = { Effect = "Allow", Action = ["sts:AssumeRole"], Principal = { Service = ["ec2.amazonaws.com", "ecs-tasks.amazonaws.com"] } }
  })
}

resource "aws_iam_policy" "app" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ecr:*", "logs:*"], Resource = ["*"] }]
  })
}

resource "aws_iam_policy_attachment" "app" {
  name       = "app"
  policy_arn = aws_iam_policy.app.arn
  roles      = [aws_iam_role.app.name]
}
resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_ecs_cluster" "app" {
  name = "app"
}

resource "aws_ecs_task_definition" "app" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.app.arn
  container_definitions    = jsonencode([{ name = "app", image = "${aws_ecr_repository.app.repository_url}:v1", essential = true }])
}

resource "aws_ecs_service" "app" {
  name            = "app"
  cluster         = aws_ecs_cluster.app.id
  task_definition = aws_ecs_task_definition.app.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = aws_subnet.dns[*].id
    security_groups = [aws_security_group.app.id]
  }
}
