#!/bin/sh
cat <<SH >>/etc/ecs/ecs.config
ECS_CLUSTER=${cluster}
SH
