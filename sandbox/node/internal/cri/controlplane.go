package cri

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"clusterline.io/sandbox/node/internal/egress"
)

// controlPlane are the images that run as processes of this binary, by image name.
var controlPlane = []string{"etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"}

func isControlPlane(image string) bool { return slices.Contains(controlPlane, imageName(image)) }

// commandsFor are the command lines of a control plane container; the first one is the container's own.
func (s *Server) commandsFor(c *container) ([][]string, error) {
	command := slices.Concat(c.config.Command, c.config.Args)
	if len(command) == 0 {
		return nil, fmt.Errorf("container %s has no command", c.name())
	}
	command[0] = filepath.Base(command[0])
	switch imageName(c.image) {
	case "etcd":
		// Only a crash of the machine itself could lose what is not synced, and the sandbox goes with it.
		return [][]string{append(command, "--unsafe-no-fsync")}, nil
	case "kube-apiserver":
		extra, err := s.egressArguments()
		return [][]string{append(command, extra...)}, err
	case "kube-controller-manager":
		return append([][]string{command}, s.standInControllers()...), nil
	default:
		return [][]string{command}, nil
	}
}

// standInControllers live and die with the controller-manager: exactly one set where real controllers run too.
func (s *Server) standInControllers() [][]string {
	if s.config.Kubeconfig == "" {
		return nil
	}
	return [][]string{{"kube", "controllers", "--kubeconfig", s.config.Kubeconfig, "--services", s.config.state(servicesFile),
		"--certificates", s.config.state(certificatesFolder)}}
}

// egressArguments make the API server dial kubelets, webhooks and aggregated APIs through the proxy, which is started
// with the first API server of this machine.
func (s *Server) egressArguments() ([]string, error) {
	if len(s.config.EgressAllow) == 0 {
		return nil, nil
	}
	if err := s.egress(); err != nil {
		return nil, fmt.Errorf("egress proxy: %w", err)
	}
	return []string{"--egress-selector-config-file=" + s.config.state(egress.SelectorFile)}, nil
}

func (s *Server) startEgress() error {
	listener, err := egress.Listen(s.config.EgressSocket)
	if err != nil {
		return err
	}
	services := egress.ServiceTable{File: s.config.state(servicesFile), Pods: s.config.state(podRangeFile)}
	go egress.Proxy{Allow: s.config.EgressAllow, Services: services}.Serve(listener) // ends with this process
	return os.WriteFile(s.config.state(egress.SelectorFile), egress.Selector(s.config.EgressSocket), 0o644)
}
