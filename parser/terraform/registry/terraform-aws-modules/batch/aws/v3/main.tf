data "aws_partition" "current" {
  count = var.create ? 1 : 0
}

locals {
  partition  = try(data.aws_partition.current[0].partition, "")
  dns_suffix = try(data.aws_partition.current[0].dns_suffix, "")
  fargate    = ["FARGATE", "FARGATE_SPOT"]
}

resource "aws_batch_compute_environment" "this" {
  for_each = { for k, v in try(coalesce(var.compute_environments), {}) : k => v if var.create }

  region       = var.region
  name         = try(each.value.name, null)
  name_prefix  = try(each.value.name_prefix, null) != null ? "${each.value.name_prefix}-" : null
  service_role = var.create_service_iam_role ? aws_iam_role.service[0].arn : each.value.service_role
  type         = try(coalesce(each.value.type), "MANAGED")
  state        = try(each.value.state, null)

  dynamic "compute_resources" {
    for_each = try([coalesce(each.value.compute_resources)], [])
    content {
      type               = compute_resources.value.type
      max_vcpus          = compute_resources.value.max_vcpus
      min_vcpus          = contains(local.fargate, compute_resources.value.type) ? null : try(compute_resources.value.min_vcpus, null)
      desired_vcpus      = contains(local.fargate, compute_resources.value.type) ? null : try(compute_resources.value.desired_vcpus, null)
      instance_type      = contains(local.fargate, compute_resources.value.type) ? null : try(compute_resources.value.instance_types, null)
      instance_role      = contains(local.fargate, compute_resources.value.type) ? null : try(aws_iam_instance_profile.instance[0].arn, compute_resources.value.instance_role, null)
      security_group_ids = try(compute_resources.value.security_group_ids, null)
      subnets            = compute_resources.value.subnets

      dynamic "launch_template" {
        for_each = contains(local.fargate, compute_resources.value.type) ? [] : try([coalesce(compute_resources.value.launch_template)], [])
        content {
          launch_template_id   = try(launch_template.value.launch_template_id, null)
          launch_template_name = try(launch_template.value.launch_template_name, null)
          version              = try(launch_template.value.version, null)
        }
      }
    }
  }

  dynamic "eks_configuration" {
    for_each = try([coalesce(each.value.eks_configuration)], [])
    content {
      eks_cluster_arn      = eks_configuration.value.eks_cluster_arn
      kubernetes_namespace = eks_configuration.value.kubernetes_namespace
    }
  }
}

data "aws_iam_policy_document" "instance" {
  count = var.create && var.create_instance_iam_role ? 1 : 0

  statement {
    sid     = "EC2AssumeRole"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.${local.dns_suffix}"]
    }
  }
}

resource "aws_iam_role" "instance" {
  count = var.create && var.create_instance_iam_role ? 1 : 0

  name                 = var.instance_iam_role_use_name_prefix ? null : var.instance_iam_role_name
  name_prefix          = var.instance_iam_role_use_name_prefix ? "${var.instance_iam_role_name}-" : null
  path                 = var.instance_iam_role_path
  permissions_boundary = var.instance_iam_role_permissions_boundary
  assume_role_policy   = data.aws_iam_policy_document.instance[0].json
}

resource "aws_iam_role_policy_attachment" "instance" {
  for_each = { for k, v in merge({ AmazonEC2ContainerServiceforEC2Role = "arn:${local.partition}:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role" }, var.instance_iam_role_additional_policies) : k => v if var.create && var.create_instance_iam_role }

  policy_arn = each.value
  role       = aws_iam_role.instance[0].name
}

resource "aws_iam_instance_profile" "instance" {
  count = var.create && var.create_instance_iam_role ? 1 : 0

  name        = var.instance_iam_role_use_name_prefix ? null : var.instance_iam_role_name
  name_prefix = var.instance_iam_role_use_name_prefix ? "${var.instance_iam_role_name}-" : null
  path        = var.instance_iam_role_path
  role        = aws_iam_role.instance[0].name
}

