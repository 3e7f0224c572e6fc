output "services" {
  description = "The services by name."
  value       = { for name, service in module.service : name => service.arn }
}

output "repositories" {
  description = "Where images are pushed to."
  value       = { for name, repository in module.registry : name => repository.url }
}
