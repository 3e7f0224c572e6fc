tag = "7"