data "aws_iam_policy_document" "service" {
  count = var.create && var.create_service_iam_role ? 1 : 0

  statement {
    sid     = "BatchAssumeRole"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["batch.${local.dns_suffix}"]
    }
  }
}

resource "aws_iam_role" "service" {
  count = var.create && var.create_service_iam_role ? 1 : 0

  name                 = var.service_iam_role_use_name_prefix ? null : var.service_iam_role_name
  name_prefix          = var.service_iam_role_use_name_prefix ? "${var.service_iam_role_name}-" : null
  path                 = var.service_iam_role_path
  permissions_boundary = var.service_iam_role_permissions_boundary
  assume_role_policy   = data.aws_iam_policy_document.service[0].json
}

resource "aws_iam_role_policy_attachment" "service" {
  for_each = { for k, v in merge({ AWSBatchServiceRole = "arn:${local.partition}:iam::aws:policy/service-role/AWSBatchServiceRole" }, var.service_iam_role_additional_policies) : k => v if var.create && var.create_service_iam_role }

  policy_arn = each.value
  role       = aws_iam_role.service[0].name
}

data "aws_iam_policy_document" "spot_fleet" {
  count = var.create && var.create_spot_fleet_iam_role ? 1 : 0

  statement {
    sid     = "SpotFleetAssumeRole"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["spotfleet.${local.dns_suffix}"]
    }
  }
}

resource "aws_iam_role" "spot_fleet" {
  count = var.create && var.create_spot_fleet_iam_role ? 1 : 0

  name                 = var.spot_fleet_iam_role_use_name_prefix ? null : var.spot_fleet_iam_role_name
  name_prefix          = var.spot_fleet_iam_role_use_name_prefix ? "${var.spot_fleet_iam_role_name}-" : null
  path                 = var.spot_fleet_iam_role_path
  permissions_boundary = var.spot_fleet_iam_role_permissions_boundary
  assume_role_policy   = data.aws_iam_policy_document.spot_fleet[0].json
}

resource "aws_iam_role_policy_attachment" "spot_fleet" {
  for_each = { for k, v in merge({ AmazonEC2SpotFleetTaggingRole = "arn:${local.partition}:iam::aws:policy/service-role/AmazonEC2SpotFleetTaggingRole" }, var.spot_fleet_iam_role_additional_policies) : k => v if var.create && var.create_spot_fleet_iam_role }

  policy_arn = each.value
  role       = aws_iam_role.spot_fleet[0].name
}

resource "aws_batch_job_queue" "this" {
  for_each = { for k, v in try(coalesce(var.job_queues), {}) : k => v if var.create && var.create_job_queues }

  region   = var.region
  name     = try(coalesce(each.value.name), each.key)
  priority = each.value.priority
  state    = try(coalesce(each.value.state), "ENABLED")

  dynamic "compute_environment_order" {
    for_each = try(coalesce(each.value.compute_environment_order), {})
    content {
      compute_environment = aws_batch_compute_environment.this[compute_environment_order.value.compute_environment_key].arn
      order               = try(coalesce(compute_environment_order.value.order), compute_environment_order.key)
    }
  }
}

resource "aws_batch_job_definition" "this" {
  for_each = { for k, v in try(coalesce(var.job_definitions), {}) : k => v if var.create }

  region                = var.region
  name                  = try(coalesce(each.value.name), each.key)
  type                  = try(coalesce(each.value.type), "container")
  container_properties  = try(each.value.container_properties, null)
  ecs_properties        = try(each.value.ecs_properties, null)
  node_properties       = try(each.value.node_properties, null)
  parameters            = try(each.value.parameters, null)
  platform_capabilities = try(each.value.platform_capabilities, null)

  dynamic "eks_properties" {
    for_each = try([coalesce(each.value.eks_properties)], [])
    content {}
  }
}
