locals {
  # What the call says goes before what the context says; attributes and tags are joined.
  input = {
    enabled             = var.enabled == null ? try(var.context.enabled, null) : var.enabled
    namespace           = var.namespace == null ? try(var.context.namespace, null) : var.namespace
    tenant              = var.tenant == null ? try(var.context.tenant, null) : var.tenant
    environment         = var.environment == null ? try(var.context.environment, null) : var.environment
    stage               = var.stage == null ? try(var.context.stage, null) : var.stage
    name                = var.name == null ? try(var.context.name, null) : var.name
    delimiter           = var.delimiter == null ? try(var.context.delimiter, null) : var.delimiter
    attributes          = compact(distinct(concat(try(coalesce(var.context.attributes), []), try(coalesce(var.attributes), []))))
    tags                = merge(try(var.context.tags, {}), var.tags)
    additional_tag_map  = merge(try(var.context.additional_tag_map, {}), var.additional_tag_map)
    label_order         = var.label_order == null ? try(var.context.label_order, null) : var.label_order
    regex_replace_chars = var.regex_replace_chars == null ? try(var.context.regex_replace_chars, null) : var.regex_replace_chars
    id_length_limit     = var.id_length_limit == null ? try(var.context.id_length_limit, null) : var.id_length_limit
    label_key_case      = var.label_key_case == null ? try(var.context.label_key_case, null) : var.label_key_case
    label_value_case    = var.label_value_case == null ? try(var.context.label_value_case, null) : var.label_value_case
    descriptor_formats  = merge(try(var.context.descriptor_formats, {}), var.descriptor_formats)
    labels_as_tags      = try(contains(var.context.labels_as_tags, "unset"), true) ? var.labels_as_tags : var.context.labels_as_tags
  }

  enabled    = local.input.enabled
  unwanted   = try(coalesce(local.input.regex_replace_chars), "/[^-a-zA-Z0-9]/")
  delimiter  = local.input.delimiter == null ? "-" : local.input.delimiter
  order      = try(coalescelist(local.input.label_order), ["namespace", "environment", "stage", "name", "attributes"])
  limit      = local.input.id_length_limit == null ? 0 : local.input.id_length_limit
  value_case = local.input.label_value_case == null ? "lower" : local.input.label_value_case
  key_case   = local.input.label_key_case == null ? "title" : local.input.label_key_case

  plain = {
    for k in ["namespace", "tenant", "environment", "stage", "name"] :
    k => local.input[k] == null ? "" : replace(local.input[k], local.unwanted, "")
  }
  labels = {
    for k, v in local.plain :
    k => local.value_case == "none" ? v : local.value_case == "title" ? title(lower(v)) : local.value_case == "upper" ? upper(v) : lower(v)
  }
  attributes = compact(distinct([
    for v in [for a in local.input.attributes : replace(a, local.unwanted, "")] :
    local.value_case == "none" ? v : local.value_case == "title" ? title(lower(v)) : local.value_case == "upper" ? upper(v) : lower(v)
  ]))
  parts   = merge(local.labels, { attributes = join(local.delimiter, local.attributes) })
  id_full = join(local.delimiter, [for l in local.order : local.parts[l] if length(local.parts[l]) > 0])

  # A name that is too long ends in five characters of its hash.
  room      = local.limit - 5 - length(local.delimiter)
  start     = local.room <= 0 ? "" : "${trimsuffix(substr(local.id_full, 0, local.room), local.delimiter)}${local.delimiter}"
  hash      = "${md5(local.id_full)}qrstuvwxyz"
  hash_case = local.value_case == "title" ? title(local.hash) : local.value_case == "upper" ? upper(local.hash) : local.value_case == "lower" ? lower(local.hash) : local.hash
  id        = local.limit != 0 && length(local.id_full) > local.limit ? substr("${local.start}${replace(local.hash_case, local.unwanted, "")}", 0, local.limit) : local.id_full

  tagged    = merge(local.parts, { name = local.id })
  tag_names = contains(local.input.labels_as_tags, "default") ? keys(local.tagged) : local.input.labels_as_tags
  tags = merge({
    for l in setintersection(keys(local.tagged), local.tag_names) :
    local.key_case == "upper" ? upper(l) : local.key_case == "lower" ? lower(l) : title(lower(l)) => local.tagged[l] if length(local.tagged[l]) > 0
  }, local.input.tags)
}
