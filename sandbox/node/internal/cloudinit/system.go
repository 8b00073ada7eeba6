package cloudinit

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// names returns the host's short and full name.
func (s *stage) names() (short, full string) {
	short, full = s.config().Hostname, s.config().FQDN
	if short == "" && full != "" {
		short, _, _ = strings.Cut(full, ".")
	}
	if short == "" {
		short = s.identity.Hostname
	}
	if host, _, dotted := strings.Cut(short, "."); dotted {
		if full == "" {
			full = short
		}
		short = host
	}
	if full == "" {
		full = short
	}
	return short, full
}

func (s *stage) setHostname() error {
	if s.config().PreserveHostname {
		return nil
	}
	short, _ := s.names()
	if err := s.writeFile("etc/hostname", short+"\n", 0o644); err != nil {
		return err
	}
	if s.root != "/" {
		return nil // only a host's own init may name it
	}
	return unix.Sethostname([]byte(short))
}

// updateEtcHosts follows manage_etc_hosts: true writes the file anew, "localhost" only the host's own line.
func (s *stage) updateEtcHosts() error {
	mode := s.config().ManageEtcHosts.Value
	short, full := s.names()
	own := "127.0.1.1 " + full + " " + short + "\n"
	if full == short {
		own = "127.0.1.1 " + short + "\n"
	}
	switch mode {
	case "", "false", "no":
		return nil
	case "true", "yes", "template":
		return s.writeFile("etc/hosts", hostsTemplate(own), 0o644)
	case "localhost":
		content, err := os.ReadFile(filepath.Join(s.root, "etc/hosts"))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if strings.Contains("\n"+string(content), "\n"+own) {
			return nil // from an earlier boot
		}
		return s.writeFile("etc/hosts", own+string(content), 0o644)
	}
	return fmt.Errorf("manage_etc_hosts %q: give true, false or localhost", mode)
}

func hostsTemplate(own string) string {
	return "# Your system has configured 'manage_etc_hosts' as True.\n" + own +
		"127.0.0.1 localhost\n\n# The following lines are desirable for IPv6 capable hosts\n" +
		"::1 localhost ip6-localhost ip6-loopback\nff02::1 ip6-allnodes\nff02::2 ip6-allrouters\n"
}

func (s *stage) setTimezone() error {
	zone := s.config().Timezone
	if zone == "" {
		return nil
	}
	return SetTimezone(s.root, zone)
}

// SetTimezone makes /etc/localtime and /etc/timezone tell that zone; timedatectl does the same.
func SetTimezone(root, zone string) error {
	data := filepath.Join("/usr/share/zoneinfo", filepath.Clean("/"+zone))
	if _, err := os.Stat(filepath.Join(root, data)); err != nil {
		if zone != "UTC" && zone != "Etc/UTC" { // minimal machines have no zone files; UTC needs none
			return fmt.Errorf("timezone %q: Invalid timezone, no file found at %s", zone, data)
		}
	}
	local := filepath.Join(root, "etc/localtime")
	if err := os.Remove(local); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Symlink(data, local); err != nil {
		return err
	}
	return replaceFile(filepath.Join(root, "etc/timezone"), []byte(zone+"\n"), 0o644)
}
