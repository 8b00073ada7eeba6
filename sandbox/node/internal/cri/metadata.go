package cri

import (
	"fmt"
	"slices"
	"strings"

	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"

	"clusterline.io/sandbox/node/internal/guest"
)

// podHops is how far an answer of the instance metadata service must travel to reach a pod in a network of its own; one
// on the machine's network needs one hop, which no machine can be denied.
const podHops = 2

// reachesMetadata tells whether the pod gets instance metadata, and with it the credentials of the machine's role. A
// machine whose instance nobody described is taken for one that lets its pods have them.
func (s *Server) reachesMetadata(pod *v1.PodSandboxConfig) bool {
	if namespaceOptions(pod).GetNetwork() == v1.NamespaceMode_NODE {
		return true
	}
	identity, err := guest.ReadIdentity(s.config.Instance)
	return err != nil || identity.MetadataHops >= podHops
}

// withoutMetadata are the programs that need the metadata service, and what they say when it does not answer: by image
// name. The real ones with a region start and fail at their first call for want of credentials; these end at once, so
// that it is seen.
var withoutMetadata = map[string]func(*v1.ContainerConfig) string{
	"aws-load-balancer-controller": balancersWithoutMetadata,
	"aws-ebs-csi-driver":           volumesWithoutMetadata,
}

const noCredentials = "failed to refresh cached credentials, no EC2 IMDS role found, operation error ec2imds: GetMetadata, " +
	"canceled, context deadline exceeded"

func balancersWithoutMetadata(config *v1.ContainerConfig) string {
	arguments := slices.Concat(config.GetCommand(), config.GetArgs())
	for _, flag := range []string{"--aws-region", "--aws-vpc-id"} {
		if flagOf(arguments, flag) == "" {
			return fmt.Sprintf("unable to initialize AWS cloud: failed to introspect from EC2Metadata, specify %s instead if "+
				"EC2Metadata is unavailable", flag)
		}
	}
	return noCredentials
}

// volumesWithoutMetadata: on the nodes the driver takes what it must know from the node object, unless it is told not to.
func volumesWithoutMetadata(config *v1.ContainerConfig) string {
	arguments := slices.Concat(config.GetCommand(), config.GetArgs())
	if !slices.Contains(arguments, "node") {
		return noCredentials
	}
	sources := flagOf(arguments, "--metadata-sources")
	if sources == "" || slices.Contains(strings.Split(sources, ","), "kubernetes") {
		return ""
	}
	return fmt.Sprintf("Failed to initialize metadata when it is required: all specified --metadata-sources '[%s]' are unavailable", sources)
}
