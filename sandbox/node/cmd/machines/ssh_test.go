//go:build root

package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"clusterline.io/sandbox/node/internal/machine"
)

// keys are a key pair in the forms that user data and the client need.
type keys struct {
	private string // OpenSSH, PEM
	public  string // authorized_keys
	signer  ssh.Signer
}

func newKeys(t *testing.T) keys {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	block, err := ssh.MarshalPrivateKey(private, "")
	must(t, err)
	signer, err := ssh.NewSignerFromKey(private)
	must(t, err)
	return keys{string(pem.EncodeToMemory(block)), strings.TrimSpace(string(ssh.MarshalAuthorizedKey(signer.PublicKey()))), signer}
}

// userData is what the product sends: a name, the host's key, the user's key, and what the test adds.
func userData(name string, host, user keys, further string) string {
	return fmt.Sprintf("#cloud-config\nhostname: %s\nmanage_etc_hosts: true\nssh_deletekeys: true\nssh_keys:\n  ed25519_private: |\n    %s\n  ed25519_public: %s\nssh_authorized_keys:\n- %s\n%s",
		name, strings.ReplaceAll(strings.TrimSpace(host.private), "\n", "\n    "), host.public, user.public, further)
}

// dial logs in as the default user, with the host key pinned; the gateway may need a moment to open the port of a machine that just became ready.
func dial(t *testing.T, public string, host, user keys) *ssh.Client {
	t.Helper()
	var client *ssh.Client
	eventually(t, "logged in at "+public, func() (bool, string) {
		var err error
		client, err = login(public, "ubuntu", host, user)
		return err == nil, fmt.Sprint(err)
	})
	t.Cleanup(func() { client.Close() })
	return client
}

func login(public, name string, host, user keys) (*ssh.Client, error) {
	return ssh.Dial("tcp", public+":22", &ssh.ClientConfig{User: name, Auth: []ssh.AuthMethod{ssh.PublicKeys(user.signer)},
		HostKeyCallback: ssh.FixedHostKey(host.signer.PublicKey()), Timeout: 10 * time.Second})
}

// remote returns the output of both streams and the exit code.
func remote(t *testing.T, client *ssh.Client, command string) (string, int) {
	t.Helper()
	session, err := client.NewSession()
	must(t, err)
	defer session.Close()
	output, err := session.CombinedOutput(command)
	var exit *ssh.ExitError
	if errors.As(err, &exit) {
		return strings.TrimSpace(string(output)), exit.ExitStatus()
	}
	must(t, err)
	return strings.TrimSpace(string(output)), 0
}

func expect(t *testing.T, client *ssh.Client, command, wanted string, code int) {
	t.Helper()
	output, got := remote(t, client, command)
	if got != code || !strings.Contains(output, wanted) {
		t.Errorf("%s\n  ended with %d and said %q\n  wanted %d and %q", command, got, output, code, wanted)
	}
}

func TestGivenAnImageOfDebianWhenItsMachineBootsThenItsUserAloneMayLogIn(t *testing.T) {
	host, user := newKeys(t), newKeys(t)
	debian := instance("i-1", "vpc-1", "a", "10.0.1.10", "127.1.207.10", userData("alpha", host, user, ""))
	debian.ImageName = "debian-13-amd64-20261013-2636"
	sandbox := start(t, newAWS(t, world(debian)).URL, noLatency)
	sandbox.await("i-1", machine.Ready)

	var client *ssh.Client
	eventually(t, "logged in", func() (bool, string) {
		var err error
		client, err = login("127.1.207.10", "admin", host, user)
		return err == nil, fmt.Sprint(err)
	})
	defer client.Close()
	expect(t, client, ". /etc/os-release && echo $ID $VERSION_CODENAME && sudo id -un", "debian trixie\nroot", 0)
	if _, err := login("127.1.207.10", "ubuntu", host, user); err == nil || !strings.Contains(err.Error(), "unable to authenticate") {
		t.Errorf("the user ubuntu: %v", err)
	}
}
