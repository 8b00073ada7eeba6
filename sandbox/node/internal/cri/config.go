// Package cri is a CRI server without containers. The images of the control plane run as local processes (the
// programs are in the node binary); every other container runs in name only: it has a state, an address, a log
// and answers to its probes, and nothing behind them.
package cri

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"time"

	"clusterline.io/sandbox/node/internal/guest"
)

// Config says where a Server finds and puts things.
type Config struct {
	Kube             string         // the binary that has the control plane's programs
	Socket           string         // unix socket on which the kubelet and kubeadm ask
	StateDir         string         // what outlives a restart of the server: pod CIDR, images
	CNIDir           string         // the network counts as ready once a configuration lies here
	KubeletReadOnly  string         // host:port of the kubelet's read-only server, which knows the pods
	FaultsFile       string         // rules of package faults
	LatencyFile      string         // latency profile
	EgressAllow      []netip.Prefix // what the API server may dial; empty: it dials by itself
	EgressSocket     string         // unix socket of the egress proxy
	ContainerdConfig string         // containerd's configuration, which may switch CRI off
	Instance         string         // what the machine knows of its instance; not there: nothing
	Kubeconfig       string         // for the controllers that stand in for pretended containers; empty: none are started
}

// Defaults are the paths of a sandbox machine.
func Defaults() Config {
	return Config{
		Kube:             guest.Kube,
		Socket:           "/run/containerd/containerd.sock",
		StateDir:         "/var/lib/sandbox-cri",
		CNIDir:           "/etc/cni/net.d",
		KubeletReadOnly:  "127.0.0.1:10255",
		FaultsFile:       "/opt/sandbox/etc/container-faults.json",
		LatencyFile:      "/opt/sandbox/etc/latency.json",
		EgressSocket:     "/run/sandbox/egress.sock",
		ContainerdConfig: "/etc/containerd/config.toml",
		Instance:         guest.IdentityPath,
		Kubeconfig:       "/etc/kubernetes/admin.conf",
	}
}

// Files of the state directory that others read too.
const (
	podRangeFile = "pod-cidr"
	servicesFile = "services.json" // where Services lead, from the stand-in of kube-proxy to the egress proxy

	certificatesFolder = "certificates" // what webhooks serve with, from the stand-in of cert-manager's webhook
)

func (c Config) state(name string) string { return filepath.Join(c.StateDir, name) }

// latency is the part of a latency profile that containers know; a missing key is 0.
type latency struct {
	ImagePullSeconds      float64 `json:"imagePullSeconds"`
	ContainerStartSeconds float64 `json:"containerStartSeconds"`
}

func (l latency) imagePull() time.Duration { return seconds(l.ImagePullSeconds) }

func (l latency) containerStart() time.Duration { return seconds(l.ContainerStartSeconds) }

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// loadLatency reads the profile at each use, so that a changed profile holds at once.
func (c Config) loadLatency() (profile latency, err error) {
	content, err := os.ReadFile(c.LatencyFile)
	if errors.Is(err, fs.ErrNotExist) {
		return profile, nil
	}
	if err == nil {
		err = json.Unmarshal(content, &profile)
	}
	if err != nil {
		return profile, fmt.Errorf("latency profile %s: %w", c.LatencyFile, err)
	}
	return profile, nil
}
