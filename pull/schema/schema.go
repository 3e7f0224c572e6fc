// Package schema holds the JSON schema of the documents that rules see.
package schema

import _ "embed" // the schema is a file, for tools and readers

// Pull is the JSON schema (draft 7) of a pull.Document.
//
//go:embed pull.json
var Pull []byte
