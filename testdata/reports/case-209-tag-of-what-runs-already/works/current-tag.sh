#!/bin/sh
aws ecs describe-services --services "$1" --query "{tag: services[0].taskDefinition}"
