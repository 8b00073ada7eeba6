// Package guest is what a host is told about itself: the instance's identity and where things lie inside the host.
package guest

import (
	"encoding/json"
	"fmt"
	"os"
)

// Where things lie inside a host.
const (
	IdentityPath = "/run/sandbox/instance.json"
	Environment  = "/run/sandbox/environment" // what units need to know
	Sandbox      = "/opt/sandbox"
	Machines     = Sandbox + "/bin/machines"
	Kube         = Sandbox + "/bin/kube"
	CRI          = Sandbox + "/bin/cri"
	PackagesPath = Sandbox + "/etc/packages.json"
	FaultsPath   = Sandbox + "/etc/container-faults.json"
)

// A network probe's pod: the annotation with what its containers would meet, and how that reads when all is well.
const (
	ProbeAnswers = "sandbox.clusterline.io/network-probe-answers" // JSON: container → answer
	ProbeMet     = "as expected"
)

// Identity is the instance metadata that cloud-init would ask the metadata service for.
type Identity struct {
	InstanceID   string   `json:"instanceId"`
	Hostname     string   `json:"hostname"` // the private DNS name's first label
	Region       string   `json:"region"`
	Zone         string   `json:"zone"`
	PrivateIP    string   `json:"privateIp"`
	VPC          string   `json:"vpcCidr"`
	PublicKeys   []string `json:"publicKeys,omitempty"`
	Distribution string   `json:"distribution,omitempty"` // debian, else ubuntu
	Baked        bool     `json:"baked,omitempty"`        // its machine image holds a node's packages and images
	UserData     []byte   `json:"userData,omitempty"`     // may hold a private host key: readable by root only

	// MetadataHops is how far an answer of the metadata service may travel, as the instance had it at its start.
	MetadataHops int `json:"metadataHops,omitempty"`
}

// ReadIdentity reads it inside a host.
func ReadIdentity(path string) (Identity, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return Identity{}, fmt.Errorf("instance identity: %w", err)
	}
	var identity Identity
	if err := json.Unmarshal(content, &identity); err != nil {
		return Identity{}, fmt.Errorf("instance identity %s: not readable as JSON", path) // no content: it holds a key
	}
	return identity, nil
}

// Write stores it for root only.
func (i Identity) Write(path string) error {
	content, err := json.Marshal(i)
	if err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o600)
}
