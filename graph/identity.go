package graph

import "github.com/ecrlint/ecrlint/parser"

// Policy is a JSON policy document as text. The text may hold tokens; iam reads them as holes.
type Policy struct {
	// Text is the document; References are written out as their shapes (ARNs with tokens for
	// what is not known).
	Text Value[string]
	// Name says which document it is, for messages.
	Name string
	// Maybe is set when it is not known whether the policy is attached.
	Maybe *parser.Origin
	Site  Site
}

// Role is an IAM role.
type Role struct {
	Node
	Name    Value[string] // may hold tokens (name_prefix)
	ARN     string        // arn:PARTITION:iam::ACCOUNT:role/PATH/NAME; may hold tokens
	Account string
	Trust   Policy
	// Policies are the identity policies in view: inline and attached.
	Policies []Policy
	// Unresolved: attachments whose document cannot be seen (an ARN that is not known, a policy
	// of a name that is not in the table), or that may attach to this role. When there is
	// one, the role may be allowed more, and denied more, than Policies say.
	Unresolved []*parser.Origin
	// Boundary is the permissions boundary; not Given when there is none.
	Boundary Policy
	// Attachments are the resources that write the role's policies, for iam/race.
	Attachments []Attachment
}

// Attachment is a resource that gives a role a policy.
type Attachment struct {
	Resource *parser.Resource
	Policy   Policy
}

// InstanceProfile is an instance profile.
type InstanceProfile struct {
	Node
	Name Value[string]
	Role Link[Role]
}

// Repository is an ECR private repository.
type Repository struct {
	Node
	Name    Value[string] // may hold tokens
	Region  string        // may be a token
	Account string        // may be a token
	ARN     string
	// Policies are the repository policies attached to it (0 or 1 in AWS).
	Policies  []Policy
	Lifecycle []Policy
	Mutable   Value[string]
	// Read says that it is read by a data source: it exists already, its policy is not in view.
	Read bool
	// Imported says that an import block adopts it: it exists already.
	Imported bool
	// LostPolicies: repository policies in view that may belong to this repository.
	LostPolicies []*parser.Origin
}

// RegistryPolicy is a registry policy (aws_ecr_registry_policy).
type RegistryPolicy struct {
	Node
	Policy Policy
	// V1 says that aws_ecr_account_setting sets the policy scope to V1.
	V1 Value[bool]
}

// CacheRule is a pull-through cache rule.
type CacheRule struct {
	Node
	Prefix     Value[string] // ecr_repository_prefix; ROOT stands for every repository
	Upstream   Value[string]
	Credential Value[string]
}

// CreationTemplate is a repository creation template.
type CreationTemplate struct {
	Node
	Prefix     Value[string]
	AppliedFor List[Value[string]]
	Policy     Policy
	// CustomRole is the role by which ECR makes the repositories, where they need one.
	CustomRole Value[string]
}

// Secret is a Secrets Manager secret.
type Secret struct {
	Node
	Name   Value[string]
	ARN    string
	KMSKey Value[string] // not given: the AWS-managed key
	// Key is the key that KMSKey names, as far as it is declared here.
	Key Link[Key]
	// Policies are the resource policies attached to it (0 or 1 in AWS).
	Policies []Policy
	// LostPolicies: resource policies in view that may belong to this secret.
	LostPolicies []*parser.Origin
}

// Key is a key of AWS KMS.
type Key struct {
	Node
	ARN string
	// Policy is the key policy. Not given: that of AWS, which leaves it to IAM's policies.
	// https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
	Policy Policy

	aliases []string
}

// Detector is a GuardDuty detector with its features in one region.
type Detector struct {
	Node
	// FargateAgent says that runtime monitoring manages the agent on Fargate.
	FargateAgent Value[bool]

	enabled Value[bool]
}
