package parser_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ecrlint/ecrlint/parser"
)

func TestPublicImage(t *testing.T) {
	for _, c := range []struct{ name, region, want string }{
		{
			"/aws/service/aws-for-fluent-bit/stable", "eu-west-1",
			"906394416424.dkr.ecr.eu-west-1.amazonaws.com/aws-for-fluent-bit:stable",
		},
		{
			"/aws/service/aws-for-fluent-bit/2.31.12", "ap-east-1",
			"449074385750.dkr.ecr.ap-east-1.amazonaws.com/aws-for-fluent-bit:2.31.12",
		},
		{
			"arn:aws-cn:ssm:cn-north-1::parameter/aws/service/aws-for-fluent-bit/latest", "cn-north-1",
			"128054284489.dkr.ecr.cn-north-1.amazonaws.com.cn/aws-for-fluent-bit:latest",
		},
		{"/aws/service/aws-for-fluent-bit/", "eu-west-1", ""},
		{"/aws/service/aws-for-fluent-bit", "eu-west-1", ""},
		{"/mine/aws/service/aws-for-fluent-bit/stable", "eu-west-1", ""},
		{"/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id", "eu-west-1", ""},
	} {
		image, ok := parser.PublicImage(c.name, c.region)
		assert.Equal(t, c.want, image, c.name)
		assert.Equal(t, c.want != "", ok, c.name)
	}
}
