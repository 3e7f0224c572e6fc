resource "aws_cloudwatch_event_rule" "nightly" {
  name                = "etl-nightly"
  schedule_expression = "cron(15 2 * * ? *)"
}

resource "aws_iam_role" "events" {
  name = "etl-events"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "events.amazonaws.com" } }]
  })
}

resource "aws_cloudwatch_event_target" "nightly" {
  rule     = aws_cloudwatch_event_rule.nightly.name
  arn      = aws_batch_job_queue.lane["bulk"].arn
  role_arn = aws_iam_role.events.arn

  batch_target {
    job_definition = aws_batch_job_definition.loader.arn
    job_name       = "nightly"
  }
}
