data "aws_partition" "current" {}

locals {
  template = var.create_launch_template ? (var.template_by_name ? aws_launch_template.this[0].name : aws_launch_template.this[0].id) : (var.template_by_name ? var.launch_template : var.launch_template_id)
  by_id    = var.template_by_name ? null : local.template
  by_name  = var.template_by_name ? local.template : null
  version  = var.create_launch_template && var.launch_template_version == null ? aws_launch_template.this[0].latest_version : var.launch_template_version

  interfaces = try(coalesce(var.network_interfaces), [])
  overrides  = try(coalesce(var.overrides_in_template ? var.mixed_instances_policy.launch_template.override : var.mixed_instances_policy.override), [])

  profile_arn  = var.create_iam_instance_profile ? aws_iam_instance_profile.this[0].arn : var.iam_instance_profile_arn
  profile_name = !var.create_iam_instance_profile && var.iam_instance_profile_arn == null ? var.iam_instance_profile_name : null
  role_name    = try(coalesce(var.iam_instance_profile_name, var.iam_role_name), "")
}

resource "aws_launch_template" "this" {
  count = var.create_launch_template ? 1 : 0

  region                 = var.region
  name                   = var.launch_template_use_name_prefix ? null : coalesce(var.launch_template_name, var.name)
  name_prefix            = var.launch_template_use_name_prefix ? "${coalesce(var.launch_template_name, var.name)}-" : null
  default_version        = var.default_version
  update_default_version = var.update_default_version
  image_id               = var.image_id
  instance_type          = var.instance_type
  user_data              = var.user_data_base64 != null ? var.user_data_base64 : var.user_data
  vpc_security_group_ids = var.groups_on_interfaces && (var.network_interfaces != null && (var.empty_interfaces_count || length(local.interfaces) > 0)) ? [] : var.security_groups

  dynamic "iam_instance_profile" {
    for_each = local.profile_name != null || local.profile_arn != null ? [1] : []
    content {
      name = local.profile_name
      arn  = local.profile_arn
    }
  }

  dynamic "network_interfaces" {
    for_each = local.interfaces
    content {
      associate_public_ip_address = try(network_interfaces.value.associate_public_ip_address, null)
      device_index                = try(network_interfaces.value.device_index, null)
      network_interface_id        = try(network_interfaces.value.network_interface_id, null)
      subnet_id                   = try(network_interfaces.value.subnet_id, null)
      security_groups             = compact(concat(try(coalesce(network_interfaces.value.security_groups), []), var.groups_on_interfaces ? var.security_groups : []))
    }
  }
}

resource "aws_autoscaling_group" "this" {
  count = var.create && !var.ignore_desired_capacity_changes ? 1 : 0

  region                = var.region
  name                  = var.use_name_prefix ? null : var.name
  name_prefix           = var.use_name_prefix ? "${var.name}-" : null
  availability_zones    = var.availability_zones != null ? var.availability_zones : var.availability_zone
  vpc_zone_identifier   = var.vpc_zone_identifier
  min_size              = var.min_size
  max_size              = var.max_size
  desired_capacity      = var.desired_capacity
  protect_from_scale_in = var.protect_from_scale_in

  dynamic "launch_template" {
    for_each = var.use_mixed_instances_policy ? [] : [1]
    content {
      id      = local.by_id
      name    = local.by_name
      version = local.version
    }
  }

  dynamic "mixed_instances_policy" {
    for_each = var.use_mixed_instances_policy ? [1] : []
    content {
      launch_template {
        launch_template_specification {
          launch_template_id   = local.by_id
          launch_template_name = local.by_name
          version              = local.version
        }

        dynamic "override" {
          for_each = local.overrides
          content {
            instance_type     = try(override.value.instance_type, null)
            weighted_capacity = try(override.value.weighted_capacity, null)

            dynamic "launch_template_specification" {
              for_each = try([coalesce(override.value.launch_template_specification)], [])
              content {
                launch_template_id   = try(launch_template_specification.value.launch_template_id, null)
                launch_template_name = try(launch_template_specification.value.launch_template_name, null)
                version              = try(launch_template_specification.value.version, null)
              }
            }
          }
        }
      }
    }
  }
}

resource "aws_autoscaling_group" "idc" {
  count = var.create && var.ignore_desired_capacity_changes ? 1 : 0

  region                = var.region
  name                  = var.use_name_prefix ? null : var.name
  name_prefix           = var.use_name_prefix ? "${var.name}-" : null
  availability_zones    = var.availability_zones != null ? var.availability_zones : var.availability_zone
  vpc_zone_identifier   = var.vpc_zone_identifier
  min_size              = var.min_size
  max_size              = var.max_size
  desired_capacity      = var.desired_capacity
  protect_from_scale_in = var.protect_from_scale_in

  dynamic "launch_template" {
    for_each = var.use_mixed_instances_policy ? [] : [1]
    content {
      id      = local.by_id
      name    = local.by_name
      version = local.version
    }
  }

  dynamic "mixed_instances_policy" {
    for_each = var.use_mixed_instances_policy ? [1] : []
    content {
      launch_template {
        launch_template_specification {
          launch_template_id   = local.by_id
          launch_template_name = local.by_name
          version              = local.version
        }

        dynamic "override" {
          for_each = local.overrides
          content {
            instance_type     = try(override.value.instance_type, null)
            weighted_capacity = try(override.value.weighted_capacity, null)

            dynamic "launch_template_specification" {
              for_each = try([coalesce(override.value.launch_template_specification)], [])
              content {
                launch_template_id   = try(launch_template_specification.value.launch_template_id, null)
                launch_template_name = try(launch_template_specification.value.launch_template_name, null)
                version              = try(launch_template_specification.value.version, null)
              }
            }
          }
        }
      }
    }
  }

  lifecycle {
    ignore_changes = [desired_capacity]
  }
}

data "aws_iam_policy_document" "assume_role_policy" {
  count = var.create && var.create_iam_instance_profile ? 1 : 0

  statement {
    sid     = "EC2AssumeRole"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.${data.aws_partition.current.dns_suffix}"]
    }
  }
}

resource "aws_iam_role" "this" {
  count = var.create && var.create_iam_instance_profile ? 1 : 0

  name                 = var.iam_role_use_name_prefix ? null : local.role_name
  name_prefix          = var.iam_role_use_name_prefix ? "${local.role_name}-" : null
  path                 = var.iam_role_path
  permissions_boundary = var.iam_role_permissions_boundary
  assume_role_policy   = data.aws_iam_policy_document.assume_role_policy[0].json
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = { for name, arn in var.iam_role_policies : name => arn if var.create && var.create_iam_instance_profile }

  policy_arn = each.value
  role       = aws_iam_role.this[0].name
}

resource "aws_iam_instance_profile" "this" {
  count = var.create && var.create_iam_instance_profile ? 1 : 0

  name        = var.iam_role_use_name_prefix ? null : var.iam_role_name
  name_prefix = var.iam_role_use_name_prefix ? "${var.iam_role_name}-" : null
  path        = var.iam_role_path
  role        = aws_iam_role.this[0].name
}
