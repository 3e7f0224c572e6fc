locals {
  host_policies = {
    agent    = "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"
    sessions = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
  }
}

data "aws_iam_policy_document" "hosts" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "hosts" {
  name               = "kiln-hosts"
  path               = "/fleet/"
  assume_role_policy = data.aws_iam_policy_document.hosts.json
}

resource "aws_iam_role_policy_attachment" "hosts" {
  for_each   = local.host_policies
  role       = aws_iam_role.hosts.name
  policy_arn = each.value
}

resource "aws_iam_instance_profile" "hosts" {
  name = "kiln-hosts"
  role = aws_iam_role.hosts.name
}
