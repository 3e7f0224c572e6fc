package lint

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ecrlint/ecrlint/parser/terraform"
	"github.com/ecrlint/ecrlint/policy"
	"github.com/ecrlint/ecrlint/report"
)

// blurAll makes the laws below change every attribute of every fixture. Without it each fixture has
// every sample-th attribute changed, another share than its neighbour.
const (
	blurAll = "ECRLINT_BLUR_ALL"
	sample  = 64
)

// fixture is a stack that is changed: its files by name relative to its folder.
type fixture struct {
	name  string
	files map[string][]byte
}

// fixtures returns the fixtures of all rules, the stacks below testdata/terraform and the rebuilt
// reports, each a root with whatever modules lie below it.
func fixtures(t *testing.T) []fixture {
	t.Helper()
	allFixtures.once.Do(func() { allFixtures.list = readFixtures(t) })
	require.NotEmpty(t, allFixtures.list)
	return allFixtures.list
}

// allFixtures are read once for all laws.
var allFixtures struct {
	once sync.Once
	list []fixture
}

func readFixtures(t *testing.T) []fixture {
	t.Helper()
	mains, err := filepath.Glob(filepath.Join("..", "rules", "*", "*", "*", "main.tf"))
	require.NoError(t, err)
	expects, err := filepath.Glob(filepath.Join("..", "testdata", "terraform", "*", "expect.json"))
	require.NoError(t, err)
	deeper, err := filepath.Glob(filepath.Join("..", "testdata", "terraform", "*", "*", "expect.json"))
	require.NoError(t, err)
	reports, err := filepath.Glob(filepath.Join("..", "testdata", "reports", "*", "*", "expect.json"))
	require.NoError(t, err)
	var list []fixture
	for _, path := range slices.Concat(mains, expects, deeper, reports) {
		dir := filepath.Dir(path)
		s := fixture{name: filepath.ToSlash(dir), files: map[string][]byte{}}
		require.NoError(t, filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() || d.Name() == "expect.json" {
				return err
			}
			name, err := filepath.Rel(dir, path)
			require.NoError(t, err)
			s.files[name], err = os.ReadFile(path)
			return err
		}))
		if slices.ContainsFunc(sortedNames(s.files), func(name string) bool {
			return filepath.Ext(name) == ".tf"
		}) {
			list = append(list, s)
		}
	}
	return list
}

// bench judges changed stacks with one engine.
type bench struct {
	t      *testing.T
	engine *policy.Engine
	dir    string
	doing  string // for failure messages
}

// builtIn is the engine of all benches.
var builtIn = sync.OnceValues(func() (*policy.Engine, error) {
	return policy.Compile(policy.Options{})
})

func newBench(t *testing.T) *bench {
	t.Helper()
	engine, err := builtIn()
	require.NoError(t, err)
	return &bench{t: t, engine: engine}
}

// place writes the files of a stack into a folder of its own.
func (b *bench) place(s fixture) {
	b.doing = s.name
	b.dir = b.t.TempDir()
	for name, text := range s.files {
		b.write(name, text)
	}
}

