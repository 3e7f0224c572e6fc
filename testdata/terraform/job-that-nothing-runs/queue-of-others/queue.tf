data "aws_batch_job_queue" "shared" {
  name = "platform-shared"
}

resource "aws_scheduler_schedule" "dedupe" {
  name                = "matching-dedupe"
  schedule_expression = "rate(6 hours)"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = "arn:aws:scheduler:::aws-sdk:batch:submitJob"
    role_arn = "arn:aws:iam::123412341234:role/scheduler"

    input = jsonencode({
      JobName       = "dedupe"
      JobQueue      = data.aws_batch_job_queue.shared.arn
      JobDefinition = aws_batch_job_definition.step["dedupe"].arn
    })
  }
}
