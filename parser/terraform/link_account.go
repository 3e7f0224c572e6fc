package terraform

import (
	"slices"

	"github.com/ecrlint/ecrlint/parser"
)

// whose says in which account something is, as far as a configuration does: across roots.
type whose struct {
	account     string // empty where nothing pins it
	credentials string // as of providerState
	// allowed and forbidden are accounts that it is among, and not among.
	allowed, forbidden []string
}

// whose returns in which account a provider configuration makes things.
func (ev *evaluator) whose(p *providerState) whose {
	known := func(ids []string) []string {
		list := make([]string, 0, len(ids))
		for _, id := range ids {
			if id = ev.origins.Expand(id); !parser.Holed(id) {
				list = append(list, id)
			}
		}
		return list
	}
	w := whose{credentials: p.credentials, forbidden: known(p.forbidden)}
	if account := ev.origins.Expand(p.account); !parser.Holed(account) {
		w.account = account
		w.allowed = []string{account}
	} else if list := known(p.allowed); len(list) == len(p.allowed) {
		w.allowed = list
	}
	return w
}

// same reports whether two things are in one account. Where nothing pins the accounts, they are in
// the one of the shell if both log in alike.
func (w *whose) same(other *whose) truth {
	switch {
	case w.account != "" && w.account == other.account:
		return yes
	case w.excludes(other), other.excludes(w):
		return no
	case w.credentials != other.credentials:
		return undecided
	}
	return yes
}

// excludes reports whether it cannot be in any account that the other may be in.
func (w *whose) excludes(other *whose) bool {
	return len(other.allowed) > 0 && !slices.ContainsFunc(other.allowed, func(id string) bool {
		return !slices.Contains(w.forbidden, id) &&
			(len(w.allowed) == 0 || slices.Contains(w.allowed, id))
	})
}
