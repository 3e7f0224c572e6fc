package suppress_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/report"
	"github.com/ecrlint/ecrlint/suppress"
)

// at returns the place of a text in a source, where it stands for the n-th time.
func at(t *testing.T, file, source, text string) report.Location {
	t.Helper()
	i := strings.Index(source, text)
	require.GreaterOrEqual(t, i, 0, "%q is not in the source", text)
	before := source[:i]
	line := strings.Count(before, "\n") + 1
	column := i - strings.LastIndexByte(before, '\n')
	return report.Location{
		File: file, Line: line, Column: column,
		EndLine: line + strings.Count(text, "\n"), EndColumn: column + len(text),
	}
}

// covered returns what of the texts the only suppression of a source is about.
func covered(t *testing.T, file, source string, texts ...string) []string {
	t.Helper()
	list := suppress.Read(file, []byte(source))
	require.Len(t, list, 1)
	var found []string
	for _, text := range texts {
		if list[0].Covers(at(t, file, source, text)) {
			found = append(found, text)
		}
	}
	return found
}

const group = `
resource "aws_security_group" "a" {HEAD
  name = "a"NAME
ABOVE
  egress {EGRESS
    cidr_blocks = [LIST
      "10.0.0.0/8",ITEM
    ]CLOSE
    protocol = "tcp"PROTOCOL
  }END
INSIDE
}

resource "aws_security_group" "b" {
  name = "b"
}
`

var groupTexts = []string{
	`resource "aws_security_group" "a"`, `name = "a"`, "egress {", "cidr_blocks = [", `"10.0.0.0/8"`,
	`protocol = "tcp"`, `resource "aws_security_group" "b"`,
}

func TestScopesInTerraform(t *testing.T) {
	t.Parallel()
	const words = "ecrlint:ignore network/x a reason"
	inEgress := groupTexts[2:6]
	for _, test := range []struct {
		name, place, comment string
		want                 []string
	}{
		{"on the head of a block", "HEAD", " # " + words, groupTexts[:6]},
		{"on an attribute", "NAME", " // " + words, groupTexts[1:2]},
		{"in the form of C", "NAME", " /* " + words + " */", groupTexts[1:2]},
		{"above a block", "ABOVE", "  # " + words, inEgress},
		{"above, before another comment", "ABOVE", "  # " + words + "\n  # more", inEgress},
		{"in a comment of several lines", "ABOVE", "  /*\n   * " + words + "\n   */", inEgress},
		{"an empty line between", "ABOVE", "  # " + words + "\n", nil},
		{"on the head of a nested block", "EGRESS", " # " + words, inEgress},
		{"on an attribute of several lines", "LIST", " # " + words, groupTexts[3:5]},
		{"on an element", "ITEM", " # " + words, groupTexts[4:5]},
		{"behind a list", "CLOSE", " # " + words, groupTexts[3:5]},
		{"on the last line of a block", "END", " # " + words, inEgress},
		{"above the end of a block", "INSIDE", "  # " + words, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			source := strings.Replace(group, test.place, test.comment, 1)
			for _, place := range []string{
				"HEAD", "NAME", "ABOVE\n", "EGRESS", "LIST", "ITEM", "CLOSE", "PROTOCOL", "END", "INSIDE\n",
			} {
				source = strings.Replace(source, place, "", 1)
			}
			assert.Equal(t, test.want, covered(t, "a.tf", source, groupTexts...))
		})
	}
}

// A finding at a whole attribute is meant by a comment at an element of it, not by one at a sibling.
func TestElementsOfAnAttribute(t *testing.T) {
	t.Parallel()
	const source = `
resource "x" "y" {
  definitions = jsonencode([{
    name  = "app"
    image = "nginx" # ecrlint:ignore image a reason
  }])
  other = [
    "a",
  ]
}
`
	definitions := source[strings.Index(source, "definitions"):strings.Index(source, "\n  other")]
	assert.Equal(t, []string{definitions, `image = "nginx"`},
		covered(t, "a.tf", source, definitions, `name  = "app"`, `image = "nginx"`, `other = [`))
}

func TestNoCommentInTerraform(t *testing.T) {
	t.Parallel()
	for _, source := range []string{
		"a = \"# ecrlint:ignore network a reason\"\n",
		"a = <<-T\n  # ecrlint:ignore network a reason\n  T\n",
		"a = 1 # see `ecrlint:ignore network` in the manual\n",
		"a = 1 # ecrlint is told elsewhere to ignore network\n",
		"a = 1 # trivy:ignore:AVD-1 ecrlint agrees\n",
	} {
		assert.Empty(t, suppress.Read("a.tf", []byte(source)), source)
	}
}

