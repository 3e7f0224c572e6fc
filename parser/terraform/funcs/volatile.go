package funcs

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// volatile is a function whose result is another at each run.
func volatile(name string, spec function.Spec) func(env Env) function.Function {
	return func(env Env) function.Function { return newEachRun(env, name, spec) }
}

func newEachRun(env Env, name string, spec function.Spec) function.Function {
	spec.Type = function.StaticReturnType(cty.String)
	spec.RefineResult = notNull
	spec.Impl = func(_ []cty.Value, ty cty.Type) (cty.Value, error) {
		return env.unknown(ty, name+"()", "is known only when Terraform runs"), nil
	}
	return function.New(&spec)
}

func readTimestamp(index int, s string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, function.NewArgErrorf(index, "not a valid RFC3339 timestamp: %s", err)
	}
	return t, nil
}

// timeCompare tells which of two timestamps is the earlier.
var timeCompare = onTexts(cty.Number, []string{"timestamp_a", "timestamp_b"},
	func(texts []string) (cty.Value, error) {
		a, err := readTimestamp(0, texts[0])
		if err != nil {
			return cty.NilVal, err
		}
		b, err := readTimestamp(1, texts[1])
		if err != nil {
			return cty.NilVal, err
		}
		return cty.NumberIntVal(int64(a.Compare(b))), nil
	})

// uuidV5 is the UUID of a name in a namespace.
var uuidV5 = onTexts(cty.String, []string{"namespace", "name"},
	func(texts []string) (cty.Value, error) {
		var space uuid.UUID
		switch texts[0] {
		case "dns":
			space = uuid.NameSpaceDNS
		case "url":
			space = uuid.NameSpaceURL
		case "oid":
			space = uuid.NameSpaceOID
		case "x500":
			space = uuid.NameSpaceX500
		default:
			var err error
			if space, err = uuid.Parse(texts[0]); err != nil {
				return cty.NilVal, function.NewArgErrorf(
					0, "uuidv5() doesn't support namespace %s: %s", texts[0], err)
			}
		}
		return cty.StringVal(uuid.NewSHA1(space, []byte(texts[1])).String()), nil
	})

// rsaDecrypt decrypts a text. A key in OpenSSH's own format gives an unknown text.
func rsaDecrypt(env Env) function.Function {
	return onTexts(cty.String, []string{"ciphertext", "privatekey"},
		func(texts []string) (cty.Value, error) { return decrypt(env, texts[0], texts[1]) })
}

func decrypt(env Env, ciphertext, keyText string) (cty.Value, error) {
	data, err := base64.StdEncoding.DecodeString(ciphertext)
	if err != nil {
		return cty.NilVal, function.NewArgErrorf(
			0, "failed to decode input %q: cipher text must be base64-encoded", ciphertext)
	}
	block, _ := pem.Decode([]byte(keyText))
	if block == nil {
		return cty.NilVal, function.NewArgErrorf(1, "no key found")
	}
	if block.Type == "OPENSSH PRIVATE KEY" {
		return env.unknown(cty.String, "rsadecrypt()", "has a key in OpenSSH's format"), nil
	}
	key, err := privateKey(block.Bytes)
	if err != nil {
		return cty.NilVal, function.NewArgError(1, err)
	}
	plain, err := rsa.DecryptPKCS1v15(nil, key, data) //nolint:staticcheck // what Terraform does
	if err != nil {
		return cty.NilVal, fmt.Errorf("failed to decrypt: %w", err)
	}
	return cty.StringVal(string(plain)), nil
}

func privateKey(data []byte) (*rsa.PrivateKey, error) {
	if key, err := x509.ParsePKCS1PrivateKey(data); err == nil {
		return key, nil
	}
	parsed, err := x509.ParsePKCS8PrivateKey(data)
	if err != nil {
		return nil, err
	}
	key, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return nil, errors.New("invalid private key: must be an RSA private key")
	}
	return key, nil
}
