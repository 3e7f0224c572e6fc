package cloudformation

// serverless makes of the serverless resources what the transform makes of them.
func (s *stack) serverless() {}
