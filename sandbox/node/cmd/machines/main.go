// Machines is the sandbox's machine room: a daemon that makes VPCs, hosts and the gateway, and, under other names, the
// stand-in programs inside those hosts.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"clusterline.io/sandbox/node/internal/hostinit"
	"clusterline.io/sandbox/node/internal/standin"
)

const usage = "usage: machines run --aws http://127.0.0.1:PORT --dir DIRECTORY --latency FILE --control SOCKET [--kube FILE] [--debian DIRECTORY --debian-scripts DIRECTORY]"

func init() {
	runtime.LockOSThread() // the parent-death signal of our child follows the thread that forks it: the main one
}

func main() { os.Exit(dispatch(filepath.Base(os.Args[0]), os.Args[1:])) }

func dispatch(name string, arguments []string) int {
	if program, known := standin.Find(name); known {
		return program(arguments)
	}
	if len(arguments) == 0 {
		fmt.Fprintln(os.Stderr, usage)
		return exitUsage
	}
	stages := map[string]func([]string) error{
		"run": run, encloseStage: enclose, daemonStage: daemon,
		hostinit.EnterStage: func([]string) error { return hostinit.Enter() },
		hostinit.InitStage:  func([]string) error { return hostinit.Init() },
	}
	stage, known := stages[arguments[0]]
	if !known {
		fmt.Fprintln(os.Stderr, usage)
		return exitUsage
	}
	if err := stage(arguments[1:]); err != nil {
		return report(err)
	}
	return 0
}
