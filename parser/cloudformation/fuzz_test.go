package cloudformation

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/zclconf/go-cty/cty"
)

// FuzzTemplate: whatever a file holds, reading it ends, with roots that can be walked and written.
func FuzzTemplate(f *testing.F) {
	f.Add([]byte(frame + "[!If [Maybe, {a: 1}, !Ref AWS::NoValue], !Sub '${Role.Arn}']\n"))
	f.Add([]byte(`{"Resources": {"A": {"Type": "AWS::EC2::VPC", "Properties": {"X": {"Fn::Sub": []}}}}}`))
	f.Add([]byte("Transform: AWS::Serverless-2016-10-31\nGlobals: {StateMachine: {Name: x}}\n" +
		"Resources: {A: {Type: 'AWS::Serverless::StateMachine', Properties: {Policies: [x]}}}\n"))
	f.Add([]byte("AWSTemplateFormatVersion: x\nResources: {'Fn::ForEach::A': [A, [a, b], {'${A}': {Type: 'AWS::A::B'}}]}\n"))
	f.Add([]byte("Resources: {A: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: t.yaml}}}\n"))
	f.Add([]byte("Resources: !Sub x\nTransform: AWS::Include\n"))
	f.Add([]byte("Resources: {A: {Type: 'AWS::A::B', Properties: !GetAtt []}}\nOutputs: {O: {Value: !Select [], Export: {Name: !Join []}}}\n"))
	f.Fuzz(func(t *testing.T, source []byte) {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "t.yaml"), source, 0o600))
		roots, diags := Load(context.Background(), Options{Dir: dir})
		for _, root := range roots {
			diags = append(diags, root.Diags...)
			for _, r := range root.Resources {
				_, err := root.Encode(r)
				require.NoError(t, err)
				_ = cty.Walk(r.Attrs, func(path cty.Path, _ cty.Value) (bool, error) {
					at := r.At(path)
					require.GreaterOrEqual(t, at.End.Byte, at.Start.Byte)
					require.LessOrEqual(t, at.End.Byte, len(source))
					return true, nil
				})
			}
		}
		for _, d := range diags {
			require.NotNil(t, d.Subject)
		}
	})
}

// FuzzJSON: our reader takes what encoding/json takes, and nothing else, and reads the same.
func FuzzJSON(f *testing.F) {
	for _, s := range []string{
		`{"a": [1, -2.5e3, true, false, null, "x\/\u00e9\ud83d\ude00\n"]}`, `[]`, `{}`, `"x`, `[1,]`, `01`,
		`{"a":1,"a":2}`, "\"\t\"", `-`, `1e5`, "{\n\"a\"\n:\t1}", `nul`, `"\x"`, `"\ud800"`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		r := &jsonReader{
			maker: maker{file: &file{path: "t", bytes: []byte(source)}}, source: []byte(source),
			line: 1, column: 1,
		}
		n, failed := r.document()
		if failed != nil {
			require.GreaterOrEqual(t, failed.line, 1)
			require.GreaterOrEqual(t, failed.column, 1)
		}
		var want any
		if err := json.Unmarshal([]byte(source), &want); err == nil && len(source) < 500 {
			require.Nil(t, failed, "encoding/json takes it")
			require.NotNil(t, n)
		}
	})
}
