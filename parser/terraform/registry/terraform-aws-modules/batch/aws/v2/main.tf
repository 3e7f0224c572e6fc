data "aws_partition" "current" {}

locals {
  partition  = data.aws_partition.current.partition
  dns_suffix = data.aws_partition.current.dns_suffix
  fargate    = ["FARGATE", "FARGATE_SPOT"]
}

resource "aws_batch_compute_environment" "this" {
  for_each = { for k, v in try(coalesce(var.compute_environments), {}) : k => v if var.create }

  compute_environment_name        = try(each.value.name, null)
  compute_environment_name_prefix = try(each.value.name_prefix, null) != null ? "${each.value.name_prefix}-" : null
  service_role                    = var.create_service_iam_role ? aws_iam_role.service[0].arn : each.value.service_role
  type                            = try(coalesce(each.value.type), "MANAGED")
  state                           = try(each.value.state, null)

  dynamic "compute_resources" {
    for_each = can(each.value.compute_resources.subnets) ? [each.value.compute_resources] : []
    content {
      type               = compute_resources.value.type
      max_vcpus          = compute_resources.value.max_vcpus
      min_vcpus          = contains(local.fargate, compute_resources.value.type) ? null : try(compute_resources.value.min_vcpus, null)
      desired_vcpus      = contains(local.fargate, compute_resources.value.type) ? null : try(compute_resources.value.desired_vcpus, null)
      instance_type      = contains(local.fargate, compute_resources.value.type) ? [] : try(compute_resources.value.instance_types, [])
      instance_role      = contains(local.fargate, compute_resources.value.type) ? null : try(compute_resources.value.instance_role, aws_iam_instance_profile.instance[0].arn, null)
      security_group_ids = compute_resources.value.security_group_ids
      subnets            = compute_resources.value.subnets

      dynamic "launch_template" {
        for_each = contains(local.fargate, compute_resources.value.type) ? [] : try([coalesce(compute_resources.value.launch_template)], [])
        content {
          launch_template_id   = try(launch_template.value.id, launch_template.value.launch_template_id, null)
          launch_template_name = try(launch_template.value.name, launch_template.value.launch_template_name, null)
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
    sid     = "ECSAssumeRole"
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
  for_each = var.create && var.create_instance_iam_role ? toset(compact(distinct(concat(["arn:${local.partition}:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"], var.instance_iam_role_additional_policies)))) : toset([])

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
    sid     = "ECSAssumeRole"
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
  for_each = var.create && var.create_service_iam_role ? toset(compact(distinct(concat(["arn:${local.partition}:iam::aws:policy/service-role/AWSBatchServiceRole"], var.service_iam_role_additional_policies)))) : toset([])

  policy_arn = each.value
  role       = aws_iam_role.service[0].name
}

data "aws_iam_policy_document" "spot_fleet" {
  count = var.create && var.create_spot_fleet_iam_role ? 1 : 0

  statement {
    sid     = "ECSAssumeRole"
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
  for_each = var.create && var.create_spot_fleet_iam_role ? toset(compact(distinct(concat(["arn:${local.partition}:iam::aws:policy/service-role/AmazonEC2SpotFleetTaggingRole"], var.spot_fleet_iam_role_additional_policies)))) : toset([])

  policy_arn = each.value
  role       = aws_iam_role.spot_fleet[0].name
}

resource "aws_batch_job_queue" "this" {
  for_each = { for k, v in var.job_queues : k => v if var.create && var.create_job_queues }

  name                 = each.value.name
  state                = each.value.state
  priority             = each.value.priority
  compute_environments = slice([for env in try(each.value.compute_environments, keys(var.compute_environments)) : aws_batch_compute_environment.this[env].arn], 0, min(length(try(each.value.compute_environments, keys(var.compute_environments))), 3))
}

resource "aws_batch_job_definition" "this" {
  for_each = { for k, v in var.job_definitions : k => v if var.create && var.create_job_definitions }

  name                  = lookup(each.value, "name", each.key)
  type                  = lookup(each.value, "type", "container")
  container_properties  = lookup(each.value, "container_properties", null)
  parameters            = lookup(each.value, "parameters", {})
  platform_capabilities = lookup(each.value, "platform_capabilities", null)
}
