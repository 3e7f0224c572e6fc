package diagnose

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/ecrlint/ecrlint/pull"
)

// saying is a fault in words.
type saying struct{ message, fix string }

// serviceNames name the services of calls.
var serviceNames = map[pull.CallKind]string{
	pull.Secrets:          "AWS Secrets Manager",
	pull.Parameters:       "AWS Systems Manager",
	pull.EnvironmentFiles: "Amazon S3",
	pull.Logs:             "Amazon CloudWatch Logs",
}

// effects say what comes of a call that fails.
var effects = map[pull.CallKind]string{
	pull.Secrets:          "the task cannot fetch its secret and does not start",
	pull.Parameters:       "the task cannot fetch its parameter and does not start",
	pull.EnvironmentFiles: "the task cannot fetch its environment file and does not start",
	pull.Logs:             "the container's log driver does not start, nor does the task",
}

// wordsOf says what a fault is and what mends it.
func wordsOf(call *pull.Call, fault *pull.Fault) saying {
	w := worder{call: call, fault: fault, gate: &fault.Gate, service: serviceNames[call.Kind]}
	said := w.ofWay()
	if !fault.OnWay {
		said = w.ofRole()
	}
	if said.message == "" {
		said.message = fmt.Sprintf("%s stops the call to %s (%s)",
			w.gate.By, w.service, strings.ReplaceAll(w.gate.Reason, "_", " "))
	}
	said.message += ", so " + effects[call.Kind]
	return said
}

// worder finds the words of one fault.
type worder struct {
	call    *pull.Call
	fault   *pull.Fault
	gate    *pull.Gate
	service string
}

// text is a fact of the gate as text: lists are joined.
func (w *worder) text(name string) string {
	switch value := w.gate.Detail[name].(type) {
	case string:
		return value
	case []string:
		if len(value) > 3 {
			return strings.Join(value[:3], ", ") + fmt.Sprintf(" and %d more", len(value)-3)
		}
		return strings.Join(value, ", ")
	case int:
		return fmt.Sprint(value)
	}
	return ""
}

// or is the fact, or other words where it is empty.
func (w *worder) or(name, other string) string {
	if text := w.text(name); text != "" {
		return text
	}
	return other
}

// ofWay are the words of a gate on the way.
func (w *worder) ofWay() saying {
	by, service := w.gate.By, w.call.Service
	subject := cmp.Or(w.call.Declared, w.call.Subject)
	subnet := w.fault.Subnet
	if subnet == "" {
		subnet = "the subnet"
	}
	switch w.gate.Name {
	case "exit":
		return w.exit(subnet)
	case "egress":
		return w.egress()
	case "ingress":
		return saying{
			fmt.Sprintf("%s does not admit the task (%s) on TCP 443, and %s is reached through it",
				w.or("group", by), w.or("puller_groups", "its security groups"), w.service),
			fmt.Sprintf("Let TCP 443 into %s from %s.", w.or("group", by),
				w.or("puller_groups", "the task's security groups")),
		}
	case "acl":
		return saying{
			fmt.Sprintf("The network ACL %s of %s drops TCP %s between the task and %s",
				by, w.or("subnet", subnet), w.or("ports", "443"), w.service),
			fmt.Sprintf("Allow TCP %s %s in %s.", w.or("ports", "443"), inOut[w.text("direction")], by),
		}
	case "public_ip":
		return saying{
			fmt.Sprintf("%s leads to the internet through %s, and the %s has no public address to "+
				"reach %s by", subnet, w.or("gateway", "an internet gateway"),
				w.or("interface", "task"), w.service),
			fmt.Sprintf("Give the %s a public address, or the VPC an endpoint for %s.",
				w.or("interface", "task"), service),
		}
	case "interfaces":
		return saying{
			fmt.Sprintf("The %s endpoint %s is in no subnet, so it has no address", service, by),
			fmt.Sprintf("Give %s the subnets of the tasks.", by),
		}
	case "endpoint_policy":
		return saying{
			fmt.Sprintf("The policy of the %s endpoint %s does not allow %s on %s", service, by,
				w.or("actions", "the call"), subject),
			fmt.Sprintf("Allow %s on %s in the policy of %s.", w.or("actions", "the call"), subject,
				by),
		}
	}
	return w.ofGateway(subnet)
}

// inOut say which way an entry of a network ACL is about.
var inOut = map[string]string{"egress": "out", "ingress": "in", "": "through"}

