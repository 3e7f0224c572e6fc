tag      = "7"
registry = "246824682468.dkr.ecr.eu-west-1.amazonaws.com"
