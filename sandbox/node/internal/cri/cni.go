package cri

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// calicoConf is the file that the container calico-node's pod writes; only its presence matters here.
const (
	calicoConf    = "10-calico.conflist"
	calicoContent = `{"name":"k8s-pod-network","cniVersion":"1.0.0","plugins":[{"type":"calico","note":"written by the sandbox"}]}`
)

// cniReady tells whether a CNI plugin is configured, by the same rule as containerd's.
func cniReady(dir string) bool {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return false // not there yet: no plugin
	}
	for _, entry := range entries {
		switch filepath.Ext(entry.Name()) {
		case ".conf", ".conflist", ".json":
			return true
		}
	}
	return false
}

// installsCNI tells whether this container brings the node's network: calico-node, not Calico's other parts.
func installsCNI(containerName, image string) bool {
	return containerName == "calico-node" || strings.HasSuffix(imageRepository(image), "calico/node")
}

func installCNI(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("CNI configuration: %w", err)
	}
	return writeFile(filepath.Join(dir, calicoConf), []byte(calicoContent))
}

// writeFile is atomic: a reader sees the old content or the new one.
func writeFile(path string, content []byte) error {
	temporary := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".new")
	if err := os.WriteFile(temporary, content, 0o644); err != nil {
		return err
	}
	return os.Rename(temporary, path)
}
