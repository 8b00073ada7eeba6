package machine

import (
	"os"
	"path/filepath"
	"strings"
)

// debianRelease takes the place of the image's etc/os-release, which is Ubuntu's. The packages of a host are Ubuntu's all
// the same: sandbox/debian has machines with Debian's own.
const debianRelease = `PRETTY_NAME="Debian GNU/Linux 13 (trixie) (sandbox stand-in)"
NAME="Debian GNU/Linux"
VERSION_ID="13"
VERSION="13 (trixie)"
VERSION_CODENAME=trixie
ID=debian
`

// distribution is what the instance's image is of, by its name, as os-release has it in ID.
func (i Instance) distribution() string {
	if strings.HasPrefix(i.ImageName, "debian-") {
		return "debian"
	}
	return "ubuntu"
}

// baked says that the instance's image holds what a node needs, by its name.
func (i Instance) baked() bool { return strings.HasPrefix(i.ImageName, "clusterline-baked-") }

func (d *Disk) writeRelease(distribution string) error {
	if distribution != "debian" {
		return nil
	}
	return os.WriteFile(filepath.Join(d.upper(), "etc/os-release"), []byte(debianRelease), 0o644)
}
