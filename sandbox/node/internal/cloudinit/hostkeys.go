package cloudinit

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/crypto/ssh"
)

// hostKeys writes the keys that user data delivers; without any it generates an ed25519 one (the original makes an RSA
// and an ECDSA key besides).
func (s *stage) hostKeys() error {
	if keep := s.config().SSHDeleteKeys; keep == nil || *keep {
		if err := removeAll(filepath.Join(s.root, "etc/ssh/ssh_host_*key*")); err != nil {
			return err
		}
	}
	if len(s.config().SSHKeys) == 0 {
		return s.generateHostKey()
	}
	for name, key := range s.config().SSHKeys {
		kind, half, found := strings.Cut(name, "_")
		if !found || (half != "private" && half != "public") || !strings.Contains("rsa ecdsa ed25519", kind) {
			return fmt.Errorf("ssh_keys.%s: give rsa, ecdsa or ed25519 with _private or _public", name)
		}
		if err := s.writeHostKey(kind, half, key); err != nil {
			return err
		}
	}
	return nil
}

func (s *stage) writeHostKey(kind, half, key string) error {
	if half == "public" {
		return s.writeFile("etc/ssh/ssh_host_"+kind+"_key.pub", strings.TrimSpace(key)+"\n", 0o644)
	}
	if _, err := ssh.ParsePrivateKey([]byte(key)); err != nil {
		return fmt.Errorf("ssh_keys.%s_private: not a private key that sshd can read: give the OpenSSH form", kind)
	}
	return s.writeFile("etc/ssh/ssh_host_"+kind+"_key", strings.TrimSpace(key)+"\n", 0o600)
}

func (s *stage) generateHostKey() error {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	block, err := ssh.MarshalPrivateKey(private, "root@"+s.identity.Hostname)
	if err != nil {
		return err
	}
	if err := s.writeHostKey("ed25519", "private", string(pem.EncodeToMemory(block))); err != nil {
		return err
	}
	authorized, err := ssh.NewPublicKey(public)
	if err != nil {
		return err
	}
	return s.writeHostKey("ed25519", "public", string(ssh.MarshalAuthorizedKey(authorized)))
}

func removeAll(pattern string) error {
	paths, err := filepath.Glob(pattern)
	if err != nil {
		return err
	}
	for _, path := range paths {
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	return nil
}
