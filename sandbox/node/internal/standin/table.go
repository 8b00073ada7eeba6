// Package standin holds the small programs of a sandbox host that stand in for the originals, by the name under which
// they are called. MACHINES.md lists them; a test compares that list with this table.
package standin

import (
	"fmt"
	"os"

	"clusterline.io/sandbox/node/internal/cloudinit"
	"clusterline.io/sandbox/node/internal/packages"
)

// Program is a stand-in: what it is called, where it lies, what it does.
type Program struct {
	Path string // in the host
	Main func(arguments []string) int
}

// Programs are the stand-ins that every host has from the start.
var Programs = map[string]Program{
	"apt-get":     {"/usr/bin/apt-get", packages.AptGet},
	"apt":         {"/usr/bin/apt", packages.AptGet},
	"apt-mark":    {"/usr/bin/apt-mark", packages.AptMark},
	"dpkg":        {"/usr/bin/dpkg", packages.Dpkg},
	"dpkg-query":  {"/usr/bin/dpkg-query", packages.DpkgQuery},
	"cloud-init":  {"/usr/bin/cloud-init", cloudinit.Main},
	"systemctl":   {"/usr/bin/systemctl", systemctl},
	"journalctl":  {"/usr/bin/journalctl", journalctl},
	"hostnamectl": {"/usr/bin/hostnamectl", hostnamectl},
	"timedatectl": {"/usr/bin/timedatectl", timedatectl},
	"modprobe":    {"/usr/sbin/modprobe", modprobe},
	"lsmod":       {"/usr/sbin/lsmod", lsmod},
	"sudo":        {"/usr/bin/sudo", sudo},
	"curl":        {"/usr/local/bin/curl", curl},
}

// Installed are the stand-ins that come with a package. All but crictl exist to be found, and say so when they are run.
var Installed = []string{"conntrack", "socat", "ebtables", "ethtool", "iptables", "iptables-save", "iptables-restore",
	"ipset", "ipvsadm", "crictl", "ctr", "runc"}

// Find returns the program of that name.
func Find(name string) (func([]string) int, bool) {
	if program, known := Programs[name]; known {
		return program.Main, true
	}
	for _, installed := range Installed {
		if installed == name {
			if name == "crictl" {
				return crictl, true
			}
			return func(arguments []string) int { return onlyFound(name, arguments) }, true
		}
	}
	return nil, false
}

// onlyFound answers --version; anything else would be pretence.
func onlyFound(name string, arguments []string) int {
	if len(arguments) == 1 && (arguments[0] == "--version" || arguments[0] == "-V" || arguments[0] == "version") {
		fmt.Printf("%s (clusterline sandbox stand-in)\n", name)
		return 0
	}
	fmt.Fprintf(os.Stderr, "%s: this sandbox host has no real %s: containers and packet filters are only pretended here\n", name, name)
	return 1
}
