package diagnose

import "github.com/ecrlint/ecrlint/report"

// The causes that no configuration shows, in words.
const (
	unseenTag       = "whether the tag or digest exists in the repository"
	unseenTransit   = "what lies behind a transit gateway, a peering connection or a firewall"
	unseenResolver  = "rules of Route 53 Resolver and DNS Firewall that are kept elsewhere"
	unseenService   = "an outage of the service, or a subnet without free addresses"
	unseenOrg       = "policies of the organization (SCPs and RCPs) that are kept elsewhere"
	unseenDisk      = "how full the disk of the host is"
	unseenPlatform  = "for which platforms the image was built"
	unseenLimit     = "how many pulls the registry has counted"
	unseenSecret    = "whether the secret, parameter or key exists, and what its own policy says"
	unseenGroup     = "whether the log group exists"
	unseenObject    = "whether the file exists in the bucket, and what the bucket's own policy says"
	unseenRegistry  = "what the registry itself wants of its callers"
	unseenHand      = "what was changed by hand in the account, or is launched with other settings"
	unseenInstances = "what is on the machine image of the instances: agent, user data, disk"
)

// unseenFor lists the causes of a message that no configuration shows.
func unseenFor(m *report.Meaning) []string {
	switch m.Kind {
	case Connection, StartTimeout, Initialization, Unspecified:
		return connectionUnseen(m)
	case NameResolution:
		return []string{unseenResolver, unseenTransit, unseenHand}
	case AccessDenied:
		return deniedUnseen(m)
	case NoCredentials:
		if m.Call == Fetch || m.Call == Credentials {
			return []string{unseenRegistry, unseenSecret}
		}
		return []string{unseenOrg, unseenInstances, unseenHand}
	case NotFound:
		return absentUnseen(m)
	case RateLimited:
		return []string{unseenLimit}
	case Platform, ImageFormat:
		return []string{unseenPlatform, "whether the push of the image was complete"}
	case ServerError:
		return []string{unseenService}
	case DiskFull:
		return []string{unseenDisk, "how large the image is"}
	case NoInstances:
		return []string{unseenInstances, unseenTransit, unseenHand}
	case RoleNotAssumable, RoleMissing:
		return []string{unseenOrg, unseenHand}
	default:
		return []string{}
	}
}

func connectionUnseen(m *report.Meaning) []string {
	list := []string{unseenTransit, unseenResolver, unseenService, unseenHand}
	if m.Kind == Unspecified {
		list = append([]string{unseenTag, unseenPlatform, unseenOrg}, list...)
	}
	if m.Kind == Initialization {
		list = append(list, unseenOrg)
	}
	switch m.Call {
	case Secrets, Parameters, Credentials:
		list = append(list, unseenSecret)
	case Logs:
		list = append(list, unseenGroup)
	}
	return list
}

func deniedUnseen(m *report.Meaning) []string {
	list := []string{unseenOrg, unseenHand}
	switch m.Call {
	case Manifest:
		return append([]string{unseenTag}, list...)
	case Fetch:
		return []string{unseenRegistry, unseenTag}
	case Secrets, Parameters, Credentials:
		return append(list, unseenSecret)
	case EnvironmentFiles:
		return append(list, unseenObject)
	}
	return list
}

func absentUnseen(m *report.Meaning) []string {
	switch m.Call {
	case Secrets, Parameters, Credentials:
		return []string{unseenSecret, unseenHand}
	case EnvironmentFiles:
		return []string{unseenObject, unseenHand}
	case Logs:
		return []string{unseenGroup, unseenHand}
	}
	return []string{unseenTag, unseenHand}
}
