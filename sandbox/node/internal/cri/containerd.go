package cri

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
)

var (
	disabledPlugins = regexp.MustCompile(`(?m)^\s*disabled_plugins\s*=\s*\[([^\]]*)\]`)
	criPlugin       = regexp.MustCompile(`["'](cri|io\.containerd\.grpc\.v1\.cri)["']`)
)

// criDisabled tells whether containerd's configuration switches its CRI plugin off, as the packaged file does. A real
// containerd then runs and answers "unknown service" to the kubelet; whoever prepares the machine must have changed it.
func criDisabled(file string) (bool, error) {
	content, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("containerd's configuration: %w", err)
	}
	list := disabledPlugins.FindSubmatch(content)
	return list != nil && criPlugin.Match(list[1]), nil
}
