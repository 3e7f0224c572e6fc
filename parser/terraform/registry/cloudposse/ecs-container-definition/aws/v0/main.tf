locals {
  environment = var.map_environment != null ? var.map_environment : var.environment == null ? null : { for v in var.environment : v.name => v.value }
  secrets     = var.map_secrets != null ? var.map_secrets : var.secrets == null ? null : { for s in var.secrets : s.name => s.valueFrom }

  given = {
    dependsOn             = var.container_depends_on
    environment           = local.environment == null ? null : [for k, v in local.environment : { name = k, value = v }]
    environmentFiles      = var.environment_files
    essential             = var.essential
    firelensConfiguration = var.firelens_configuration
    logConfiguration      = var.log_configuration == null ? null : { for k, v in var.log_configuration : k => v if v != null }
    repositoryCredentials = var.repository_credentials
    secrets               = local.secrets == null ? null : [for k, v in local.secrets : { name = k, valueFrom = v }]
  }

  # The name and the image are never left out, so that one that is not known hides nothing else.
  definition = merge(
    { name = var.container_name, image = var.container_image },
    { for k, v in local.given : k => v if v != null },
    { for k, v in var.container_definition : k => v if v != null },
  )
}

output "json_map_encoded_list" {
  value = jsonencode([local.definition])
}

output "json_map_encoded" {
  value = jsonencode(local.definition)
}

output "json_map_object" {
  value = local.definition
}

output "sensitive_json_map_encoded_list" {
  value = jsonencode([local.definition])
}

output "sensitive_json_map_encoded" {
  value = jsonencode(local.definition)
}

output "sensitive_json_map_object" {
  value = local.definition
}
