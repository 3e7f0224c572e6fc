package graph

// LogGroup is a log group of CloudWatch Logs.
type LogGroup struct {
	Node
	Name Value[string] // may hold tokens
}

// logReaders read log groups.
var logReaders = []reader{
	node("aws_cloudwatch_log_group", (*builder).declareLogGroup, nil),

	node("AWS::Logs::LogGroup", (*builder).declareLogGroup, nil).
		spelled(spelling{"name": "LogGroupName"}),
}

func (b *builder) declareLogGroup(o block) *LogGroup {
	g := &LogGroup{Node: b.node(o.res), Name: o.holed("name", "")}
	g.Name.V = b.ownText(o, "name")
	b.graph.LogGroups = append(b.graph.LogGroups, g)
	return g
}
