// Command cri is the container runtime of a sandbox machine. It is a binary of its own since it starts on every machine,
// and twice: in the binary that has all of Kubernetes in it, initialising the packages alone takes 0.2 s of a processor.
package main

import (
	"context"
	"flag"
	"fmt"
	"net/netip"
	"os"
	"strings"

	"clusterline.io/sandbox/node/internal/cri"
	"clusterline.io/sandbox/node/internal/egress"
	"clusterline.io/sandbox/node/internal/garbage"
	"clusterline.io/sandbox/node/internal/program"
)

func main() {
	garbage.Tune("cri")
	if len(os.Args) > 1 && os.Args[1] == "egress" {
		os.Args = os.Args[1:]
		program.Own("cri egress", runEgress)()
		return
	}
	program.Own("cri", runCRI)()
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
	if err := program.Parse(flags, arguments); err != nil {
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
	if err := program.Parse(flags, arguments); err != nil {
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
