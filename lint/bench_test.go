package lint

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"
	"golang.org/x/sync/errgroup"
)

// copies is the size of the large tree.
const copies = 200

// parseOnly makes the test binary parse the files below a folder and do nothing else: what the
// large tree is measured against.
const parseOnly = "ECRLINT_BENCH_PARSE"

func TestMain(m *testing.M) {
	if dir := os.Getenv(parseOnly); dir != "" {
		if err := parseAll(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// parseAll parses every file below a folder, .tf as HCL and all others as YAML, over all cores, and
// keeps the results.
func parseAll(dir string) error {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	kept := make(chan any, 1<<16)
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			group.Go(func() error {
				parsed, err := parseOne(path)
				kept <- parsed
				return err
			})
		}
		return err
	})
	if waited := group.Wait(); waited != nil {
		return waited
	}
	runtime.KeepAlive(kept)
	return err
}

// parseOne parses a file with the library of its language.
func parseOne(path string) (any, error) {
	switch filepath.Ext(path) {
	case ".tf":
		parser := hclparse.NewParser()
		if _, diags := parser.ParseHCLFile(path); diags.HasErrors() {
			return nil, diags
		}
		return parser, nil
	case ".yaml", ".json":
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		var node yaml.Node
		return &node, yaml.Unmarshal(text, &node)
	default:
		return nil, nil
	}
}

// templates writes 300 templates below a new folder, a third of them as the CDK writes them.
func templates(tb testing.TB) string {
	tb.Helper()
	dir := tb.TempDir()
	for pattern, n := range map[string]int{
		"cdk-*/fixed/template.json": 100, "*/fixed/template.yaml": 200,
	} {
		found := alone(tb, pattern)
		for i := range n {
			source := found[i%len(found)]
			text, err := os.ReadFile(source)
			require.NoError(tb, err)
			name := fmt.Sprintf("%03d%s", i, filepath.Ext(source))
			require.NoError(tb, os.WriteFile(filepath.Join(dir, name), text, 0o600))
		}
	}
	return dir
}

// alone returns the templates of testdata that need no other file and no parameter.
func alone(tb testing.TB, pattern string) []string {
	tb.Helper()
	found, err := filepath.Glob(filepath.Join("..", "testdata", "cloudformation", pattern))
	require.NoError(tb, err)
	found = slices.DeleteFunc(found, func(path string) bool {
		entries, err := os.ReadDir(filepath.Dir(path))
		require.NoError(tb, err)
		expect, err := os.ReadFile(filepath.Join(filepath.Dir(path), "expect.json"))
		require.NoError(tb, err)
		return len(entries) > 2 || bytes.Contains(expect, []byte(`"args"`))
	})
	require.NotEmpty(tb, found)
	return found
}

// stacks copies the stack n times below a new folder.
func stacks(tb testing.TB, n int) string {
	tb.Helper()
	source := filepath.Join("..", "testdata", "bench", "stack")
	dir := tb.TempDir()
	for i := range n {
		name := fmt.Sprintf("team-%03d", i)
		require.NoError(tb, os.CopyFS(filepath.Join(dir, name), os.DirFS(source)))
		locals := filepath.Join(dir, name, "locals.tf")
		text, err := os.ReadFile(locals)
		require.NoError(tb, err)
		text = bytes.ReplaceAll(text, []byte("stack-name"), []byte(name))
		require.NoError(tb, os.WriteFile(locals, text, 0o600))
	}
	return dir
}

// linkedTree copies the stack n times below a new folder, each in two roots: the platform, and the
// services that read its state.
func linkedTree(tb testing.TB, n int) string {
	tb.Helper()
	bench := filepath.Join("..", "testdata", "bench")
	dir := tb.TempDir()
	for i := range n {
		team := fmt.Sprintf("team-%03d", i)
		copied := func(from string, to ...string) {
			text, err := os.ReadFile(filepath.Join(bench, from))
			require.NoError(tb, err)
			text = bytes.ReplaceAll(text, []byte("stack-name"), []byte(team))
			name := filepath.Join(append([]string{dir, team}, to...)...)
			require.NoError(tb, os.MkdirAll(filepath.Dir(name), 0o700))
			require.NoError(tb, os.WriteFile(name, text, 0o600))
		}
		modules := os.DirFS(filepath.Join(bench, "stack", "modules"))
		require.NoError(tb, os.CopyFS(filepath.Join(dir, team, "modules"), modules))
		for _, root := range []string{"platform", "services"} {
			copied(filepath.Join("linked", root, "main.tf"), root, "main.tf")
			for _, name := range []string{"variables.tf", "providers.tf", "locals.tf", "terraform.tfvars"} {
				copied(filepath.Join("stack", name), root, name)
			}
		}
	}
	return dir
}

// binary builds the command.
func binary(tb testing.TB) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "ecrlint")
	build := exec.Command("go", "build", "-trimpath", "-o", path, "../cmd/ecrlint")
	out, err := build.CombinedOutput()
	require.NoError(tb, err, string(out))
	return path
}

// cost is what a process used.
type cost struct {
	cpu, wall time.Duration
	peak      float64 // MiB
}

