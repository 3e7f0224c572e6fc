resource "aws_iam_role" "machine" {
  name = "pipeline-machine"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "states.amazonaws.com" } }]
  })
}

resource "aws_sfn_state_machine" "pipeline" {
  name     = "pipeline"
  role_arn = aws_iam_role.machine.arn
  definition = templatefile("${path.module}/pipeline.asl.json.tftpl", {
    cluster   = aws_ecs_cluster.pipeline.arn
    subnets   = jsonencode(aws_subnet.batch[*].id)
    group     = aws_security_group.tasks.id
    transform = aws_security_group.tasks.id
    extract   = aws_ecs_task_definition.step["extract"].arn
    tasks     = { for name, step in aws_ecs_task_definition.step : name => step.family }
    retries   = 2
  })
}
