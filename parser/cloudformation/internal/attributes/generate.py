"""Writes attributes.txt: which attributes Fn::GetAtt has for the types that pulls depend on.

Source: the resource provider schemas that cfn-lint carries (pip install cfn-lint; it is written
for version 1.51). Run it as: python3 generate.py > ../../attributes.txt
"""

import re

from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER as MANAGER

REGION = "us-east-1"
TYPES = re.compile(
    r"AWS::(EC2|ECS|ECR|IAM|Logs|AutoScaling|Batch|Events|Scheduler|Pipes|StepFunctions|"
    r"SecretsManager|KMS|S3|Route53|Route53Resolver|ServiceDiscovery|ElasticLoadBalancingV2|SSM|"
    r"SNS|SQS|Lambda|GuardDuty|NetworkFirewall|RAM|EFS|DynamoDB|CodeBuild|CodePipeline|RDS|"
    r"ApplicationAutoScaling|CertificateManager|EKS|CloudWatch|ElastiCache)::\w+$"
)


def find(schema, pointer):
    """Returns the part of a schema that describes what a pointer leads to."""
    at = schema
    for step in pointer.strip("/").split("/")[1:]:
        while "$ref" in at:
            at = schema["definitions"][at["$ref"].split("/")[-1]]
        at = at.get("properties", {}).get(step, {})
    while "$ref" in at:
        at = schema["definitions"][at["$ref"].split("/")[-1]]
    return at


def mark(schema, pointer):
    """Returns + for a list or an object, ? for what may be given and left out."""
    types = find(schema, pointer).get("type", "string")
    types = types if isinstance(types, list) else [types]
    if {"array", "object"} & set(types):
        return "+"
    return "" if pointer in schema.get("readOnlyProperties", []) else "?"


def main():
    for name in sorted(MANAGER.get_resource_types(REGION)):
        if not TYPES.match(name):
            continue
        schema = MANAGER.get_resource_schema(REGION, name)
        attributes = dict(schema.get_atts.items())
        words = [a + mark(schema.schema, attributes[a]) for a in sorted(attributes) if "*" not in a]
        print(" ".join([name, *words]))


main()
