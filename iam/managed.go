package iam

import (
	"bytes"
	"compress/flate"
	_ "embed" // the policies are data beside the code
	"io"
	"strconv"
	"strings"
	"sync"
)

//go:generate go run ./internal/gen PACKAGE

// managedIndex lists every AWS-managed policy, a line each: path and name, and for those that
// have statements about image pulls the block that holds their document. Lines that start with
// # say where the data comes from, lines that start with @ where in managedBlocks a block ends.
//
//go:embed managed.txt
var managedIndex string

// managedBlocks holds the blocks, each compressed on its own so that one policy costs one block.
//
//go:embed managed.bin
var managedBlocks []byte

// managedNone is the document of a policy that allows and denies nothing that a pull needs.
const managedNone = `{"Version":"2012-10-17","Statement":[]}`

// managedPrefix is what follows the partition in the ARN of an AWS-managed policy.
const managedPrefix = ":iam::aws:policy/"

// Managed returns the document of an AWS-managed policy by its ARN, in any partition, reduced to
// what can touch an image pull or the start of a task: the actions of Amazon ECR, reading a secret
// or a parameter, decrypting with a key, getting an S3 object, writing logs, assuming a role. A
// policy that has nothing of the sort has no statements. It is not ok for a name that AWS did not
// have when the data was taken.
func Managed(arn string) (document string, ok bool) {
	prefix, path, found := strings.Cut(arn, managedPrefix)
	if !found || !strings.HasPrefix(prefix, "arn:") || strings.Contains(prefix[4:], ":") {
		return "", false
	}
	line, ok := managedLine("\n" + path)
	if !ok {
		return "", false
	}
	_, number, _ := strings.Cut(line, " ")
	if number == "" {
		return managedNone, true
	}
	block, err := strconv.Atoi(number)
	if err != nil {
		return "", false
	}
	return inBlock(block, path)
}

// ManagedARN returns the ARN, in the partition aws, of the AWS-managed policy of a name.
func ManagedARN(name string) (arn string, ok bool) {
	if strings.ContainsAny(name, "/\n ") {
		return "", false
	}
	line, ok := managedLine("/" + name)
	if !ok {
		if line, ok = managedLine("\n" + name); !ok {
			return "", false
		}
	}
	path, _, _ := strings.Cut(line, " ")
	return "arn:aws" + managedPrefix + path, true
}

// managedLine returns the line of the index that holds the text before its end or a space.
func managedLine(text string) (string, bool) {
	if len(text) < 2 || strings.ContainsAny(text[1:], "\n @#") {
		return "", false
	}
	for _, end := range []string{"\n", " "} {
		at := strings.Index(managedIndex, text+end)
		if at < 0 {
			continue
		}
		start := strings.LastIndexByte(managedIndex[:at+1], '\n') + 1
		rest := managedIndex[start:]
		return rest[:strings.IndexByte(rest, '\n')], true
	}
	return "", false
}

// managed holds the blocks that were used.
var managed struct {
	sync.Mutex
	ends   []int
	blocks map[int]string
}

// inBlock finds a document in a block: lines of path, space, document.
func inBlock(number int, path string) (string, bool) {
	managed.Lock()
	defer managed.Unlock()
	if managed.ends == nil {
		managed.ends = blockEnds()
		managed.blocks = map[int]string{}
	}
	text, ok := managed.blocks[number]
	if !ok {
		if number < 0 || number+1 >= len(managed.ends) {
			return "", false
		}
		part := managedBlocks[managed.ends[number]:managed.ends[number+1]]
		data, err := io.ReadAll(flate.NewReader(bytes.NewReader(part)))
		if err != nil {
			return "", false
		}
		text = string(data)
		managed.blocks[number] = text
	}
	_, rest, ok := strings.Cut(text, "\n"+path+" ")
	document, _, _ := strings.Cut(rest, "\n")
	return document, ok
}

// blockEnds reads the lines with @; the first block starts at 0.
func blockEnds() []int {
	ends := []int{0}
	for line := range strings.SplitSeq(managedIndex, "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		number, found := strings.CutPrefix(line, "@")
		if !found {
			break
		}
		end, err := strconv.Atoi(number)
		if err != nil || end < ends[len(ends)-1] || end > len(managedBlocks) {
			break
		}
		ends = append(ends, end)
	}
	return ends
}
