outside = [
  { cidr = "172.16.0.0/12", why = "headquarters" },
  { cidr = "10.0.0.0/8" },
  { cidr = "0.0.0.0/0", why = "the registry and its layers" },
]
