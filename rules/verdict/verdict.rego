# METADATA
# title: Verdict
# description: |
#   Composes what the rules say of one document: the pull fails exactly when a rule finds a
#   closed gate. Doubts never reach the verdict.
package verdict

# METADATA
# description: the faults, each with the rule that names it
closed contains object.union(element, {"rule": $"{family}/{name}"}) if {
	some family, name
	some element in data.rules[family][name].closed
}

# METADATA
# description: what may break a pull, each with the rule that names it
doubts contains object.union(element, {"rule": $"{family}/{name}"}) if {
	some family, name
	some element in data.rules[family][name].doubts
}

# METADATA
# description: the pull cannot work
default fails := false

fails if count(closed) > 0
