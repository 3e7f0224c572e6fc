package policy

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/ecrlint/ecrlint/pull"
	"github.com/ecrlint/ecrlint/report"
)

// element is what a rule says of one document. Positions are those of the document.
type element struct {
	Rule     string          `json:"rule"`
	Leg      string          `json:"leg"`
	Exit     string          `json:"exit"`
	Resource string          `json:"resource"` // empty: the resource of At
	At       string          `json:"at"`
	Message  string          `json:"message"`
	Severity report.Severity `json:"severity"` // of a doubt; else that of the METADATA
	// Part tells findings of one rule at one attribute apart.
	Part string          `json:"part"`
	Fix  json.RawMessage `json:"fix"` // a sentence, or {"kind": ...}
	// Predicts is the message that the fault leads to, where it is not that of the METADATA; empty
	// where it leads to none.
	Predicts *string           `json:"predicts"`
	Related  []pull.DocRelated `json:"related"`
}

// predicts returns the message that the fault leads to, in the words of the rule.
func (e element) predicts(rule report.Rule) string {
	if e.Predicts != nil {
		return *e.Predicts
	}
	return rule.Predicts
}

// judgement is what the rules say of a document.
type judgement struct {
	once   sync.Once
	closed []element
	doubts []element
	faults []Fault
	err    error
}

// nothing is the store of the evaluation: the rules have no data but their input.
type nothing struct {
	storage.PolicyNotSupported
	storage.TriggersNotSupported
	storage.WritesNotSupported
}

// noTransaction is the transaction of the empty store.
type noTransaction struct{}

func (noTransaction) ID() uint64 { return 0 }

func (nothing) NewTransaction(
	context.Context, ...storage.TransactionParams,
) (storage.Transaction, error) {
	return noTransaction{}, nil
}

func (nothing) Read(_ context.Context, _ storage.Transaction, path storage.Path) (any, error) {
	return nil, &storage.Error{Code: storage.NotFoundErr, Message: path.String()}
}

func (nothing) Commit(context.Context, storage.Transaction) error { return nil }

func (nothing) Abort(context.Context, storage.Transaction) {}

func (nothing) Truncate(
	context.Context, storage.Transaction, storage.TransactionParams, storage.Iterator,
) error {
	return nil
}

// The queries for what verdict.rego composes.
var (
	closedQuery = ast.MustParseBody("found = data.verdict.closed")
	doubtsQuery = ast.MustParseBody("found = data.verdict.doubts")
)

// key tells documents apart; those of the two bounds of one placement are equal under it where
// nothing is unknown.
type key [sha256.Size]byte

// keyOf returns the key of a document.
func keyOf(doc *pull.Document) (key, error) {
	plain := *doc
	plain.Bound = ""
	text, err := json.Marshal(plain)
	if err != nil {
		return key{}, fmt.Errorf("writing a document: %w", err)
	}
	return sha256.Sum256(text), nil
}

// entry is a place in the engine's memory: a document and its bound, which a rule of the user's
// own may look at.
type entry struct {
	key   key
	bound pull.Bound
}

// judge returns what the rules say of the document; equal documents are evaluated once.
func (e *Engine) judge(ctx context.Context, doc *pull.Document, k key) (*judgement, error) {
	kept, _ := e.judged.LoadOrStore(entry{k, doc.Bound}, &judgement{})
	j := kept.(*judgement)
	j.once.Do(func() { j.err = e.evaluate(ctx, doc, j) })
	return j, j.err
}

// evaluate asks the rules about the document.
func (e *Engine) evaluate(ctx context.Context, doc *pull.Document, into *judgement) error {
	names := occurring(doc)
	if len(names) == 0 && !e.custom {
		return nil // nothing is closed, and nothing is in doubt
	}
	compiler, err := e.compiler(names)
	if err != nil {
		return err
	}
	input, err := toTerm(reflect.ValueOf(doc))
	if err != nil {
		return fmt.Errorf("writing a document: %w", err)
	}
	if err = e.askBoth(ctx, compiler, doc, input, into); err == nil || e.plain == nil {
		return err
	}
	fault := Fault{What: err.Error()} // of the user's own: the built-in ones are judged without them
	into.closed, into.doubts, into.faults = nil, nil, nil
	err = e.plain.evaluate(ctx, doc, into)
	into.faults = append(into.faults, fault)
	return err
}

// askBoth asks what is closed and what is in doubt.
func (e *Engine) askBoth(
	ctx context.Context, compiler *ast.Compiler, doc *pull.Document, input *ast.Term,
	into *judgement,
) error {
	cache := topdown.NewVirtualCache()
	closed, err := e.ask(ctx, compiler, closedQuery, input, cache)
	if err != nil {
		return err
	}
	doubts, err := e.ask(ctx, compiler, doubtsQuery, input, cache)
	if err != nil {
		return err
	}
	into.closed = e.readAll(closed, doc, into)
	into.doubts = e.readAll(doubts, doc, into)
	return nil
}

// occurring names the closed gates and the doubts of a document.
func occurring(doc *pull.Document) []string {
	var names []string
	closed := func(gates []pull.DocGate) {
		for _, gate := range gates {
			if gate.State == pull.Closed {
				names = append(names, gate.Name)
			}
		}
	}
	closed(doc.Gates)
	for _, leg := range doc.Legs {
		closed(leg.Gates)
	}
	for _, doubt := range doc.Doubts {
		names = append(names, doubt.Name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// ask runs one query and returns the elements of the set that it yields, in its order.
func (e *Engine) ask(
	ctx context.Context, compiler *ast.Compiler, query ast.Body, input *ast.Term,
	cache topdown.VirtualCache,
) ([]*ast.Term, error) {
	var elements []*ast.Term
	err := topdown.NewQuery(query).WithCompiler(compiler).WithStore(nothing{}).
		WithTransaction(noTransaction{}).WithInput(input).WithVirtualCache(cache).
		WithStrictBuiltinErrors(true).
		Iter(ctx, func(result topdown.QueryResult) error {
			if set, ok := result["found"].Value.(ast.Set); ok {
				elements = set.Slice()
			}
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("evaluating the rules: %w", err)
	}
	return elements, nil
}
