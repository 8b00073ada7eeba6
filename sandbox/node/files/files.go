// Package files holds the files that a sandbox machine needs beside the binaries.
package files

import (
	"embed"
	"os"
	"path/filepath"
)

const kubeletDropIn = "kubelet.conf.d/10-sandbox.conf"

//go:embed kubelet.conf.d
var content embed.FS

// WriteKubeletDropIn puts the kubelet's drop-in configuration into a directory for --config-dir.
func WriteKubeletDropIn(dir string) error {
	file, err := content.ReadFile(kubeletDropIn)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, filepath.Base(kubeletDropIn)), file, 0o644)
}
