package machine

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"clusterline.io/sandbox/node/internal/vpc"
)

// Debian says what hosts are booted from that are real Debian machines; see sandbox/debian.
type Debian struct {
	Home    string // what make.sh has made
	Scripts string // where machine.sh and serve.py are
}

// debianLogin is the user of the images that the AWS stand-in lists.
const debianLogin = "ubuntu"

const (
	debianBootLimit = 2 * time.Minute
	debianProbe     = 100 * time.Millisecond
)

// debianCard names the VPC's end of a machine's cable as systemd-nspawn does.
func debianCard(number int) string { return fmt.Sprintf("vb-h%d", number) }

// launchDebian boots the host; it is ready once its sshd answers. Its disk lies in the host's folder, so it outlives a stop.
func (h *Host) launchDebian() error {
	command, err := h.debianCommand()
	if err != nil {
		return err
	}
	console, err := os.OpenFile(h.console(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o640)
	if err != nil {
		return err
	}
	defer console.Close()
	command.Stdout, command.Stderr = console, console
	if err := h.boot.network.Start(command); err != nil {
		return fmt.Errorf("boot a Debian machine: %w", err)
	}
	first, ended := &process{Process: command.Process}, make(chan struct{})
	h.mu.Lock()
	h.first, h.ended = first, ended
	h.mu.Unlock()
	go func() {
		defer close(ended)
		_ = command.Wait() // its console says more
		h.hasEnded(first, nil)
	}()
	go h.awaitSSH(ended)
	return nil
}

func (h *Host) debianCommand() (*exec.Cmd, error) {
	folder, card := h.settings.host(h.instance.ID), h.boot.card
	disk, userData := filepath.Join(folder, "disk"), filepath.Join(folder, "user-data")
	if err := errors.Join(os.MkdirAll(disk, 0o755), os.WriteFile(userData, h.boot.userData, 0o600)); err != nil {
		return nil, err
	}
	bridge, err := h.boot.network.Bridge(card.SubnetID)
	if err != nil {
		return nil, err
	}
	debian := h.settings.Debian
	command := exec.Command(filepath.Join(debian.Scripts, "machine.sh"), debian.Home, fmt.Sprintf("h%d", h.number), card.PrivateIP.String(), userData)
	command.Dir = "/"
	command.Env = append(os.Environ(),
		fmt.Sprintf("CLUSTERLINE_DEBIAN_NETWORK=%s %s %d %s", bridge, vpc.Router(card.Subnet), card.Subnet.Bits(), h.boot.network.CIDR()),
		"CLUSTERLINE_DEBIAN_FOLDER="+disk,
		"CLUSTERLINE_DEBIAN_SHARED="+h.settings.Shared(),
		"CLUSTERLINE_DEBIAN_LOGIN="+debianLogin,
		"CLUSTERLINE_DEBIAN_INSTANCE="+h.instance.ID)
	return command, nil
}

// awaitSSH asks from the VPC's router until the greeting of sshd comes.
func (h *Host) awaitSSH(ended <-chan struct{}) {
	at := netip.AddrPortFrom(h.boot.card.PrivateIP, 22)
	for deadline := time.Now().Add(debianBootLimit); time.Now().Before(deadline); {
		if h.greets(at) {
			h.set(Ready, nil)
			return
		}
		select {
		case <-ended:
			return
		case <-time.After(debianProbe):
		}
	}
	h.kill()
	h.set(Failed, fmt.Errorf("no sshd answered within %s; the end of its console: %q", debianBootLimit, h.consoleEnd()))
}

func (h *Host) greets(at netip.AddrPort) bool {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	connection, err := h.boot.network.Dial(ctx, at)
	if err != nil {
		return false
	}
	defer connection.Close()
	_ = connection.SetDeadline(time.Now().Add(time.Second)) // of a TCP connection
	line, err := bufio.NewReader(connection).ReadString('\n')
	return err == nil && strings.HasPrefix(line, "SSH-")
}

// serveDebian starts the package repositories in a VPC; they end with the daemon or with stop.
func serveDebian(network *vpc.Network, settings Settings, id string) (stop func(), err error) {
	log, err := os.Create(filepath.Join(settings.Directory, "serve-"+id+".log"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	command := exec.Command("python3", filepath.Join(settings.Debian.Scripts, "serve.py"), settings.Debian.Home, "0.0.0.0")
	command.Stdout, command.Stderr = log, log
	if err := network.Start(command); err != nil {
		return nil, fmt.Errorf("package repositories of VPC %s: %w", id, err)
	}
	return func() {
		_ = command.Process.Kill() // it may have ended
		_ = command.Wait()
	}, nil
}
