// Package startup makes the many short and the many small processes of this binary cheap. Go initialises packages whose
// imports are ready in the order of their paths: so what is here happens before almost everything of Kubernetes.
package startup

import (
	"os"
	"runtime/debug"

	"k8s.io/kubectl/pkg/util/i18n"
)

// The packages of kubectl translate their texts when they are initialised, also in a kubelet: that costs 30 ms and 4 MB.
func init() {
	if err := i18n.SetLoadTranslationsFunc(func() error { return nil }); err != nil {
		panic(err) // loaded already: this package no longer comes first
	}
}

// garbage is how much the heap may grow before it is collected, in percent. Many kubelets share one machine, so they
// are kept small; the API server lives through one great burst of work, in which collecting costs more than memory.
var garbage = map[string]int{
	"kube-apiserver": 200,
	"kubelet":        100,
	"cri":            50,
	"controllers":    50,
}

// apiServerLimit is the memory from which on the API server collects more eagerly than that.
const apiServerLimit = 384 << 20

// Tune sets the garbage collector for a program, unless the environment does.
func Tune(program string) {
	if percent, ok := garbage[program]; ok && os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
	if program == "kube-apiserver" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(apiServerLimit)
	}
}
