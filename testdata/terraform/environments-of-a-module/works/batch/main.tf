variable "name" {
  type = string
}

variable "environments" {
  type = map(object({
    kind    = string
    tier    = string
    enabled = bool
  }))
}

variable "subnets" {
  type = map(list(string))
}

variable "groups" {
  type = list(string)
}

resource "aws_batch_compute_environment" "this" {
  for_each = var.environments

  name  = "${var.name}-${each.key}"
  type  = "MANAGED"
  state = each.value.enabled ? "ENABLED" : "DISABLED"

  compute_resources {
    type               = each.value.kind
    max_vcpus          = 16
    subnets            = var.subnets[each.value.tier]
    security_group_ids = var.groups
  }
}

resource "aws_batch_job_queue" "this" {
  name     = var.name
  state    = "ENABLED"
  priority = 1

  dynamic "compute_environment_order" {
    for_each = keys(aws_batch_compute_environment.this)
    content {
      order               = compute_environment_order.key
      compute_environment = aws_batch_compute_environment.this[compute_environment_order.value].arn
    }
  }
}

resource "aws_ecr_repository" "this" {
  name = "billing/${var.name}"
}

resource "aws_iam_role" "this" {
  name_prefix = var.name
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "this" {
  role       = aws_iam_role.this.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly"
}

resource "aws_batch_job_definition" "this" {
  name                  = var.name
  type                  = "container"
  platform_capabilities = ["FARGATE"]

  container_properties = jsonencode({
    image            = "${aws_ecr_repository.this.repository_url}:live"
    executionRoleArn = aws_iam_role.this.arn
    resourceRequirements = [
      { type = "VCPU", value = "1" },
      { type = "MEMORY", value = "2048" },
    ]
  })
}
