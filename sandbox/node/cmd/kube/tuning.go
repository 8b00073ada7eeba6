package main

import (
	"os"
	"runtime/debug"
)

// garbage is how much the heap may grow before it is collected, in percent. Many kubelets share one machine, so they
// are kept small; the API server lives through one great burst of work, in which collecting costs more than memory.
var garbage = map[string]int{
	"kube-apiserver": 200,
	"kubelet":        100,
	"cri":            50,
	"controllers":    50,
}

func tune(program string) {
	if percent, ok := garbage[program]; ok && os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}
