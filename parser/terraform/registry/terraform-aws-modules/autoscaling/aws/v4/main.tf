locals {
  configuration = var.create_lc ? aws_launch_configuration.this[0].name : var.launch_configuration
  template      = var.create_lt ? aws_launch_template.this[0].name : var.launch_template
  version       = var.create_lt && var.lt_version == null ? aws_launch_template.this[0].latest_version : var.lt_version
}

resource "aws_launch_configuration" "this" {
  count = var.create_lc ? 1 : 0

  name                        = var.lc_use_name_prefix ? null : coalesce(var.lc_name, var.name)
  name_prefix                 = var.lc_use_name_prefix ? "${coalesce(var.lc_name, var.name)}-" : null
  image_id                    = var.image_id
  instance_type               = var.instance_type
  iam_instance_profile        = var.iam_instance_profile_name
  user_data                   = var.user_data
  user_data_base64            = var.user_data_base64
  security_groups             = var.security_groups
  associate_public_ip_address = var.associate_public_ip_address
}

resource "aws_launch_template" "this" {
  count = var.create_lt ? 1 : 0

  name                   = var.lt_use_name_prefix ? null : coalesce(var.lt_name, var.name)
  name_prefix            = var.lt_use_name_prefix ? "${coalesce(var.lt_name, var.name)}-" : null
  default_version        = var.default_version
  update_default_version = var.update_default_version
  image_id               = var.image_id
  instance_type          = var.instance_type
  user_data              = var.user_data_base64
  vpc_security_group_ids = var.security_groups

  dynamic "iam_instance_profile" {
    for_each = var.iam_instance_profile_name != null || var.iam_instance_profile_arn != null ? [1] : []
    content {
      name = var.iam_instance_profile_name
      arn  = var.iam_instance_profile_arn
    }
  }

  dynamic "network_interfaces" {
    for_each = var.network_interfaces
    content {
      associate_public_ip_address = lookup(network_interfaces.value, "associate_public_ip_address", null)
      device_index                = lookup(network_interfaces.value, "device_index", null)
      network_interface_id        = lookup(network_interfaces.value, "network_interface_id", null)
      subnet_id                   = lookup(network_interfaces.value, "subnet_id", null)
      security_groups             = try(coalesce(network_interfaces.value.security_groups), [])
    }
  }
}

resource "aws_autoscaling_group" "this" {
  count = var.create_asg ? 1 : 0

  name                  = var.use_name_prefix ? null : var.name
  name_prefix           = var.use_name_prefix ? "${var.name}-" : null
  launch_configuration  = var.use_lc ? local.configuration : null
  availability_zones    = var.availability_zone
  vpc_zone_identifier   = var.vpc_zone_identifier
  min_size              = var.min_size
  max_size              = var.max_size
  desired_capacity      = var.desired_capacity
  protect_from_scale_in = var.protect_from_scale_in

  dynamic "launch_template" {
    for_each = var.use_lt ? [1] : []
    content {
      name    = local.template
      version = local.version
    }
  }

  dynamic "mixed_instances_policy" {
    for_each = var.use_mixed_instances_policy ? [1] : []
    content {
      launch_template {
        launch_template_specification {
          launch_template_name = local.template
          version              = local.version
        }

        dynamic "override" {
          for_each = try(coalesce(var.mixed_instances_policy.override), [])
          content {
            instance_type     = lookup(override.value, "instance_type", null)
            weighted_capacity = lookup(override.value, "weighted_capacity", null)

            dynamic "launch_template_specification" {
              for_each = try(coalesce(override.value.launch_template_specification), [])
              content {
                launch_template_id = lookup(launch_template_specification.value, "launch_template_id", null)
              }
            }
          }
        }
      }
    }
  }
}