// measure runs a command to its end and adds what it used; the peak is the highest of all runs.
func (c *cost) measure(tb testing.TB, command *exec.Cmd, clean string) {
	tb.Helper()
	start := time.Now()
	out, err := command.CombinedOutput()
	c.wall += time.Since(start)
	require.NoError(tb, err, string(out))
	require.Contains(tb, string(out), clean)
	c.cpu += command.ProcessState.UserTime() + command.ProcessState.SystemTime()
	usage, ok := command.ProcessState.SysUsage().(*syscall.Rusage)
	require.True(tb, ok)
	unit := 1024.0 // Linux counts KiB, macOS bytes
	if runtime.GOOS == "darwin" {
		unit = 1
	}
	c.peak = max(c.peak, float64(usage.Maxrss)*unit/(1<<20))
}

// report prints the averages under a name.
func (c *cost) report(b *testing.B, name string) {
	b.Helper()
	runs := float64(b.N)
	b.ReportMetric(float64(c.cpu.Microseconds())/1000/runs, name+"cpu-ms/op")
	b.ReportMetric(float64(c.wall.Microseconds())/1000/runs, name+"wall-ms/op")
	b.ReportMetric(c.peak, name+"peak-MiB")
}

// BenchmarkSmallStack is a cold process over one stack.
func BenchmarkSmallStack(b *testing.B) {
	command, dir := binary(b), stacks(b, 1)
	var c cost
	for b.Loop() {
		run := exec.Command(command, ".")
		run.Dir = dir
		c.measure(b, run, "0 fails, 0 unknown, 2 pulls")
	}
	c.report(b, "")
}

// BenchmarkTree is a cold process over many stacks, against a bare parse of the same files.
func BenchmarkTree(b *testing.B) {
	command, dir := binary(b), stacks(b, copies)
	var c, bare cost
	for b.Loop() {
		run := exec.Command(command, ".")
		run.Dir = dir
		c.measure(b, run, fmt.Sprintf("0 fails, 0 unknown, %d pulls", 2*copies))
		parse := exec.Command(os.Args[0])
		parse.Env = append(os.Environ(), parseOnly+"="+dir)
		bare.measure(b, parse, "")
	}
	c.report(b, "")
	bare.report(b, "parse-")
	b.ReportMetric(c.cpu.Seconds()/bare.cpu.Seconds(), "cpu-ratio")
}

// BenchmarkLinked is a cold process over many pairs of roots of which one reads the state of the
// other, against one over the same roots each on its own.
func BenchmarkLinked(b *testing.B) {
	command, dir := binary(b), linkedTree(b, copies)
	var c, apart cost
	for b.Loop() {
		run := exec.Command(command, ".")
		run.Dir = dir
		c.measure(b, run, fmt.Sprintf("0 fails, 0 unknown, %d pulls", 2*copies))
		run = exec.Command(command, "--isolated", ".")
		run.Dir = dir
		apart.measure(b, run, fmt.Sprintf("0 fails, %d unknown, 0 pulls", 2*copies))
	}
	c.report(b, "")
	apart.report(b, "isolated-")
	b.ReportMetric(c.cpu.Seconds()/apart.cpu.Seconds(), "cpu-ratio")
}

// BenchmarkTemplates is a cold process over many templates, against a bare parse of the same files.
func BenchmarkTemplates(b *testing.B) {
	command, dir := binary(b), templates(b)
	var c, bare cost
	for b.Loop() {
		run := exec.Command(command, ".")
		run.Dir = dir
		c.measure(b, run, "in 300 roots: 0 fails")
		parse := exec.Command(os.Args[0])
		parse.Env = append(os.Environ(), parseOnly+"="+dir)
		bare.measure(b, parse, "")
	}
	c.report(b, "")
	bare.report(b, "parse-")
	b.ReportMetric(c.cpu.Seconds()/bare.cpu.Seconds(), "cpu-ratio")
}

// The linked roots of the benchmarks work.
func TestBenchmarkedLinkedRootsPull(t *testing.T) {
	r, err := Run(t.Context(), Options{
		Input: Input{Dir: linkedTree(t, 2), Paths: []string{"."}},
	})
	require.NoError(t, err)
	require.Empty(t, r.Diagnostics)
	summary := r.Summary()
	require.Equal(t, 4, summary.Roots)
	require.Equal(t, 4, summary.Verdicts.Pulls, "%+v", r.Pulls)
}

// BenchmarkRun counts allocations, without the process around it.
func BenchmarkRun(b *testing.B) {
	for name, n := range map[string]int{"small": 1, "tree": copies} {
		b.Run(name, func(b *testing.B) {
			options := Options{Input: Input{Dir: stacks(b, n), Paths: []string{"."}}}
			b.ReportAllocs()
			for b.Loop() {
				_, err := Run(context.Background(), options)
				require.NoError(b, err)
			}
		})
	}
}

// The stack of the benchmarks works: what is measured is the whole way of every pull.
func TestBenchmarkedStackPulls(t *testing.T) {
	r, err := Run(t.Context(), Options{
		Input: Input{Dir: stacks(t, 2), Paths: []string{"."}},
	})
	require.NoError(t, err)
	require.Empty(t, r.Diagnostics)
	require.Empty(t, r.NotJudged)
	summary := r.Summary()
	require.Equal(t, 2, summary.Roots)
	require.Equal(t, 4, summary.Verdicts.Pulls, "%+v", r.Pulls)
	require.Zero(t, summary.Errors+summary.Warnings)
	for _, pull := range r.Pulls {
		require.True(t, strings.HasPrefix(pull.Root, "team-"), pull.Root)
	}
}
