network = { cidr = "10.0.0.0/16", public_ip = true }
