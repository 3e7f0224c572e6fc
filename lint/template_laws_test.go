package lint

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"

	"github.com/ecrlint/ecrlint/parser"
	"github.com/ecrlint/ecrlint/parser/cloudformation"
	"github.com/ecrlint/ecrlint/report"
)

// templateFixture is a folder of templates, with the parameters that its expectation gives.
type templateFixture struct {
	fixture
	parameters []cloudformation.Assignment
	paramFiles []string
}

// templateExtensions are those of templates.
var templateExtensions = []string{".template", ".yaml", ".yml", ".json", ".cfn"}

// templateFixtures returns the templates of all rules and those below testdata.
func templateFixtures(t *testing.T) []templateFixture {
	t.Helper()
	allTemplates.once.Do(func() { allTemplates.list = readTemplateFixtures(t) })
	require.Greater(t, len(allTemplates.list), 50)
	return allTemplates.list
}

// allTemplates are read once for all laws.
var allTemplates struct {
	once sync.Once
	list []templateFixture
}

func readTemplateFixtures(t *testing.T) []templateFixture {
	t.Helper()
	var list []templateFixture
	mains, err := filepath.Glob(filepath.Join("..", "rules", "*", "*", "*", "main.template"))
	require.NoError(t, err)
	for _, path := range mains {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		list = append(list, templateFixture{
			fixture:    fixture{filepath.ToSlash(path), map[string][]byte{"main.template": text}},
			parameters: []cloudformation.Assignment{{Name: "AWS::Region", Value: "eu-west-1"}},
		})
	}
	for _, pattern := range []string{"cloudformation/*", "cloudformation/*/*", "reports/*/*"} {
		expects, err := filepath.Glob(filepath.Join("..", "testdata", pattern, "expect.json"))
		require.NoError(t, err)
		for _, path := range expects {
			if one := templatesBeside(t, path); len(one.files) > 0 {
				list = append(list, one)
			}
		}
	}
	return list
}

// templatesBeside reads the templates beside an expectation.
func templatesBeside(t *testing.T, path string) templateFixture {
	t.Helper()
	dir := filepath.Dir(path)
	one := templateFixture{fixture: fixture{filepath.ToSlash(dir), map[string][]byte{}}}
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	var want expectation
	require.NoError(t, json.Unmarshal(text, &want))
	for i := 0; i+1 < len(want.Args); i += 2 {
		name, value, _ := strings.Cut(want.Args[i+1], "=")
		if want.Args[i] == "--parameter" {
			one.parameters = append(one.parameters, cloudformation.Assignment{Name: name, Value: value})
			continue
		}
		one.paramFiles = append(one.paramFiles, want.Args[i+1])
	}
	require.NoError(t, filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		require.NoError(t, err)
		one.files[name], err = os.ReadFile(path)
		return err
	}))
	if !slices.ContainsFunc(sortedNames(one.files), func(name string) bool {
		return isTemplate(one.files[name], name)
	}) {
		one.files = nil // a configuration of Terraform's
	}
	return one
}

// isTemplate reports whether a file is a template.
func isTemplate(text []byte, name string) bool {
	return slices.Contains(templateExtensions, filepath.Ext(name)) &&
		strings.Contains(string(text), "Resources") && strings.Contains(string(text), "AWS::")
}

// judgeTemplates judges what lies in the folder.
func (b *bench) judgeTemplates(s templateFixture) *report.Report {
	files := make([]string, 0, len(s.paramFiles))
	for _, file := range s.paramFiles {
		files = append(files, filepath.Join("root", file))
	}
	r := &report.Report{}
	diags := cloudformation.Each(b.t.Context(), cloudformation.Options{
		Dir: b.dir, Paths: []string{"root"}, Jobs: 1, Parameters: s.parameters, ParameterFiles: files,
	}, func(root *parser.Root) {
		part, err := judge(b.t.Context(), b.engine, root)
		require.NoError(b.t, err, b.doing)
		r.Roots = append(r.Roots, root.Path)
		r.Pulls = append(r.Pulls, part.Pulls...)
		r.Findings = append(r.Findings, part.Findings...)
		r.Diagnostics = append(r.Diagnostics, part.Diagnostics...)
		r.NotJudged = append(r.NotJudged, part.NotJudged...)
	})
	r.Diagnostics = append(r.Diagnostics, diagnostics(diags)...)
	r.Sort()
	return r
}

// beforeTemplates is the report of a fixture as it is; only of one that is placed and unchanged.
func (b *bench) beforeTemplates(s templateFixture) *report.Report {
	return once("template "+s.name, func() *report.Report { return b.judgeTemplates(s) })
}

// edit is a template with one thing changed.
type edit struct {
	file, place string
	text        []byte
}

