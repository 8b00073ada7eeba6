package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"clusterline.io/sandbox/node/files"
	"clusterline.io/sandbox/node/internal/controllers"
	"clusterline.io/sandbox/node/internal/program"
)

// adminKubeconfig is where kubeadm puts it.
const adminKubeconfig = "/etc/kubernetes/admin.conf"

func runControllers(ctx context.Context, arguments []string) error {
	flags := flag.NewFlagSet("controllers", flag.ContinueOnError)
	kubeconfig := flags.String("kubeconfig", adminKubeconfig, "`file` with the cluster's address and credentials")
	services := flags.String("services", "", "`file` to write where Services lead; empty: none is written")
	certificates := flags.String("certificates", "", "`directory` for the certificates that webhooks serve with; empty: none are written")
	if err := program.Parse(flags, arguments); err != nil {
		return err
	}
	return controllers.Run(ctx, *kubeconfig, controllers.Files{Services: *services, Certificates: *certificates})
}

func writeKubeletDropIn(_ context.Context, arguments []string) error {
	if len(arguments) != 1 {
		return fmt.Errorf("usage: kube %s DIRECTORY", filepath.Base(os.Args[0]))
	}
	return files.WriteKubeletDropIn(arguments[0])
}
