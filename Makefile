# What contributors run. `make rule NAME=family/name` starts a new rule.

.PHONY: build test lint bench rule docs ci

build:
	go build -trimpath -o ecrlint ./cmd/ecrlint

test:
	go test ./...

lint:
	gofumpt -l -w .
	golangci-lint run

# CPU, wall time, peak memory and allocations of a small stack, a tree of 200 stacks and one of 300
# templates.
bench:
	go test ./lint -run '^$$' -bench . -benchmem -benchtime 3x -count 1 -timeout 20m

rule:
	@./scripts/rule "$(NAME)"

# Writes what is generated: goldens, the pages of the rules, docs/coverage.md, the examples in the
# README.
docs:
	go test ./report ./lint ./cmd/ecrlint ./policy ./diagnose -update

ci:
	./.ci/run
