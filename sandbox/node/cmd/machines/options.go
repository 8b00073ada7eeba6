package main

import (
	"flag"
	"fmt"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"clusterline.io/sandbox/node/internal/profile"
)

const (
	sshd          = "/usr/sbin/sshd"
	longestSocket = 107
)

// options are the flags of run; every stage gets them as they were given.
type options struct {
	aws, kube, directory, latency, control string
	debian, scripts                        string // both empty: light hosts
	key                                    string // from the environment: arguments are seen by everybody
}

func parse(arguments []string) (options, error) {
	var o options
	flags := flag.NewFlagSet("machines run", flag.ContinueOnError)
	flags.StringVar(&o.aws, "aws", "", "address of the AWS stand-in, http://127.0.0.1:PORT")
	flags.StringVar(&o.kube, "kube", "", "the node binary; without it the hosts' apt-get has no Kubernetes packages")
	flags.StringVar(&o.directory, "dir", "", "an existing empty directory: the mount point of what the daemon keeps in memory")
	flags.StringVar(&o.latency, "latency", "", "the latency profile, a JSON file")
	flags.StringVar(&o.debian, "debian", "", "what sandbox/debian/make.sh has made: hosts are real Debian machines")
	flags.StringVar(&o.scripts, "debian-scripts", "", "the folder sandbox/debian of the project, with --debian")
	flags.StringVar(&o.control, "control", "", "unix socket of the control API")
	if err := flags.Parse(arguments); err != nil {
		return o, problem{exitUsage, err.Error(), usage}
	}
	return o, o.complete()
}

// complete makes the paths absolute and refuses what cannot work, before anything is started.
func (o *options) complete() error {
	for name, value := range map[string]*string{"--dir": &o.directory, "--latency": &o.latency, "--control": &o.control, "--kube": &o.kube,
		"--debian": &o.debian, "--debian-scripts": &o.scripts} {
		if *value == "" {
			if name == "--kube" || strings.HasPrefix(name, "--debian") {
				continue
			}
			return problem{exitUsage, name + " is missing", usage}
		}
		absolute, err := filepath.Abs(*value)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		*value = absolute
	}
	if len(o.control) > longestSocket {
		return problem{exitUsage, fmt.Sprintf("--control %s is longer than %d characters", o.control, longestSocket), "give a shorter path: the kernel takes no longer one for a socket"}
	}
	if err := o.loopbackOnly(); err != nil {
		return err
	}
	return o.exist()
}

func (o *options) loopbackOnly() error {
	address, err := url.Parse(o.aws)
	if err == nil {
		if ip, bad := netip.ParseAddr(address.Hostname()); bad == nil && ip.IsLoopback() && address.Scheme == "http" {
			return nil
		}
	}
	return problem{exitUsage, fmt.Sprintf("--aws %q", o.aws), "give the AWS stand-in's loopback address, http://127.0.0.1:PORT"}
}

func (o *options) exist() error {
	if strings.ContainsAny(o.directory, `,:\`) {
		return problem{exitUsage, "--dir " + o.directory + " has a comma, colon or backslash", "give another one: overlay's options cannot name it"}
	}
	if info, err := os.Stat(o.directory); err != nil || !info.IsDir() {
		return problem{exitUsage, "--dir " + o.directory + " is not a directory", "make it first; it stays empty"}
	}
	if _, err := profile.Load(o.latency); err != nil {
		return problem{exitUsage, err.Error(), "give one of sandbox/latency/*.json"}
	}
	if o.kube != "" {
		if info, err := os.Stat(o.kube); err != nil || info.Mode()&0o111 == 0 {
			return problem{exitUsage, "--kube " + o.kube + " is not a program", "build it first: sandbox/node/build.sh"}
		}
	}
	return o.debianExists()
}

func (o *options) debianExists() error {
	if (o.debian == "") != (o.scripts == "") {
		return problem{exitUsage, "--debian and --debian-scripts belong together", usage}
	}
	for path, remedy := range map[string]string{filepath.Join(o.debian, "complete"): "`./clusterline setup all` makes it",
		filepath.Join(o.scripts, "machine.sh"): "name the project's sandbox/debian"} {
		if _, err := os.Stat(path); o.debian != "" && err != nil {
			return problem{exitUsage, path + " does not exist", remedy}
		}
	}
	return nil
}

// permitted checks what the machine must bring.
func permitted() error {
	if os.Geteuid() != 0 {
		return problem{exitNoPermit, "not root", "namespaces, overlays and virtual networks need root: run it with sudo"}
	}
	if _, err := os.Stat(sshd); err != nil {
		return problem{exitUnavailable, sshd + " is missing: the hosts run the machine's OpenSSH server", "apt-get install openssh-server"}
	}
	return nil
}
