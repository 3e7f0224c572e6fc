package cloudformation

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"

	"github.com/ecrlint/ecrlint/parser"
)

// tree300 writes 300 templates, a third of them as large as the CDK's: a network that exports, and
// services that import from it.
func tree300(b *testing.B) (dir string, files [][]byte) {
	b.Helper()
	dir = b.TempDir()
	add := func(name, text string) {
		require.NoError(b, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
		files = append(files, []byte(text))
	}
	add("network.yaml", strings.TrimPrefix(network, "\n-- network.yaml --\n"))
	for i := range 199 {
		add(fmt.Sprintf("service%03d.yaml", i), strings.TrimPrefix(service, "\n-- service.yaml --\n")+
			roles(20))
	}
	for i := range 100 {
		add(fmt.Sprintf("large%03d.template.json", i), synthesized(150))
	}
	return dir, files
}

// roles returns resources of the usual kind.
func roles(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `  Role%d:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Sub '${Network}-role-%d'
      Policies:
        - PolicyName: pull
          PolicyDocument:
            Statement:
              - {Effect: Allow, Action: ['ecr:GetAuthorizationToken'], Resource: '*'}
`, i, i)
	}
	return b.String()
}

// synthesized returns a template as the CDK writes it, 20 lines a resource.
func synthesized(n int) string {
	var b strings.Builder
	b.WriteString("{\n \"Resources\": {\n  \"Vpc\": {\n   \"Type\": \"AWS::EC2::VPC\"\n  }")
	for i := range n {
		fmt.Fprintf(&b, `,
  "Subnet%d": {
   "Type": "AWS::EC2::Subnet",
   "Properties": {
    "AvailabilityZone": {
     "Fn::Select": [
      0,
      {
       "Fn::GetAZs": ""
      }
     ]
    },
    "CidrBlock": "10.0.%d.0/24",
    "VpcId": {
     "Ref": "Vpc"
    }
   },
   "Metadata": {
    "aws:cdk:path": "App/Vpc/Subnet%d/Subnet"
   }
  }`, i, i%256, i)
	}
	b.WriteString("\n }\n}\n")
	return b.String()
}

// BenchmarkTree reads, links and evaluates 300 templates; BenchmarkBare only parses them.
func BenchmarkTree(b *testing.B) {
	dir, _ := tree300(b)
	for b.Loop() {
		roots := 0
		diags := Each(context.Background(), Options{Dir: dir, Jobs: 1}, func(*parser.Root) { roots++ })
		require.Empty(b, diags)
		require.Equal(b, 300, roots)
	}
}

// BenchmarkBare parses the files of BenchmarkTree with the YAML library alone.
func BenchmarkBare(b *testing.B) {
	_, files := tree300(b)
	for b.Loop() {
		for _, text := range files {
			var n yaml.Node
			require.NoError(b, yaml.Unmarshal(text, &n))
		}
	}
}
