resource "aws_route53_zone" "ecr_api" {
  name = "api.ecr.ca-central-1.amazonaws.com"

  vpc {
    vpc_id = aws_vpc.main.id
  }
}

resource "aws_route53_record" "ecr_api_apex" {
  zone_id = aws_route53_zone.ecr_api.zone_id
  name    = "api.ecr.ca-central-1.amazonaws.com"
  type    = "A"

  alias {
    name                   = aws_vpc_endpoint.interface["ecr.api"].dns_entry[0].dns_name
    zone_id                = aws_vpc_endpoint.interface["ecr.api"].dns_entry[0].hosted_zone_id
    evaluate_target_health = false
  }
}

resource "aws_route53_zone" "ecr_dkr" {
  name = "dkr.ecr.ca-central-1.amazonaws.com"

  vpc {
    vpc_id = aws_vpc.main.id
  }
}

resource "aws_route53_record" "ecr_dkr_apex" {
  zone_id = aws_route53_zone.ecr_dkr.zone_id
  name    = "dkr.ecr.ca-central-1.amazonaws.com"
  type    = "A"

  alias {
    name                   = aws_vpc_endpoint.interface["ecr.dkr"].dns_entry[0].dns_name
    zone_id                = aws_vpc_endpoint.interface["ecr.dkr"].dns_entry[0].hosted_zone_id
    evaluate_target_health = false
  }
}
