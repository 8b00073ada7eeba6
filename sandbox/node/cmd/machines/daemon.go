package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"clusterline.io/sandbox/node/internal/control"
	"clusterline.io/sandbox/node/internal/guest"
	"clusterline.io/sandbox/node/internal/hostinit"
	"clusterline.io/sandbox/node/internal/machine"
	"clusterline.io/sandbox/node/internal/packages"
	"clusterline.io/sandbox/node/internal/profile"
)

const (
	firstAnswerLimit = 60 * time.Second
	faultVariable    = "CLUSTERLINE_SANDBOX_TEST_FAULT" // read by nobody but the tests of harmlessness
	keyVariable      = "CLUSTERLINE_SANDBOX_KEY"        // of the AWS stand-in, which lets nobody in without it
)

// daemon makes the AWS stand-in's machines until it is told to end.
func daemon(arguments []string) error {
	unix.CloseOnExec(controlFD)
	chosen, err := parse(arguments)
	if err != nil {
		return err
	}
	chosen.key = os.Getenv(keyVariable)
	if err := os.Unsetenv(keyVariable); err != nil { // no child needs it
		return err
	}
	settings, err := prepare(chosen)
	if err != nil {
		return err
	}
	if err := os.Chdir(settings.Directory); err != nil { // where the hosts' first processes begin
		return err
	}
	fleet := machine.NewFleet(settings)
	listener, err := net.FileListener(os.NewFile(controlFD, "control"))
	if err != nil {
		return fmt.Errorf("control socket: %w", err)
	}
	failed := make(chan error, 2)
	go func() {
		failed <- control.New(fleet, settings.FaultsPath(), settings.Directory).Serve(listener)
	}()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	go func() { failed <- follow(ctx, chosen, fleet, settings.Log) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		return nil // with the first process everything ends
	}
}

func prepare(chosen options) (machine.Settings, error) {
	waits, err := profile.Load(chosen.latency)
	if err != nil {
		return machine.Settings{}, err
	}
	settings := machine.Settings{Directory: chosen.directory, BootSeconds: waits.BootSeconds,
		Fault: hostinit.Fault(os.Getenv(faultVariable)), Log: log.New(os.Stderr, "machines: ", log.LstdFlags|log.LUTC|log.Lmicroseconds)}
	settings.Users = usersOf(settings)
	if chosen.debian != "" {
		settings.Debian = &machine.Debian{Home: chosen.debian, Scripts: chosen.scripts}
	}
	version, err := kubernetesVersion(chosen.kube)
	if err != nil {
		return machine.Settings{}, err
	}
	if err := settings.Share(chosen.latency, packages.Offer{KubernetesVersion: version}); err != nil {
		return machine.Settings{}, err
	}
	return settings, bindNodeBinaries(chosen.kube, filepath.Join(settings.Shared(), "bin"))
}

// usersOf are ids of the hosts' own, or where the machine cannot give them such, its own numbers.
func usersOf(settings machine.Settings) *machine.Users {
	if settings.Fault == hostinit.NoUsers {
		return machine.SameUsers()
	}
	users, err := machine.OwnUsers()
	if err != nil {
		settings.Log.Printf("the hosts' users have the numbers of this machine's: %v", err)
		return machine.SameUsers()
	}
	return users
}

// bindNodeBinaries shows kube, and the container runtime that was built beside it, to the hosts without copying their 200 MB.
func bindNodeBinaries(kube, target string) error {
	if kube == "" {
		return nil
	}
	runtime := filepath.Join(filepath.Dir(kube), filepath.Base(guest.CRI))
	return errors.Join(bind(kube, filepath.Join(target, filepath.Base(guest.Kube))),
		bind(runtime, filepath.Join(target, filepath.Base(guest.CRI))))
}

func bind(binary, target string) error {
	if err := os.WriteFile(target, nil, 0o755); err != nil {
		return err
	}
	if err := unix.Mount(binary, target, "", unix.MS_BIND, ""); err != nil {
		return fmt.Errorf("show %s to the hosts: %w (sandbox/node/build.sh builds it)", binary, err)
	}
	return nil
}

// kubernetesVersion asks the node binary which version it is: the hosts' apt-get offers that one.
func kubernetesVersion(kube string) (string, error) {
	if kube == "" {
		return "", nil
	}
	output, err := exec.Command(kube, "kubelet", "--version").CombinedOutput()
	version := strings.TrimPrefix(strings.TrimSpace(string(output)), "Kubernetes ")
	if err != nil || !strings.HasPrefix(version, "v1.") {
		return "", problem{exitFailed, fmt.Sprintf("%s kubelet --version says %q (%v)", kube, version, err), "give the node binary that sandbox/node/build.sh builds"}
	}
	return version, nil
}

// follow waits for the AWS stand-in's first answer, says so, and then lets it lead.
func follow(ctx context.Context, chosen options, fleet *machine.Fleet, log *log.Logger) error {
	source := machine.NewSource(chosen.aws, chosen.key)
	first, cancel := context.WithTimeout(ctx, firstAnswerLimit)
	defer cancel()
	world, err := source.First(first)
	if err != nil {
		return problem{exitUnavailable, fmt.Sprintf("no answer from --aws %s within %s (%v)", chosen.aws, firstAnswerLimit, err), "start the AWS stand-in first"}
	}
	fleet.Accept(world)
	if err := json.NewEncoder(os.Stdout).Encode(map[string]any{"ready": true, "control": chosen.control}); err != nil {
		return fmt.Errorf("say that we are ready: %w", err)
	}
	source.Follow(ctx, world.Revision, fleet.Accept, func(err error) { log.Print(err) })
	return nil
}
