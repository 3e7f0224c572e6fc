package graph

import (
	"encoding/json"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/ecrlint/ecrlint/parser"
)

// starter says where what starts tasks names what they are made of.
type starter struct {
	kind WorkloadKind
	part string
	// params holds the parameters of RunTask, or those of SubmitJob.
	params block
	// home and cluster are the block and the attribute that name the cluster, or the job queue.
	home    block
	cluster string
}

// runTask makes a workload of a starter whose parameters are those of RunTask.
// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html
func (b *builder) runTask(s starter, role Override) {
	o := s.params
	task := "task_definition_arn"
	if s.kind == WorkloadTaskExecution {
		task = "task_definition"
	}
	w := b.started(s)
	w.Task = link(o, task, findTask)
	w.Network = readNetwork(o, "network_configuration")
	w.PlatformVersion = o.text("platform_version", "LATEST")
	w.ExecutionRole = role
	b.launched(&launcher{Workload: w, block: o, home: s.home, cluster: s.cluster})
}

// started makes the workload of a starter.
func (b *builder) started(s starter) *Workload {
	res := s.params.res
	w := &Workload{Node: b.node(res), Kind: s.kind, Part: b.plain(s.part), Needs: res.Needs}
	w.Maybe = first(w.Maybe, s.params.maybe)
	return w
}

// overrides reads the role in a block of overrides.
// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html
func overrides(o block) Override {
	inner, ok := o.first("overrides")
	if !ok || !inner.given("execution_role_arn") {
		return Override{}
	}
	return Override{Given: true, Role: link(inner, "execution_role_arn", findRole)}
}

// inputOverride reads the role in the text that a target is handed, which ECS takes as overrides.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/scheduled_tasks.html
func (b *builder) inputOverride(o block) Override {
	if o.given("input_path") {
		return unknownRole(&parser.Origin{
			What: "overrides of " + o.res.Address, Why: "are taken from the event",
		}, o.site("input_path"))
	}
	if transformer, ok := o.first("input_transformer"); ok {
		return transformedRole(transformer)
	}
	const attr = "input"
	text := o.raw(attr, "")
	switch {
	case text.Why != nil:
		return unknownRole(text.Why, text.Site)
	case !text.Given:
		return Override{}
	}
	var fields map[string]any
	if json.Unmarshal([]byte(quoteHoles(text.V)), &fields) != nil {
		if holes := b.origins.In(text.V); len(holes) > 0 {
			return unknownRole(&holes[0], text.Site)
		}
		return Override{}
	}
	role := field(fields, "executionRoleArn")
	if role == nil {
		return Override{}
	}
	value := b.bare(b.valueOf(role, inDocument{of: "input of " + o.res.Address}), nil)
	return Override{Given: true, Role: resolve(b, o.res, value, text.Site, findRole)}
}

// transformedRole says whether a transformed input may hold a role.
func transformedRole(o block) Override {
	text := o.raw("input_template", "")
	switch {
	case text.Why != nil:
		return unknownRole(text.Why, text.Site)
	case strings.Contains(strings.ToLower(text.V), "executionrolearn"):
		return unknownRole(&parser.Origin{
			What: "execution role of " + o.res.Address,
			Why:  "is put together by the input transformer when the event comes",
		}, text.Site)
	}
	return Override{}
}

func unknownRole(why *parser.Origin, site Site) Override {
	return Override{Given: true, Role: Link[Role]{Why: why, Text: why.What, Site: site}}
}

// lose notes what cannot be seen of a resource that may start tasks; the first of it counts.
func (b *builder) lose(o block, what string, why *parser.Origin) {
	if _, ok := b.compute.lost[o.res]; ok {
		return
	}
	if b.compute.lost == nil {
		b.compute.lost = map[*parser.Resource]Skipped{}
	}
	b.compute.lost[o.res] = Skipped{Resource: o.res, What: what, Why: why}
}

// requestNames are the parameters of API calls inside of documents, where they are not the names of
// Terraform in CamelCase.
var requestNames = spelling{
	"task_definition_arn": "TaskDefinition",
	"vpc_configuration":   "AwsvpcConfiguration|AwsVpcConfiguration",
}

// request returns the parameters of an API call, which are the fields at a place of a document.
func (b *builder) request(res *parser.Resource, path cty.Path, fields any, of string) block {
	o := block{b: b, res: res, path: path, names: requestNames}
	o.fill(b.bare(b.valueOf(fields, inDocument{of: of}), nil))
	if o.obj == cty.NilVal && o.why == nil {
		o.why = nonsense(o.here(), "is not an object")
	}
	return o
}

// inDocument is a place in a document: a path of fields, and whose document it is.
type inDocument struct{ path, of string }

// field returns the place of a field.
func (p inDocument) field(name string) inDocument {
	if p.path != "" {
		name = p.path + "." + name
	}
	return inDocument{path: name, of: p.of}
}

func (p inDocument) String() string {
	if p.path == "" {
		return p.of
	}
	return p.path + " in " + p.of
}

// valueOf makes a value of what encoding/json has read: text that is one token of an unknown is
// unknown, and so is what a state machine computes while it runs. The names of fields begin with
// a capital letter.
func (b *builder) valueOf(v any, at inDocument) cty.Value {
	switch v := v.(type) {
	case string:
		return b.textValue(v, at)
	case bool:
		return cty.BoolVal(v)
	case float64:
		return cty.NumberFloatVal(v)
	case map[string]any:
		fields := make(map[string]cty.Value, len(v))
		for name, inner := range v {
			plain, computed := strings.CutSuffix(name, ".$")
			switch {
			case parser.Holed(name) || plain == "":
			case computed:
				fields[capital(plain)] = b.atRunTime(at.field(plain), inner)
			default:
				fields[capital(name)] = b.valueOf(inner, at.field(name))
			}
		}
		return cty.ObjectVal(fields)
	case []any:
		items := make([]cty.Value, 0, len(v))
		for _, inner := range v {
			items = append(items, b.valueOf(inner, at))
		}
		return cty.TupleVal(items)
	}
	return cty.NullVal(cty.DynamicPseudoType)
}

// textValue makes a value of a text.
func (b *builder) textValue(text string, at inDocument) cty.Value {
	if origin, whole := b.origins.Whole(text); whole && origin.Kind == parser.Unknown {
		return b.origins.Unknown(cty.DynamicPseudoType, origin)
	}
	if computed := strings.TrimSpace(text); strings.HasPrefix(computed, "{%") &&
		strings.HasSuffix(computed, "%}") {
		return b.atRunTime(at, text)
	}
	return cty.StringVal(text)
}

// atRunTime is a value that is computed while a state machine runs.
// https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
func (b *builder) atRunTime(at inDocument, from any) cty.Value {
	why := "is computed when the state machine runs"
	if text, ok := from.(string); ok {
		why += ": " + b.plain(text)
	}
	return b.origins.Unknown(cty.DynamicPseudoType, parser.Origin{What: at.String(), Why: why})
}

func capital(name string) string { return strings.ToUpper(name[:1]) + name[1:] }

// submitJob makes the workloads of a starter whose parameters are those of SubmitJob.
// https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitJob.html
func (b *builder) submitJob(s starter) {
	node := b.node(s.params.res)
	node.Maybe = first(node.Maybe, s.params.maybe)
	b.graph.Workloads = append(b.graph.Workloads, b.jobWorkloads(
		node, s.kind, b.plain(s.part), link(s.params, "job_definition", findJob),
		link(s.home, s.cluster, findQueue),
	)...)
}