const template = `
Resources:
  GroupHEAD:
    Type: AWS::EC2::SecurityGroupTYPE
    Properties:
      GroupDescription: aNAME
ABOVE
      SecurityGroupEgress:EGRESS
        - IpProtocol: tcpITEM
          CidrIp: 10.0.0.0/8CIDR
        - IpProtocol: udp
  Other:
    Type: AWS::EC2::SecurityGroup
`

var templateTexts = []string{
	"Group:", "Type: AWS::EC2::SecurityGroup\n    Prop", "a\n", "SecurityGroupEgress",
	"IpProtocol: tcp", "10.0.0.0/8", "IpProtocol: udp", "Other",
}

func TestScopesInYAML(t *testing.T) {
	t.Parallel()
	const words = " # ecrlint:ignore network/x a reason"
	for _, test := range []struct {
		name, place, comment string
		want                 []string
	}{
		{"on a property", "NAME", words, []string{"a\n"}},
		{"above a property", "ABOVE", "     " + words, templateTexts[3:7]},
		{"an empty line between", "ABOVE", "     " + words + "\n", nil},
		{"on a property of several lines", "EGRESS", words, templateTexts[3:7]},
		{"on an element", "ITEM", words, templateTexts[4:6]},
		{"on a line of an element", "CIDR", words, templateTexts[5:6]},
		{"on the type", "TYPE", words, templateTexts[1:2]},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			source := strings.Replace(template, test.place, test.comment, 1)
			for _, place := range []string{"HEAD", "TYPE", "NAME", "ABOVE\n", "EGRESS", "ITEM", "CIDR"} {
				source = strings.Replace(source, place, "", 1)
			}
			source = strings.ReplaceAll(source, "GroupDescription: a #", "GroupDescription: a\n #")
			source = strings.Replace(source, "a\n #", "a #", 1)
			texts := make([]string, 0, len(templateTexts))
			for _, text := range templateTexts {
				if strings.Contains(source, text) {
					texts = append(texts, text)
				}
			}
			want := test.want
			if test.place == "NAME" {
				texts, want = []string{"GroupDescription", "SecurityGroupEgress"}, []string{"GroupDescription"}
			}
			if test.place == "TYPE" {
				texts = []string{"Group:", "Type: AWS::EC2::SecurityGroup #", "Properties", "Other"}
				want = texts[1:2]
			}
			assert.Equal(t, want, covered(t, "a.yaml", source, texts...))
		})
	}
}

func TestCommentsAndScalarsInYAML(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, source string
		lines        []int
	}{
		{"literal", "a: |\n  # ecrlint:ignore iam x\n  b\nb: 1\n", nil},
		{"folded", "a: >-\n\n  b\n  # ecrlint:ignore iam x\n", nil},
		{"further in", "a: |2\n    b\n  # ecrlint:ignore iam x\nb: 1\n", nil},
		{"behind a literal", "a: |\n  b\n# ecrlint:ignore iam x\nb: 1\n", []int{3}},
		{"on the head of a literal", "a: | # ecrlint:ignore iam x\n  b\n", []int{1}},
		{"in a list", "a:\n  - |\n    # ecrlint:ignore iam x\n  # ecrlint:ignore iam y\n  - b\n", []int{4}},
		{"quoted", "a: \"b # ecrlint:ignore iam x\"\n", nil},
		{"quoted over lines", "a: 'it''s\n  # ecrlint:ignore iam x\n  ' # ecrlint:ignore iam y\n", []int{3}},
		{"escaped", `a: "b \" # ecrlint:ignore iam x" # ecrlint:ignore iam y` + "\n", []int{1}},
		{"apostrophe in a word", "a: it's # ecrlint:ignore iam x\n", []int{1}},
		{"tagged", "a: !Sub 'b # ecrlint:ignore iam x'\n", nil},
		{"in brackets", "a: [b, # ecrlint:ignore iam x\n  c]\n", []int{1}},
		{"part of a word", "a: b#c ecrlint:ignore iam x\n", nil},
		{"not YAML", "a: [\n# ecrlint:ignore iam x\n", nil},
		{"Windows", "a: 1 # ecrlint:ignore iam x\r\nb: 2\r\n", []int{1}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var lines []int
			for _, s := range suppress.Read("a.yaml", []byte(test.source)) {
				lines = append(lines, s.Location.Line)
			}
			assert.Equal(t, test.lines, lines)
		})
	}
}

