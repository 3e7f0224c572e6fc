output "id" {
  value = local.enabled ? local.id : ""
}

output "id_full" {
  value = local.enabled ? local.id_full : ""
}

output "enabled" {
  value = local.enabled
}

output "namespace" {
  value = local.enabled ? local.labels.namespace : ""
}

output "tenant" {
  value = local.enabled ? local.labels.tenant : ""
}

output "environment" {
  value = local.enabled ? local.labels.environment : ""
}

output "stage" {
  value = local.enabled ? local.labels.stage : ""
}

output "name" {
  value = local.enabled ? local.labels.name : ""
}

output "delimiter" {
  value = local.enabled ? local.delimiter : ""
}

output "attributes" {
  value = local.enabled ? local.attributes : []
}

output "tags" {
  value = local.enabled ? local.tags : {}
}

output "additional_tag_map" {
  value = merge(try(var.context.additional_tag_map, {}), var.additional_tag_map)
}

output "tags_as_list_of_maps" {
  value = [for k, v in local.tags : merge({ key = k, value = v }, local.input.additional_tag_map)]
}

output "label_order" {
  value = local.order
}

output "regex_replace_chars" {
  value = local.unwanted
}

output "id_length_limit" {
  value = local.limit
}

output "context" {
  value = local.input
}

output "normalized_context" {
  value = merge(local.input, local.labels, {
    attributes          = local.attributes, tags = local.tags, delimiter = local.delimiter, label_order = local.order,
    regex_replace_chars = local.unwanted, id_length_limit = local.limit, label_key_case = local.key_case,
    label_value_case    = local.value_case, labels_as_tags = local.tag_names,
  })
}
