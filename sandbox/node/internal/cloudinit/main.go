package cloudinit

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"clusterline.io/sandbox/node/internal/guest"
	"clusterline.io/sandbox/node/internal/profile"
)

const usage = "usage: cloud-init status [--wait] [--long] [--format json|tabular] | init | modules --mode config|final | --version"

// Main is the program cloud-init in a host.
func Main(arguments []string) int {
	code, err := dispatch(arguments)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	return code
}

func dispatch(arguments []string) (int, error) {
	switch joined := strings.Join(arguments, " "); {
	case len(arguments) > 0 && arguments[0] == "status":
		return status("/", arguments[1:], os.Stdout)
	case joined == "init":
		return boot("init")
	case joined == "modules --mode config" || joined == "modules --mode=config":
		return boot("modules-config")
	case joined == "modules --mode final" || joined == "modules --mode=final":
		return boot("modules-final")
	case joined == "--version" || joined == "-v":
		fmt.Println("/usr/bin/cloud-init 24.4 (clusterline sandbox stand-in)")
		return 0, nil
	}
	return 2, fmt.Errorf("%s", usage)
}

// boot runs a stage in this host; only its init calls it.
func boot(name string) (int, error) {
	identity, err := guest.ReadIdentity(guest.IdentityPath)
	if err != nil {
		return 1, err
	}
	waits, err := profile.Load(profile.Path)
	if err != nil {
		return 1, err
	}
	prepared, closeLogs, err := prepare("/", name, identity, waits)
	if err != nil {
		return 1, err
	}
	defer closeLogs()
	if err := prepared.execute(); err != nil {
		return 1, err
	}
	return 0, nil
}

// prepare reads the user data and opens the logs.
func prepare(root, name string, identity guest.Identity, waits profile.Profile) (*stage, func(), error) {
	fresh := &stage{root: root, name: name, identity: identity, profile: waits}
	var err error
	if fresh.record, err = readRecord(root); err != nil {
		return nil, nil, err
	}
	source := "DataSourceEc2Local"
	fresh.record.Datasource = &source
	if fresh.data, err = parseUserData(identity.UserData); err != nil {
		fresh.data.unhandled = append(fresh.data.unhandled, err.Error())
	}
	if err := fresh.link(); err != nil {
		return nil, nil, err
	}
	output, err := openLog(filepath.Join(root, "var/log/cloud-init-output.log"))
	if err != nil {
		return nil, nil, err
	}
	events, err := openLog(filepath.Join(root, "var/log/cloud-init.log"))
	if err != nil {
		return nil, nil, err
	}
	fresh.output = output
	fresh.log = log.New(events, name+": ", log.LstdFlags|log.LUTC)
	return fresh, func() { output.Close(); events.Close() }, nil
}

// link keeps the user data where the original keeps it, readable by root only.
func (s *stage) link() error {
	directory := s.instanceDirectory()
	if err := os.MkdirAll(directory, 0o755); err != nil {
		return err
	}
	if err := replaceFile(filepath.Join(directory, "user-data.txt"), s.identity.UserData, 0o600); err != nil {
		return err
	}
	current := filepath.Join(s.root, "var/lib/cloud/instance")
	if err := os.RemoveAll(current); err != nil {
		return err
	}
	return os.Symlink(filepath.Join("/var/lib/cloud/instances", s.identity.InstanceID), current)
}

func openLog(path string) (*os.File, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	return os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o640)
}