func TestMetadata(t *testing.T) {
	t.Parallel()
	const inYAML = `Resources:
  A:
    Type: X
    Metadata:
      ecrlint:
        ignore:
          - rule: network/x
            reason: a reason
            until: 2027-01-31
  B:
    Type: X
Outputs: {}
`
	const inJSON = `{"Resources": {
  "A": {"Type": "X",
    "Metadata": {"ecrlint": {"ignore": "network/x until=2027-01-31 a \ud83d\ude00 reason"}}},
  "B": {"Type": "X"}},
  "Outputs": {}}`
	for file, source := range map[string]string{"a.yaml": inYAML, "a.json": inJSON, "a.template": inJSON} {
		list := suppress.Read(file, []byte(source))
		require.Len(t, list, 1, file)
		assert.Equal(t, []string{"network/x"}, list[0].Rules)
		assert.Equal(t, "2027-01-31", list[0].Until)
		assert.Contains(t, list[0].Reason, "reason")
		name := func(id string) string {
			if file != "a.yaml" {
				return `"` + id + `": {`
			}
			return id + ":\n"
		}
		assert.True(t, list[0].Covers(at(t, file, source, name("A"))), file)
		assert.False(t, list[0].Covers(at(t, file, source, name("B"))), file)
		assert.False(t, list[0].Covers(at(t, file, source, "Outputs")), file)
	}
}

func TestMetadataOfATemplate(t *testing.T) {
	t.Parallel()
	const source = `Metadata:
  ecrlint: {ignore: [{rule: [iam, image/x], reason: legacy}]}
Resources:
  A: {Type: X}
`
	list := suppress.Read("a.yaml", []byte(source))
	require.Len(t, list, 1)
	assert.Equal(t, []string{"iam", "image/x"}, list[0].Rules)
	assert.True(t, list[0].Covers(at(t, "a.yaml", source, "A:")))
}

func TestTerraformJSON(t *testing.T) {
	t.Parallel()
	const source = `{"resource": {"aws_x": {
  "a": {"//": "ecrlint:ignore network a reason", "name": "a"},
  "b": {"//": "a plain comment", "name": "b"}
}}}`
	assert.Equal(t, []string{`"a": {`, `"name": "a"`},
		covered(t, "a.tf.json", source, `"a": {`, `"name": "a"`, `"b": {`, `"name": "b"`))
}

var today = time.Date(2027, 1, 31, 23, 59, 59, 0, time.UTC)

// apply holds a comment above a resource against a finding of network/x in it.
func apply(t *testing.T, comment string, now time.Time) *report.Report {
	t.Helper()
	source := "# " + comment + "\nresource \"x\" \"y\" {\n  a = 1\n}\n"
	set := suppress.Collect(map[string][]byte{"a.tf": []byte(source)})
	require.NotNil(t, set)
	r := &report.Report{Findings: []report.Finding{
		{Rule: "network/x", Location: at(t, "a.tf", source, "a = 1")},
		{Rule: "iam/y", Location: report.Location{File: "b.tf", Line: 3, Column: 3}},
	}}
	set.Apply(r, suppress.Options{
		Today: now,
		Unknown: func(name string) string {
			if name == "all" || strings.HasPrefix(name, "network") || strings.HasPrefix(name, "iam") {
				return ""
			}
			return "There is no rule " + name + "."
		},
		Judged: func(*suppress.Suppression, string) bool { return true },
	})
	return r
}

