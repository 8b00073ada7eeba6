// Package garbage sets how eagerly each program of the sandbox collects its garbage.
package garbage

import (
	"os"
	"runtime/debug"
)

// growth is how much the heap may grow before it is collected, in percent. A cluster lives here through one great burst
// of work on few processors, in which collecting costs more than memory: the fifteen hosts of the largest one stay
// below 3 GB with these.
var growth = map[string]int{
	"kube-apiserver":          400,
	"kube-controller-manager": 400,
	"kube-scheduler":          400,
	"etcd":                    400,
	"kubelet":                 400,
	"cri":                     200,
	"controllers":             200,
}

// apiServerLimit is the memory from which on the API server collects more eagerly than that.
const apiServerLimit = 768 << 20

// Tune sets the garbage collector for a program, unless the environment does.
func Tune(program string) {
	if percent, ok := growth[program]; ok && os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
	if program == "kube-apiserver" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(apiServerLimit)
	}
}
