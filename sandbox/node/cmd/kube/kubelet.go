package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"k8s.io/component-base/cli"
	kubelet "k8s.io/kubernetes/cmd/kubelet/app"

	"clusterline.io/sandbox/node/internal/servingcert"
)

const kubeletPKI = "/var/lib/kubelet/pki" // the kubelet's default --cert-dir

// runKubelet gives it a serving certificate first, unless it only tells its version or is not configured yet.
func runKubelet() {
	if configured(os.Args) {
		if err := servingcert.Provide(kubeletPKI, time.Now()); err != nil {
			fmt.Fprintln(os.Stderr, "sandbox: cannot provide the kubelet's serving certificate:", err)
			os.Exit(1)
		}
	}
	os.Exit(cli.Run(kubelet.NewKubeletCommand(context.Background())))
}

func configured(arguments []string) bool {
	const flag = "--config="
	at := slices.IndexFunc(arguments, func(argument string) bool { return strings.HasPrefix(argument, flag) })
	if at < 0 {
		return false
	}
	_, err := os.Stat(strings.TrimPrefix(arguments[at], flag))
	return err == nil
}
