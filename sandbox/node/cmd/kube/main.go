// Command kube is one binary of many names: the real Kubernetes programs, and beside them what lets them run on a
// sandbox machine. The program is chosen by the name under which it is called, or by the first argument.
package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"go.etcd.io/etcd/server/v3/etcdmain"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	kubectl "k8s.io/kubectl/pkg/cmd"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllermanager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	kubeadm "k8s.io/kubernetes/cmd/kubeadm/app"
	kubeadmerrors "k8s.io/kubernetes/cmd/kubeadm/app/util/errors"

	_ "clusterline.io/sandbox/node/internal/cgroup" // what kubeadm's preflight sees
	"clusterline.io/sandbox/node/internal/garbage"
	"clusterline.io/sandbox/node/internal/program"
	_ "clusterline.io/sandbox/node/internal/startup"
)

const usageError = 64

// programs run with os.Args as their own command line. One that returns has succeeded.
var programs = map[string]func(){
	"etcd":                    func() { etcdmain.Main(os.Args) },
	"kube-apiserver":          command(apiserver.NewAPIServerCommand),
	"kube-controller-manager": command(controllermanager.NewControllerManagerCommand),
	"kube-scheduler":          command(func() *cobra.Command { return scheduler.NewSchedulerCommand() }),
	"kubelet":                 runKubelet,
	"kubectl":                 command(kubectl.NewDefaultKubectlCommand),
	"kubeadm":                 func() { kubeadmerrors.HandleError(kubeadm.Run()) }, // Run itself does not print its error

	"controllers":          program.Own("kube controllers", runControllers),
	"write-kubelet-dropin": program.Own("kube write-kubelet-dropin", writeKubeletDropIn),
}

func main() {
	name := filepath.Base(os.Args[0])
	if _, known := programs[name]; !known && len(os.Args) > 1 {
		os.Args = os.Args[1:]
		name = os.Args[0]
	}
	run, known := programs[name]
	if !known {
		usage(name)
	}
	garbage.Tune(name)
	run()
}

func usage(name string) {
	names := slices.Sorted(maps.Keys(programs))
	fmt.Fprintf(os.Stderr, "kube: %q is none of its programs\nusage: kube PROGRAM [ARGUMENT...]\nprograms: %s\n", name, strings.Join(names, ", "))
	os.Exit(usageError)
}

func command(make func() *cobra.Command) func() {
	return func() { os.Exit(cli.Run(make())) }
}