func TestApply(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		comment string
		reason  string // of the suppression; empty where nothing is suppressed
		said    string
	}{
		{"ecrlint:ignore network/x a reason", "a reason", ""},
		{"ecrlint:ignore network a reason", "a reason", ""},
		{"ecrlint:ignore all a reason", "a reason", ""},
		{"ecrlint:ignore network/x: a reason", "a reason", ""},
		{"ecrlint:ignore network/x -- a reason", "a reason", ""},
		{"ecrlint:ignore network/x until=2027-01-31 a reason", "a reason", ""},
		{"ecrlint:ignore network/x a reason (until=2027-02-01).", "a reason", ""},
		{"trivy:ignore:AVD-1 ecrlint:ignore network/x a reason", "a reason", ""},
		{"ecrlint:ignore iam/y,network/x a reason", "a reason", "Unused suppression"},
		{"ecrlint:ignore iam/y, network/x a reason", "a reason", "Unused suppression"},
		{"ecrlint:ignore iam a reason", "", "Unused suppression"},
		{"ecrlint:ignore network/z a reason", "", "Unused suppression"},
		{"ecrlint:ignore network/x until=2027-01-30 a reason", "", "Expired suppression"},
		{"ecrlint:ignore network/x", "", "Suppression without a reason"},
		{"ecrlint:ignore network/x until=2027-12-31", "", "Suppression without a reason"},
		{"ecrlint:ignore network/x --", "", "Suppression without a reason"},
		{"ecrlint:ignore", "", "Suppression of no rule"},
		{"ecrlint:ignore because of this", "", "Suppression of an unknown rule"},
		{"ecrlint:ignore network/x,nothing a reason", "", "Suppression of an unknown rule"},
		{"ecrlint:ignore network/x until=2027-02-30 a reason", "", "Suppression with an unreadable date"},
		{"ecrlint:ignore network/x until:2027-12-31 a reason", "", "Suppression with an unreadable date"},
		{"ecrlint:ignore=network/x a reason", "", "Unreadable suppression"},
		{"ecrlint-ignore network/x a reason", "", "Unreadable suppression"},
		{"ecrlint: disable network/x", "", "Unreadable suppression"},
	} {
		t.Run(test.comment, func(t *testing.T) {
			t.Parallel()
			r := apply(t, test.comment, today)
			if test.reason == "" {
				assert.Len(t, r.Findings, 2)
				assert.Empty(t, r.Suppressed)
			} else {
				require.Len(t, r.Suppressed, 1)
				assert.Equal(t, test.reason, r.Suppressed[0].Suppression.Reason)
				assert.Equal(t, report.Inline, r.Suppressed[0].Suppression.Kind)
				assert.Equal(t, "network/x", r.Suppressed[0].Rule)
				assert.Len(t, r.Findings, 1)
			}
			if test.said == "" {
				assert.Empty(t, r.Diagnostics)
				return
			}
			require.Len(t, r.Diagnostics, 1)
			assert.Equal(t, test.said, r.Diagnostics[0].Summary)
			assert.Equal(t, report.Warning, r.Diagnostics[0].Severity)
			assert.Equal(t, 1, r.Diagnostics[0].Location.Line)
		})
	}
}

// The last day ends where it ends in UTC, wherever ecrlint runs.
func TestTheLastDayIsOneOfUTC(t *testing.T) {
	t.Parallel()
	const comment = "ecrlint:ignore network/x until=2027-01-31 a reason"
	west := time.FixedZone("west", -10*60*60)
	assert.Len(t, apply(t, comment, today).Suppressed, 1)
	assert.Empty(t, apply(t, comment, today.Add(time.Second)).Suppressed)
	assert.Empty(t, apply(t, comment, today.Add(time.Second).In(west)).Suppressed)
}

// What calls a module, and what nests a stack, covers what is inside.
func TestCallers(t *testing.T) {
	t.Parallel()
	const source = "# ecrlint:ignore network legacy\nmodule \"a\" {\n  source = \"./a\"\n}\nmodule \"b\" {\n}\n"
	set := suppress.Collect(map[string][]byte{"main.tf": []byte(source)})
	within := report.Location{File: "a/main.tf", Line: 1, Column: 1}
	r := &report.Report{Findings: []report.Finding{
		{Rule: "network/x", Location: within, Callers: []report.Location{
			{File: "between/main.tf", Line: 1, Column: 1}, at(t, "main.tf", source, `module "a"`),
		}},
		{Rule: "network/x", Location: within, Callers: []report.Location{at(t, "main.tf", source, `module "b"`)}},
	}}
	set.Apply(r, suppress.Options{
		Unknown: func(string) string { return "" },
		Judged:  func(*suppress.Suppression, string) bool { return true },
	})
	assert.Len(t, r.Suppressed, 1)
	assert.Len(t, r.Findings, 1)
	assert.Empty(t, r.Diagnostics)
}

func FuzzRead(f *testing.F) {
	f.Add("a.tf", []byte(group))
	f.Add("a.yaml", []byte(template))
	f.Add("a.json", []byte(`{"Metadata": {"ecrlint": {"ignore": [{"rule": "a"}, "b c", 1]}}}`))
	f.Add("a.tf.json", []byte(`{"//": ["ecrlint:ignore a b"], "x": [{"//": "ecrlint:ignore a"}]}`))
	f.Add("a.yaml", []byte("a: &x |2\n  ecrlint # ecrlint:ignore iam\n- *x\n"))
	f.Fuzz(func(t *testing.T, name string, text []byte) {
		for _, s := range suppress.Read(name, text) {
			lines := strings.Count(string(text), "\n") + 1
			if s.Location.Line < 1 || s.Location.Line > lines || s.Location.Column < 1 {
				t.Errorf("%s: %+v is no place of the file", name, s.Location)
			}
		}
	})
}
