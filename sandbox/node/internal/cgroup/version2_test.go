package cgroup

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

const asKubeadm = "TEST_AS_KUBEADM"

func TestMain(m *testing.M) {
	if os.Getenv(asKubeadm) == "" {
		os.Exit(m.Run())
	}
	if err := ShowVersion2(); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("complete:", complete(), "freezer:", freezer())
}

// freezer looks for the freezer as kubeadm's preflight does.
func freezer() bool {
	directory, err := os.MkdirTemp(root, "freezer-test")
	if err != nil {
		return false
	}
	defer os.Remove(directory)
	_, err = os.Stat(directory + "/cgroup.freeze")
	return err == nil
}

func TestGivenAnyMachineWhenKubeadmLooksThenItSeesVersion2WithEveryControllerAndTheMachineDoesNotChange(t *testing.T) {
	before := kindOf(t)
	// a user namespace, as the sandbox's hosts have it: mounts cannot leave it
	identity := []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
	kubeadm := exec.Command(os.Args[0])
	kubeadm.Env = append(os.Environ(), asKubeadm+"=1")
	kubeadm.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS, UidMappings: identity, GidMappings: identity, Pdeathsig: syscall.SIGKILL}
	output, err := kubeadm.CombinedOutput()
	if err != nil && strings.Contains(err.Error(), "operation not permitted") {
		t.Skip("this machine allows no user namespaces:", err)
	}
	if err != nil || strings.TrimSpace(string(output)) != "complete: true freezer: true" {
		t.Errorf("%v\n%s", err, output)
	}
	if after := kindOf(t); after != before {
		t.Errorf("%s was of kind %x, is of kind %x", root, before, after)
	}
}

func kindOf(t *testing.T) int64 {
	t.Helper()
	var found unix.Statfs_t
	if err := unix.Statfs(root, &found); err != nil {
		t.Fatal(err)
	}
	return int64(found.Type)
}

func TestGivenAHostThatMayMakeNoGroupsWhenKubeadmStartsOverThenItsVerificationWarns(t *testing.T) {
	for line, wanted := range map[string]string{
		"kubeadm init --config x":         "kubeadm init --config x --ignore-preflight-errors=SystemVerification",
		"kubeadm init phase upload-certs": "kubeadm init phase upload-certs",
	} {
		if got := strings.Join(withoutVerification(strings.Fields(line), false), " "); got != wanted {
			t.Errorf("%s: got %s", line, got)
		}
		if got := strings.Join(withoutVerification(strings.Fields(line), true), " "); got != line {
			t.Errorf("%s: got %s", line, got)
		}
	}
}
