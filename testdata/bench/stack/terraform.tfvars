services = {
  api = {
    tag         = "2026.11.1"
    cpu         = 512
    memory      = 1024
    environment = { LOG_LEVEL = "info" }
  }
  worker = {
    tag  = "2026.11.1"
    port = 9090
  }
}
