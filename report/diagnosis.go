package report

// Diagnosis is what a message of Amazon ECS, AWS Batch or AWS Step Functions means, and what in a
// configuration explains it.
type Diagnosis struct {
	Version string
	Meaning Meaning
	// Causes are the rules about faults that give such a message, likeliest first.
	Causes []Rule
	// Report is what was found in the configuration; nil where none was asked for.
	Report *Report
	// Explanations are the findings that explain the message, likeliest first.
	Explanations []Explanation
	// Open are the pulls and calls whose verdict is unknown and that may be the ones that failed;
	// only filled where no error explains the message.
	Open []OpenPull
	// Calls counts the calls to the service of the message that the configuration makes, for
	// messages about what is no pull; -1 for messages about pulls.
	Calls int
}

// Meaning is what a message means, whatever the configuration.
type Meaning struct {
	// Message is the text that was read, unwrapped from the JSON around it.
	Message string `json:"message"`
	// Kind says what went wrong: one of the kinds of package diagnose ("connection",
	// "access_denied", ...).
	Kind string `json:"kind"`
	// Call is the call that failed: a leg of a pull (authorize, manifest, layers, fetch,
	// credentials) or secrets, parameters, environment_files, logs; empty where the message does
	// not tell.
	Call string `json:"call"`
	// Summary says in a sentence what failed, Hop at which hop that is and how one can tell.
	Summary string `json:"summary"`
	Hop     string `json:"hop"`
	Facts   Facts  `json:"facts"`
	// Rules are the ids of the rules about faults that give such a message, likeliest first.
	Rules []string `json:"rules"`
	// Unseen are the causes of such a message that no configuration shows.
	Unseen []string `json:"unseen"`
	// See is the page of AWS's documentation about it.
	See string `json:"see"`
}

// Facts are what a message names; what it does not name is empty.
type Facts struct {
	Image      string `json:"image,omitempty"`
	Registry   string `json:"registry,omitempty"` // host of the registry
	Account    string `json:"account,omitempty"`  // of the registry
	Region     string `json:"region,omitempty"`
	Repository string `json:"repository,omitempty"`
	// Host is the name that was called, Address what it led to, AddressKind "private", "public",
	// "s3" (one of Amazon S3's) or "odd" (public, and none of Amazon's).
	Host        string `json:"host,omitempty"`
	Address     string `json:"address,omitempty"`
	AddressKind string `json:"address_kind,omitempty"`
	// Role is the ARN or name of the role that called, or that was to be assumed.
	Role string `json:"role,omitempty"`
	// Action and Resource are what was denied, Policy the kind of policy that AWS blames:
	// identity, resource, endpoint, boundary or organization; Denied says that a statement denies.
	Action   string `json:"action,omitempty"`
	Resource string `json:"resource,omitempty"`
	Policy   string `json:"policy,omitempty"`
	Denied   bool   `json:"explicit_deny,omitempty"`
	Secret   string `json:"secret,omitempty"` // ARN or name of a secret or parameter
	LogGroup string `json:"log_group,omitempty"`
	// Container, Service and Launch are what the JSON around the message names.
	Container string `json:"container,omitempty"`
	Service   string `json:"service,omitempty"`
	Launch    string `json:"launch,omitempty"`
}

// Explanation is a finding that explains a message.
type Explanation struct {
	// Finding is its fingerprint.
	Finding string `json:"finding"`
	// Why says why it fits the message.
	Why string `json:"why"`
}

// OpenPull is a pull, or a call beside it, whose verdict is unknown.
type OpenPull struct {
	PullRef
	// Call is the call that is unknown where it is no pull.
	Call     string    `json:"call,omitempty"`
	Unknowns []Missing `json:"unknowns"`
}