// parsedTemplate parses a template; its mapping of sections comes with it.
func parsedTemplate(t *testing.T, text []byte) (document, top *yaml.Node) {
	t.Helper()
	document = &yaml.Node{}
	require.NoError(t, yaml.Unmarshal(text, document))
	return document, document.Content[0]
}

// field returns the value of a key, or nil.
func field(n *yaml.Node, key string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// put sets the value of a key.
func put(t *testing.T, n *yaml.Node, key, value string) {
	t.Helper()
	parsed, _ := parsedTemplate(t, []byte(value))
	if old := field(n, key); old != nil {
		*old = *parsed.Content[0]
		return
	}
	n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key}, parsed.Content[0])
}

// extend appends an element to a list.
func extend(t *testing.T, n *yaml.Node, value string) {
	t.Helper()
	parsed, _ := parsedTemplate(t, []byte(value))
	n.Content = append(n.Content, parsed.Content[0])
}

// encoded writes a template in the language of the file.
func encoded(t *testing.T, document *yaml.Node, file string) []byte {
	t.Helper()
	if filepath.Ext(file) == ".json" {
		var v any
		require.NoError(t, document.Decode(&v))
		text, err := json.MarshalIndent(v, "", "  ")
		require.NoError(t, err)
		return text
	}
	text, err := yaml.Marshal(document)
	require.NoError(t, err)
	return text
}

// edits returns each change that the function makes to the templates of a fixture: it is called
// with the number of the change to make and says where it made it, or that there are no more.
func edits(
	t *testing.T, s templateFixture, change func(top *yaml.Node, number int) (string, bool),
) []edit {
	t.Helper()
	var list []edit
	for _, file := range sortedNames(s.files) {
		if !isTemplate(s.files[file], file) {
			continue
		}
		for number := 0; ; number++ {
			document, top := parsedTemplate(t, s.files[file])
			place, made := change(top, number)
			if !made {
				break
			}
			if place != "" {
				list = append(list, edit{file, place, encoded(t, document, file)})
			}
		}
	}
	return list
}

// values lists the values of the properties of every resource, each with its place.
func values(top *yaml.Node) (nodes []*yaml.Node, places []string) {
	var walk func(n *yaml.Node, place string)
	walk = func(n *yaml.Node, place string) {
		switch n.Kind {
		case yaml.MappingNode:
			for i := 0; i+1 < len(n.Content); i += 2 {
				key := n.Content[i].Value
				if strings.HasPrefix(key, "Fn::") || key == "Ref" || key == "Condition" {
					return
				}
				nodes = append(nodes, n.Content[i+1])
				places = append(places, place+"."+key)
				walk(n.Content[i+1], place+"."+key)
			}
		case yaml.SequenceNode:
			if n.Tag != "" && n.Tag != "!!seq" {
				return // the arguments of a function
			}
			for i, element := range n.Content {
				nodes, places = append(nodes, element), append(places, fmt.Sprintf("%s[%d]", place, i))
				walk(element, fmt.Sprintf("%s[%d]", place, i))
			}
		default: // a scalar has been listed
		}
	}
	resources := field(top, "Resources")
	if resources == nil {
		return nil, nil
	}
	for i := 0; i+1 < len(resources.Content); i += 2 {
		if properties := field(resources.Content[i+1], "Properties"); properties != nil {
			walk(properties, resources.Content[i].Value)
		}
	}
	return nodes, places
}

// Not knowing a value of a template may make a verdict unknown; it never turns it round.
func TestBlurTemplates(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for n, s := range templateFixtures(t) {
		list := blurredTemplates(t, s, n)
		if len(list) == 0 {
			continue
		}
		b.place(s.fixture)
		var before *report.Report
		for _, e := range list {
			if before == nil {
				before = b.beforeTemplates(s)
			}
			b.doing = s.name + " " + e.place
			b.write(e.file, e.text)
			after := b.judgeTemplates(s)
			b.write(e.file, s.files[e.file])
			said := fmt.Sprintf("%s: %s:\n%v\n%v\n", s.name, e.place, errorsOf(after), after.Diagnostics)
			holdBlur(t, before, after, said)
		}
	}
}

// blurredTemplates replaces a share of the values by a parameter without a default.
func blurredTemplates(t *testing.T, s templateFixture, offset int) []edit {
	t.Helper()
	var list []edit
	for _, file := range sortedNames(s.files) {
		if !isTemplate(s.files[file], file) {
			continue
		}
		_, whole := parsedTemplate(t, s.files[file])
		_, places := values(whole)
		for number, place := range places {
			if !taken(number+offset) || ofAnotherStack(whole, place) {
				continue
			}
			document, top := parsedTemplate(t, s.files[file])
			nodes, _ := values(top)
			parsed, _ := parsedTemplate(t, []byte("{Ref: BlurredByTheLaw}"))
			*nodes[number] = *parsed.Content[0]
			if field(top, "Parameters") == nil {
				put(t, top, "Parameters", "{}")
			}
			put(t, field(top, "Parameters"), "BlurredByTheLaw", "{Type: String}")
			list = append(list, edit{file, place, encoded(t, document, file)})
		}
	}
	return list
}

