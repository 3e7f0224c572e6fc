variable "task_definition" {
  type = string
}
