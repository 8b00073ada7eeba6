package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/netip"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"clusterline.io/sandbox/node/files"
	"clusterline.io/sandbox/node/internal/controllers"
	"clusterline.io/sandbox/node/internal/cri"
	"clusterline.io/sandbox/node/internal/egress"
)

// own runs one of the sandbox's own programs until it ends or is asked to.
func own(run func(ctx context.Context, arguments []string) error) func() {
	return func() {
		ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
		defer cancel()
		err := run(ctx, os.Args[1:])
		if errors.Is(err, flag.ErrHelp) {
			os.Exit(usageError)
		}
		if err != nil {
			fmt.Fprintf(os.Stderr, "kube %s: %v\n", os.Args[0], err)
			os.Exit(1)
		}
	}
}

func parse(flags *flag.FlagSet, arguments []string) error {
	if err := flags.Parse(arguments); err != nil {
		return flag.ErrHelp // printed already
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	return nil
}

func runCRI(ctx context.Context, arguments []string) error {
	config := cri.Defaults()
	flags := flag.NewFlagSet("cri", flag.ContinueOnError)
	flags.StringVar(&config.Socket, "socket", config.Socket, "unix `path` to answer on")
	flags.StringVar(&config.StateDir, "state-dir", config.StateDir, "`directory` of what outlives a restart")
	flags.StringVar(&config.CNIDir, "cni-dir", config.CNIDir, "`directory` that holds a file once the network is ready")
	flags.StringVar(&config.KubeletReadOnly, "kubelet-read-only", config.KubeletReadOnly, "`address` of the kubelet's read-only port")
	flags.StringVar(&config.FaultsFile, "faults", config.FaultsFile, "`file` of container faults")
	flags.StringVar(&config.LatencyFile, "latency", config.LatencyFile, "`file` of the latency profile")
	flags.StringVar(&config.EgressSocket, "egress-socket", config.EgressSocket, "unix `path` of the egress proxy")
	flags.StringVar(&config.ContainerdConfig, "containerd-config", config.ContainerdConfig, "`file` that may disable CRI, as for containerd")
	flags.StringVar(&config.Kubeconfig, "controllers-kubeconfig", config.Kubeconfig, "`file` for the stand-in controllers; empty: start none")
	allow := flags.String("egress-allow", "", "comma separated `CIDRs` that the API server may dial; empty: no proxy")
	if err := parse(flags, arguments); err != nil {
		return err
	}
	var err error
	if config.EgressAllow, err = prefixes(*allow); err != nil {
		return fmt.Errorf("--egress-allow: %w", err)
	}
	server, err := cri.New(config)
	if err != nil {
		return err
	}
	return server.Serve(ctx)
}

func runEgress(ctx context.Context, arguments []string) error {
	flags := flag.NewFlagSet("egress", flag.ContinueOnError)
	socket := flags.String("socket", cri.Defaults().EgressSocket, "unix `path` to answer on")
	allow := flags.String("allow", "", "comma separated `CIDRs` that may be dialled")
	if err := parse(flags, arguments); err != nil {
		return err
	}
	allowed, err := prefixes(*allow)
	if err != nil {
		return fmt.Errorf("--allow: %w", err)
	}
	listener, err := egress.Listen(*socket)
	if err != nil {
		return err
	}
	defer context.AfterFunc(ctx, func() { listener.Close() })()
	return egress.Proxy{Allow: allowed}.Serve(listener)
}

func runControllers(ctx context.Context, arguments []string) error {
	flags := flag.NewFlagSet("controllers", flag.ContinueOnError)
	kubeconfig := flags.String("kubeconfig", cri.Defaults().Kubeconfig, "`file` with the cluster's address and credentials")
	if err := parse(flags, arguments); err != nil {
		return err
	}
	return controllers.Run(ctx, *kubeconfig)
}

func writeKubeletDropIn(_ context.Context, arguments []string) error {
	if len(arguments) != 1 {
		return fmt.Errorf("usage: kube %s DIRECTORY", filepath.Base(os.Args[0]))
	}
	return files.WriteKubeletDropIn(arguments[0])
}

// prefixes reads comma separated CIDRs; of nothing it makes none.
func prefixes(list string) (all []netip.Prefix, err error) {
	for _, text := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' }) {
		prefix, err := netip.ParsePrefix(strings.TrimSpace(text))
		if err != nil {
			return nil, fmt.Errorf("%q is not a CIDR such as 10.0.0.0/16: %w", text, err)
		}
		all = append(all, prefix)
	}
	return all, nil
}
