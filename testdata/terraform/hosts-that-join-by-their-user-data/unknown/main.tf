# No capacity provider: whether these hosts are the cluster's is in a script, and which others are, nobody says.
provider "aws" { region = "eu-west-1" }

resource "aws_vpc" "script" { cidr_block = "10.0.0.0/16" }

resource "aws_subnet" "script" {
  vpc_id     = aws_vpc.script.id
  cidr_block = "10.0.0.0/24"
}

resource "aws_security_group" "script" {
  vpc_id = aws_vpc.script.id
}

data "aws_iam_policy_document" "script_node_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "script_node" {
  name               = "script-node"
  assume_role_policy = data.aws_iam_policy_document.script_node_trust.json
}

resource "aws_iam_role_policy_attachment" "script_node" {
  role       = aws_iam_role.script_node.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"
}

resource "aws_iam_instance_profile" "script" {
  role = aws_iam_role.script_node.name
}

data "aws_ssm_parameter" "script_ami" {
  name = "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id"
}
resource "aws_ecs_cluster" "script" {
  name = "script"
}
resource "aws_ecr_repository" "script" {
  name = "script"
}

resource "aws_instance" "script" {
  count                  = 2
  ami                    = data.aws_ssm_parameter.script_ami.value
  instance_type          = "t3.small"
  subnet_id              = aws_subnet.script.id
  vpc_security_group_ids = [aws_security_group.script.id]
  iam_instance_profile   = aws_iam_instance_profile.script.name
  user_data_base64 = base64encode(templatefile("${path.module}/join.sh", {
    cluster = aws_ecs_cluster.script.name
  }))
}

resource "aws_ecs_task_definition" "script" {
  family                = "script"
  network_mode          = "host"
  container_definitions = jsonencode([{ name = "script", image = "${aws_ecr_repository.script.repository_url}:v1", memory = 64 }])
}

resource "aws_ecs_service" "script" {
  name                = "script"
  cluster             = aws_ecs_cluster.script.id
  task_definition     = aws_ecs_task_definition.script.arn
  launch_type         = "EC2"
  scheduling_strategy = "DAEMON"
}