func (b *bench) write(name string, text []byte) {
	path := filepath.Join(b.dir, "root", name)
	require.NoError(b.t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(b.t, os.WriteFile(path, text, 0o600))
}

// judge judges what lies in the folder.
func (b *bench) judge() *report.Report {
	input := terraform.Options{Dir: b.dir, Paths: []string{"root"}, Jobs: 1}
	roots, diags := terraform.Load(b.t.Context(), input)
	r := &report.Report{Diagnostics: diagnostics(diags)}
	for _, root := range roots {
		part, err := judge(b.t.Context(), b.engine, root)
		require.NoError(b.t, err, b.doing)
		r.Roots = append(r.Roots, root.Path)
		r.Pulls = append(r.Pulls, part.Pulls...)
		r.Findings = append(r.Findings, part.Findings...)
		r.Diagnostics = append(r.Diagnostics, part.Diagnostics...)
	}
	r.Sort()
	return r
}

// judged holds the reports of the fixtures as they are, each judged once for all laws.
var judged sync.Map

// before is the report of a fixture as it is; only of a fixture that is placed and unchanged.
func (b *bench) before(s fixture) *report.Report {
	return once("terraform "+s.name, b.judge)
}

func once(name string, judge func() *report.Report) *report.Report {
	found, _ := judged.LoadOrStore(name, sync.OnceValue(judge))
	return found.(func() *report.Report)() //nolint:forcetypeassert // it holds nothing else
}

// worst returns the worst verdict of each workload. The instances of one resource are taken
// together: a count that is not known leaves one.
func worst(r *report.Report) map[string]report.Verdict {
	verdicts := map[string]report.Verdict{}
	for _, pull := range r.Pulls {
		name := plain(pull.Workload)
		if before, known := verdicts[name]; !known || bad(pull.Verdict) > bad(before) {
			verdicts[name] = pull.Verdict
		}
	}
	return verdicts
}

// plain is an address without instance keys.
func plain(address string) string {
	var text strings.Builder
	depth := 0
	for _, r := range address {
		switch {
		case r == '[':
			depth++
		case r == ']':
			depth--
		case depth == 0:
			text.WriteRune(r)
		}
	}
	return text.String()
}

// errorRules returns the rules that have an error finding.
func errorRules(r *report.Report) []string {
	var rules []string
	for _, finding := range r.Findings {
		if finding.Severity == report.Error {
			rules = append(rules, finding.Rule)
		}
	}
	slices.Sort(rules)
	return slices.Compact(rules)
}

// change is one way to change a file.
type change struct {
	file  string
	place string
	text  []byte
	value string // what stood there
}

// changes returns the file changed at one place after the other, a share of all. The callback gets
// each attribute of the resources and data sources, nested blocks included, with its source text,
// and says what to put in its place; nil leaves it.
func changes(
	t *testing.T, s fixture, offset int, put func(at attribute, value string) hclwrite.Tokens,
) []change {
	t.Helper()
	var list []change
	seen := offset
	for _, file := range sortedNames(s.files) {
		if filepath.Ext(file) != ".tf" {
			continue
		}
		parse := func() *hclwrite.File {
			parsed, diags := hclwrite.ParseConfig(s.files[file], file, hcl.InitialPos)
			require.False(t, diags.HasErrors(), "%s: %s", file, diags)
			return parsed
		}
		whole := parse().Body()
		for _, at := range attributes(whole, nil, "") {
			value := string(at.in(whole).GetAttribute(at.name).Expr().BuildTokens(nil).Bytes())
			tokens := put(at, value)
			if tokens == nil {
				continue
			}
			if seen++; !taken(seen - 1) {
				continue
			}
			parsed := parse()
			at.in(parsed.Body()).SetAttributeRaw(at.name, tokens)
			list = append(list, change{file, at.place, parsed.Bytes(), value})
		}
	}
	return list
}

func sortedNames(files map[string][]byte) []string {
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// attribute is where an attribute stands: the indices of the blocks around it and its name.
type attribute struct {
	blocks []int
	name   string
	place  string
}

// in returns the body that the attribute stands in.
func (a attribute) in(file *hclwrite.Body) *hclwrite.Body {
	for _, i := range a.blocks {
		file = file.Blocks()[i].Body()
	}
	return file
}

// meta are arguments that take no expression, or whose expression Terraform reads by itself.
var meta = []string{"depends_on", "provider", "providers", "source", "ignore_changes", "type"}

// attributes lists the attributes of resources and data sources.
func attributes(body *hclwrite.Body, blocks []int, path string) []attribute {
	var list []attribute
	for i, block := range body.Blocks() {
		top := len(blocks) == 0
		if top && block.Type() != "resource" && block.Type() != "data" {
			continue
		}
		if block.Type() == "lifecycle" {
			continue
		}
		inside := append(slices.Clone(blocks), i)
		where := strings.TrimPrefix(path+"."+block.Type()+"."+strings.Join(block.Labels(), "."), ".")
		names := make([]string, 0)
		for name := range block.Body().Attributes() {
			if !slices.Contains(meta, name) || name == "type" && strings.Contains(where, "aws_security") {
				names = append(names, name)
			}
		}
		slices.Sort(names)
		for _, name := range names {
			list = append(list, attribute{inside, name, where + " " + name})
		}
		list = append(list, attributes(block.Body(), inside, where)...)
	}
	return list
}

// overrides reports whether a file adds to what other files declare.
func overrides(file string) bool {
	return file == "override.tf" || strings.HasSuffix(file, "_override.tf")
}

// taken reports whether a test runs over a change of this number.
func taken(number int) bool { return os.Getenv(blurAll) != "" || number%sample == 0 }

func raw(text string) hclwrite.Tokens {
	return hclwrite.Tokens{{Type: hclsyntax.TokenIdent, Bytes: []byte(" " + text)}}
}

// Not knowing a value may make a verdict unknown; it never turns it round, and finds no fault that
// was none. The value itself is among those that it could have.
func TestBlur(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for n, s := range fixtures(t) {
		blurred := changes(t, s, n, func(attribute, string) hclwrite.Tokens {
			return raw("var.blurred")
		})
		if len(blurred) == 0 {
			continue
		}
		b.place(s)
		before := b.before(s)
		b.write("blurred.tf", []byte("variable \"blurred\" {}\n"))
		for _, c := range blurred {
			if filepath.Dir(c.file) != "." {
				continue // a module has variables of its own
			}
			b.doing = s.name + " " + c.place
			b.write(c.file, c.text)
			after := b.judge()
			b.write(c.file, s.files[c.file])
			said := fmt.Sprintf("%s: %s:\n%v\n", s.name, c.place, errorsOf(after))
			holdBlur(t, before, after, said)
		}
	}
}

// holdBlur holds a verdict after a blur against the one before.
func holdBlur(t *testing.T, before, after *report.Report, said string) {
	t.Helper()
	verdicts, unseen := worst(after), map[string]bool{}
	for _, part := range after.NotJudged { // the verdict on one part says nothing of the others
		unseen[plain(part.Resource)] = true
	}
	for workload, was := range worst(before) {
		is, found := verdicts[workload]
		if !found {
			continue // a task definition that a service may run instead of another
		}
		switch was {
		case report.Pulls:
			assert.NotEqual(t, report.Fails, is, "%s%s pulled", said, workload)
		case report.Fails:
			if !unseen[workload] {
				assert.NotEqual(t, report.Pulls, is, "%s%s failed", said, workload)
			}
		case report.Unknown:
			assert.NotEqual(t, report.Fails, is, "%s%s was unknown", said, workload)
			if !unseen[workload] {
				assert.Equal(t, report.Unknown, is, "%s%s was unknown", said, workload)
			}
		}
	}
	assert.Subset(t, append(errorRules(before), maskedRules(before)...), maskedRules(after),
		"%snew faults behind others", said)
	if len(errorRules(before)) == 0 { // what is broken may be broken in more than one way
		assert.Empty(t, errorRules(after), "%snew faults", said)
	}
}

// maskedRules returns the rules that have a finding that others mask.
func maskedRules(r *report.Report) []string {
	var rules []string
	for _, finding := range r.Findings {
		if len(finding.MaskedBy) > 0 {
			rules = append(rules, finding.Rule)
		}
	}
	return rules
}

// errorsOf prints the error findings for a failure message.
func errorsOf(r *report.Report) string {
	var text strings.Builder
	for _, finding := range r.Findings {
		if finding.Severity == report.Error {
			fmt.Fprintf(&text, "  %s: %s\n", finding.Rule, finding.Message)
		}
	}
	return text.String()
}

// A value that has a name is the same value.
func TestNamedValues(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for n, s := range fixtures(t) {
		named := func(at attribute, value string) hclwrite.Tokens {
			if strings.Contains(at.place, ".content.") || at.name == "iterator" {
				return nil // the names of a dynamic block are its own
			}
			for _, own := range []string{"each.", "count.", "self.", "path."} {
				if strings.Contains(value, own) {
					return nil
				}
			}
			return raw("local.named")
		}
		list := changes(t, s, n, named)
		if len(list) == 0 {
			continue
		}
		b.place(s)
		before := b.before(s)
		for _, c := range list {
			if filepath.Dir(c.file) != "." || overrides(c.file) {
				continue
			}
			b.write(c.file, append(bytes.Clone(c.text),
				[]byte("\nlocals {\n  named = "+c.value+"\n}\n")...))
			after := b.judge()
			b.write(c.file, s.files[c.file])
			assert.Equal(t, worst(before), worst(after), "%s: %s\n%v\n%v",
				s.name, c.place, errorsOf(after), after.Diagnostics)
			assert.Equal(t, errorRules(before), errorRules(after), "%s: %s", s.name, c.place)
		}
	}
}

// A block that may or may not be there turns no verdict round.
func TestBlurBlocks(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for n, s := range fixtures(t) {
		list := maybeBlocks(t, s, n)
		if len(list) == 0 {
			continue
		}
		b.place(s)
		before := b.before(s)
		b.write("blurred.tf", []byte("variable \"blurred\" {}\n"))
		for _, c := range list {
			b.doing = s.name + " " + c.place
			b.write(c.file, c.text)
			after := b.judge()
			b.write(c.file, s.files[c.file])
			said := fmt.Sprintf("%s: %s:\n%v\n", s.name, c.place, errorsOf(after))
			holdBlur(t, before, after, said)
		}
	}
}

// maybeBlocks makes each resource that nothing refers to one of an unknown count, and each nested
// block a dynamic one over an unknown collection: a share of all, one change after the other.
func maybeBlocks(t *testing.T, s fixture, offset int) []change {
	t.Helper()
	var all []byte
	for _, text := range s.files {
		all = append(all, text...)
	}
	var list []change
	seen := offset
	next := func() bool {
		seen++
		return taken(seen - 1)
	}
	for _, file := range sortedNames(s.files) {
		if filepath.Ext(file) != ".tf" || filepath.Dir(file) != "." {
			continue
		}
		parse := func() *hclwrite.File {
			parsed, _ := hclwrite.ParseConfig(s.files[file], file, hcl.InitialPos)
			return parsed
		}
		for i, block := range parse().Body().Blocks() {
			if block.Type() != "resource" {
				continue
			}
			address := strings.Join(block.Labels(), ".")
			attrs := block.Body().Attributes()
			if attrs["count"] == nil && attrs["for_each"] == nil &&
				!bytes.Contains(all, []byte(address)) && next() {
				parsed := parse()
				parsed.Body().Blocks()[i].Body().SetAttributeRaw("count", raw("var.blurred ? 1 : 0"))
				list = append(list, change{file, address + " count", parsed.Bytes(), ""})
			}
			for j, nested := range block.Body().Blocks() {
				if nested.Type() == "lifecycle" || nested.Type() == "dynamic" || !next() {
					continue
				}
				parsed := parse()
				body := parsed.Body().Blocks()[i].Body()
				old := body.Blocks()[j]
				dynamic := body.AppendNewBlock("dynamic", []string{nested.Type()})
				dynamic.Body().SetAttributeRaw("for_each", raw("var.blurred"))
				content := dynamic.Body().AppendNewBlock("content", nil)
				content.Body().AppendUnstructuredTokens(old.Body().BuildTokens(nil))
				body.RemoveBlock(old)
				list = append(list, change{file, address + " " + nested.Type(), parsed.Bytes(), ""})
			}
		}
	}
	return list
}

// bystanders have nothing to do with any fixture.
const bystanders = `
resource "aws_vpc" "bystander" {
  cidr_block = "172.31.0.0/16"
}

resource "aws_subnet" "bystander" {
  vpc_id     = aws_vpc.bystander.id
  cidr_block = "172.31.1.0/24"
}

resource "aws_security_group" "bystander" {
  vpc_id = aws_vpc.bystander.id
}

resource "aws_default_security_group" "bystander" {
  vpc_id = aws_vpc.bystander.id
}

resource "aws_default_network_acl" "bystander" {
  default_network_acl_id = aws_vpc.bystander.default_network_acl_id
}

resource "aws_default_route_table" "bystander" {
  default_route_table_id = aws_vpc.bystander.default_route_table_id
}

resource "aws_vpc_endpoint" "bystander" {
  vpc_id              = aws_vpc.bystander.id
  service_name        = "com.amazonaws.eu-west-1.ecr.dkr"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
}

resource "aws_vpc_dhcp_options" "bystander" {
  domain_name_servers = ["172.31.0.9"]
}

resource "aws_vpc_dhcp_options_association" "bystander" {
  vpc_id          = aws_vpc.bystander.id
  dhcp_options_id = aws_vpc_dhcp_options.bystander.id
}

resource "aws_iam_role" "bystander" {
  name               = "bystander"
  assume_role_policy = "{}"
}

resource "aws_iam_role_policy" "bystander" {
  role   = aws_iam_role.bystander.name
  policy = jsonencode({ Statement = [{ Effect = "Deny", Action = "*", Resource = "*" }] })
}

resource "aws_ecr_repository" "bystander" {
  name = "something/quite/different"
}

resource "aws_s3_bucket" "bystander" {
  bucket = "bystander"
}
`

// faults says which faults were found where.
func faults(r *report.Report) []string {
	list := make([]string, 0, len(r.Findings))
	for _, f := range r.Findings {
		list = append(list, fmt.Sprintf("%s %s %s %s:%d %s: %s\n%v\n%v",
			f.Fingerprint, f.Rule, f.Severity, f.Location.File, f.Location.Line, f.Resource,
			f.Message, f.Path, f.Fix))
	}
	return list
}

// What has nothing to do with a pull changes nothing about it, wherever it stands.
func TestBystanders(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for n, s := range fixtures(t) {
		b.place(s)
		before := b.before(s)
		for i, file := range []string{"a.tf", "z.tf"} {
			if os.Getenv(blurAll) == "" && i != n%2 {
				continue
			}
			b.write(file, []byte(bystanders))
			after := b.judge()
			require.NoError(t, os.Remove(filepath.Join(b.dir, "root", file)))
			assert.Equal(t, before.Pulls, after.Pulls, s.name)
			assert.Equal(t, faults(before), faults(after), s.name)
		}
	}
}