// ofAnotherStack reports whether a value tells which group a rule is added to. A parameter there
// names a group that is made before this stack is, so never the one that stood there.
func ofAnotherStack(top *yaml.Node, place string) bool {
	id, isGroup := strings.CutSuffix(place, ".GroupId")
	kind := field(field(field(top, "Resources"), id), "Type")
	return isGroup && kind != nil && kind.Value == "AWS::EC2::SecurityGroupEgress"
}

// templateBystanders have nothing to do with any template.
var templateBystanders = map[string]string{
	"BystanderVpc": `{Type: "AWS::EC2::VPC", Properties: {CidrBlock: 172.31.0.0/16}}`,
	"BystanderSubnet": `{Type: "AWS::EC2::Subnet", Properties: {VpcId: {Ref: BystanderVpc},
		CidrBlock: 172.31.1.0/24}}`,
	"BystanderGroup": `{Type: "AWS::EC2::SecurityGroup", Properties: {VpcId: {Ref: BystanderVpc},
		GroupDescription: nothing, SecurityGroupEgress: []}}`,
	"BystanderAcl": `{Type: "AWS::EC2::NetworkAcl", Properties: {VpcId: {Ref: BystanderVpc}}}`,
	"BystanderEndpoint": `{Type: "AWS::EC2::VPCEndpoint", Properties: {VpcId: {Ref: BystanderVpc},
		ServiceName: com.amazonaws.eu-west-1.ecr.dkr, VpcEndpointType: Interface,
		PrivateDnsEnabled: true}}`,
	"BystanderOptions": `{Type: "AWS::EC2::DHCPOptions",
		Properties: {DomainNameServers: [172.31.0.9]}}`,
	"BystanderOptionsOfVpc": `{Type: "AWS::EC2::VPCDHCPOptionsAssociation",
		Properties: {VpcId: {Ref: BystanderVpc}, DhcpOptionsId: {Ref: BystanderOptions}}}`,
	"BystanderRole": `{Type: "AWS::IAM::Role", Properties: {RoleName: bystander,
		AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: []},
		Policies: [{PolicyName: none, PolicyDocument: {Version: "2012-10-17",
		Statement: [{Effect: Deny, Action: "*", Resource: "*"}]}}]}}`,
	"BystanderRepository": `{Type: "AWS::ECR::Repository",
		Properties: {RepositoryName: something/quite/different}}`,
	"BystanderBucket": `{Type: "AWS::S3::Bucket", Properties: {BucketName: bystander}}`,
}

// withoutPlaces is what is said of a report's faults and pulls, without where it stands.
func withoutPlaces(r *report.Report) []string {
	var list []string
	for _, f := range r.Findings {
		hops := make([]string, 0, len(f.Path))
		for _, hop := range f.Path {
			hops = append(hops, hop.Leg+" "+hop.Gate+" "+hop.At+" "+hop.State)
		}
		list = append(list, fmt.Sprintf("%s %s %s %s: %s\n%v\n%v %v", f.Fingerprint, f.Rule,
			f.Severity, f.Resource, f.Message, hops, f.Fix, f.MaskedBy))
	}
	for _, p := range r.Pulls {
		whats := make([]string, 0, len(p.Unknowns))
		for _, u := range p.Unknowns {
			whats = append(whats, u.What+" "+u.Why)
		}
		slices.Sort(whats)
		list = append(list, fmt.Sprintf("%s %s %s %s %s %v %v", p.Workload, p.Part, p.Container,
			p.Launch, p.Verdict, p.Findings, whats))
	}
	slices.Sort(list)
	return list
}

// What has nothing to do with a pull of a template changes nothing about it.
func TestTemplateBystanders(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for n, s := range templateFixtures(t) {
		if !sampled(n) {
			continue
		}
		b.place(s.fixture)
		before := b.beforeTemplates(s)
		for _, e := range edits(t, s, func(top *yaml.Node, number int) (string, bool) {
			if number > 0 || field(top, "Resources") == nil {
				return "", false
			}
			for name, text := range templateBystanders {
				put(t, field(top, "Resources"), name, text)
			}
			return "bystanders", true
		}) {
			b.write(e.file, e.text)
			after := b.judgeTemplates(s)
			b.write(e.file, s.files[e.file])
			assert.Equal(t, withoutPlaces(before), withoutPlaces(after), s.name+" "+e.file)
		}
	}
}