// ofGateway are the words of a gate at a gateway or of the VPC.
func (w *worder) ofGateway(subnet string) saying {
	by := w.gate.By
	switch w.gate.Name {
	case "dns":
		if w.gate.Reason == "refused_attributes" {
			return saying{
				fmt.Sprintf("%s switches off %s, so the private DNS of %s is refused", by,
					w.or("attributes", "DNS"), w.or("endpoint", "the endpoint")),
				fmt.Sprintf("Switch on DNS support and DNS host names in %s.", by),
			}
		}
		return saying{
			fmt.Sprintf("%s does not resolve the name of %s", by, w.service),
			"Let the VPC resolve names: DNS support on, port 53 open to name servers of your own.",
		}
	case "family":
		return saying{
			fmt.Sprintf("Only IPv6 leads out of %s, and %s answers over IPv4", subnet, w.service),
			"Give the subnet a way over IPv4, or an endpoint.",
		}
	case "attached":
		return saying{
			fmt.Sprintf("%s, the way of %s to %s, is not attached to its VPC", by, subnet, w.service),
			fmt.Sprintf("Attach %s to the VPC.", by),
		}
	case "nat":
		return saying{
			fmt.Sprintf("%s, the way of %s to %s, cannot reach the internet itself",
				w.or("gateway", by), subnet, w.service),
			"Put the NAT gateway into a subnet whose route table leads to an internet gateway.",
		}
	case "bpa":
		return saying{
			fmt.Sprintf("VPC Block Public Access (%s) stops the way of %s to %s", by, subnet, w.service),
			fmt.Sprintf("Exclude %s from %s, or use an endpoint.", subnet, by),
		}
	}
	return saying{}
}

// exit are the words of a call that no way leads out for.
func (w *worder) exit(subnet string) saying {
	service := w.call.Service
	if near := w.fault.Endpoint; near.ID != "" && near.Reason == "private_dns" {
		return saying{
			fmt.Sprintf("%s has no private DNS, so the name of %s does not lead to it, and %s has no "+
				"way to the internet", near.ID, w.service, subnet),
			fmt.Sprintf("Switch on private DNS for %s.", near.ID),
		}
	}
	switch w.gate.Reason {
	case "no_way":
		kind := "an interface endpoint with private DNS"
		if service == "s3" {
			kind = "a gateway endpoint on its route table"
		}
		return saying{
			fmt.Sprintf("%s has no way to %s: no %s endpoint serves it, and no route leads to the "+
				"internet", subnet, w.service, service),
			fmt.Sprintf("Give the VPC %s for %s, or the subnet a NAT gateway.", kind, service),
		}
	default:
		return saying{
			fmt.Sprintf("The route of %s to %s leads nowhere (%s)", subnet, w.service,
				w.or("target", strings.ReplaceAll(w.gate.Reason, "_", " "))),
			fmt.Sprintf("Lead the route to a NAT gateway, or give the VPC an endpoint for %s.", service),
		}
	}
}

// egress are the words of security groups that let nothing out to the service.
func (w *worder) egress() saying {
	to := w.or("endpoint", w.service)
	switch w.text("destination") {
	case "endpoint":
		to = "the " + w.call.Service + " endpoint " + w.or("endpoint", "of the VPC")
	case "s3":
		to = "Amazon S3"
	case "internet":
		to = w.service + " on the internet"
	}
	group := w.or("groups", w.gate.By)
	fix := fmt.Sprintf("Let TCP 443 out of %s to %s.", w.or("group", w.gate.By), to)
	if w.text("destination") == "s3" {
		fix = fmt.Sprintf("Let TCP 443 out of %s to the prefix list of Amazon S3.",
			w.or("group", w.gate.By))
	}
	return saying{fmt.Sprintf("%s lets no TCP 443 out to %s", group, to), fix}
}

// ofRole are the words of a gate that no placement decides.
func (w *worder) ofRole() saying {
	role := w.or("role", w.gate.By)
	subject := cmp.Or(w.call.Declared, w.call.Subject)
	switch w.gate.Name {
	case "role":
		if w.gate.Reason == "no_instance_profile" || w.gate.Reason == "profile_without_role" {
			return saying{
				fmt.Sprintf("%s has no role that could call %s", w.gate.By, w.service),
				"Give the container instances an instance profile with a role.",
			}
		}
		return saying{
			fmt.Sprintf("%s has no execution role, by which %s is called", w.gate.By, w.service),
			"Give the task definition an execution role.",
		}
	case "trust":
		return saying{
			fmt.Sprintf("%s does not let %s assume it", role, w.or("service", "the service")),
			fmt.Sprintf("Let %s assume %s in its trust policy.", w.or("service", "it"), role),
		}
	case "identity":
		verb := "is not allowed"
		if w.gate.Reason == "denied" {
			verb = "is denied"
		}
		action := w.or("actions", "the call")
		if w.call.Kind == pull.EnvironmentFiles {
			return saying{
				fmt.Sprintf("%s %s %s on %s", role, verb, action, subject),
				fmt.Sprintf("Allow s3:GetObject on %s and s3:GetBucketLocation on its bucket to %s.",
					subject, role),
			}
		}
		if strings.Contains(action, "kms:Decrypt") && !strings.Contains(action, ",") {
			return saying{
				fmt.Sprintf("%s %s kms:Decrypt with the key that encrypts %s", role, verb, subject),
				fmt.Sprintf("Allow kms:Decrypt on that key to %s.", role),
			}
		}
		return saying{
			fmt.Sprintf("%s %s %s on %s", role, verb, action, subject),
			fmt.Sprintf("Allow %s on %s to %s.", action, subject, role),
		}
	case "log_group":
		return saying{
			fmt.Sprintf("%s logs to the group %s, which is not declared here; %s is",
				w.gate.By, w.or("group", subject), w.or("near", "another one")),
			fmt.Sprintf("Name the log group %s, or set awslogs-create-group.",
				w.or("near", "that is declared")),
		}
	}
	return saying{}
}
