package machine

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"

	"clusterline.io/sandbox/node/files"
	"clusterline.io/sandbox/node/internal/hostinit"
	"clusterline.io/sandbox/node/internal/packages"
)

// Settings are the same for every host.
type Settings struct {
	Directory   string // on the daemon's own tmpfs
	BootSeconds float64
	Users       *Users
	Fault       hostinit.Fault // tests only
	Debian      *Debian        // nil: light hosts
	Log         *log.Logger
}

// Shared is what every host sees as /opt/sandbox.
func (s Settings) Shared() string { return filepath.Join(s.Directory, "shared") }

func (s Settings) host(id string) string { return filepath.Join(s.Directory, "hosts", id) }

// cardName is the VPC's end of a host's cable.
func (s Settings) cardName(number int) string {
	if s.Debian != nil {
		return debianCard(number)
	}
	return fmt.Sprintf("host%d", number)
}

// inside names a disk and what is shared as a host's first process finds them: below the working directory that it has
// from the daemon.
func (s Settings) inside(disk *Disk) (root, shared string, err error) {
	root, err = filepath.Rel(s.Directory, disk.Root())
	if err != nil {
		return "", "", err
	}
	shared, err = filepath.Rel(s.Directory, s.Shared())
	return root, shared, err
}

// FaultsPath is the containers' faults, which all hosts read.
func (s Settings) FaultsPath() string {
	return filepath.Join(s.Shared(), "etc", "container-faults.json")
}

// Share prepares what every host sees as /opt/sandbox: this program, the latency profile, the faults, the offer.
func (s Settings) Share(latencyPath string, offer packages.Offer) error {
	for _, directory := range []string{"bin", "etc"} {
		if err := os.MkdirAll(filepath.Join(s.Shared(), directory), 0o755); err != nil {
			return err
		}
	}
	if err := files.WriteKubeletDropIn(filepath.Join(s.Shared(), "etc", "kubelet.conf.d")); err != nil {
		return fmt.Errorf("the kubelets' drop-in: %w", err)
	}
	latency, err := os.ReadFile(latencyPath)
	if err != nil {
		return fmt.Errorf("--latency: %w", err)
	}
	offered, err := json.Marshal(offer)
	if err != nil {
		return err
	}
	contents := map[string][]byte{"etc/latency.json": latency, "etc/container-faults.json": []byte("[]\n"), "etc/packages.json": offered}
	for name, content := range contents {
		if err := os.WriteFile(filepath.Join(s.Shared(), name), content, 0o644); err != nil {
			return err
		}
	}
	for name, mode := range map[string]os.FileMode{"machines": 0o755, "sudo": os.ModeSetuid | 0o755} {
		path, err := CopySelf(filepath.Join(s.Shared(), "bin", name), mode)
		if err != nil {
			return err
		}
		if err := s.Users.own(path, mode); err != nil {
			return err
		}
	}
	return nil
}

// CopySelf copies this program and returns where to; sudo must be a file of its own for its setuid bit.
func CopySelf(path string, mode os.FileMode) (string, error) {
	source, err := os.Open("/proc/self/exe")
	if err != nil {
		return "", err
	}
	defer source.Close()
	target, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o755)
	if err != nil {
		return "", err
	}
	_, err = io.Copy(target, source)
	if err = errors.Join(err, target.Close()); err != nil {
		return "", err
	}
	return path, os.Chmod(path, mode)
}
