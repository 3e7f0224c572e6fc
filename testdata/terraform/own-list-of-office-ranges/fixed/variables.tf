variable "outside" {
  type = list(object({
    cidr = string
    why  = optional(string, "unsaid")
  }))
}
