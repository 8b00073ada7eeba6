package cgroup

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// Go initialises packages whose imports are ready in the order of their paths, this one before those of Kubernetes:
// a kubeadm that starts over here does not pay for these twice.
func init() {
	if !preflights(os.Args) {
		return
	}
	if err := ShowVersion2(); err != nil {
		fmt.Fprintln(os.Stderr, "sandbox: cannot show kubeadm a cgroup version 2 tree:", err)
		os.Exit(1)
	}
}

// preflights tells whether a command line is one of kubeadm's that check the machine.
func preflights(arguments []string) bool {
	name := filepath.Base(arguments[0])
	if name == "kube" && len(arguments) > 1 {
		arguments = arguments[1:]
		name = arguments[0]
	}
	checking := func(argument string) bool { return argument == "init" || argument == "join" || argument == "upgrade" }
	return name == "kubeadm" && slices.ContainsFunc(arguments[1:], checking)
}
