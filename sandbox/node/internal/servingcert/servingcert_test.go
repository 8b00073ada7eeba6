package servingcert

import (
	"crypto/tls"
	"crypto/x509"
	"os"
	"path/filepath"
	"testing"
	"time"

	"k8s.io/client-go/util/cert"
)

func TestGivenNoCertificateWhenProvidedThenTheKubeletWouldTakeIt(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "pki")
	if err := Provide(dir, time.Now()); err != nil {
		t.Fatal(err)
	}
	certificate, key := filepath.Join(dir, "kubelet.crt"), filepath.Join(dir, "kubelet.key")
	if ok, err := cert.CanReadCertAndKey(certificate, key); !ok || err != nil {
		t.Fatalf("%v, %v", ok, err)
	}
	pair, err := tls.LoadX509KeyPair(certificate, key)
	if err != nil {
		t.Fatal(err)
	}
	host, _ := os.Hostname()
	parsed, err := x509.ParseCertificate(pair.Certificate[0])
	if err != nil || parsed.VerifyHostname(host) != nil {
		t.Errorf("%v, names %v", err, parsed.DNSNames)
	}
	if info, err := os.Stat(key); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("key: %v, %v", info.Mode(), err)
	}
}

func TestGivenACertificateWhenProvidedThenItIsKept(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "kubelet.crt")
	if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Provide(dir, time.Now()); err != nil {
		t.Fatal(err)
	}
	if content, err := os.ReadFile(file); err != nil || string(content) != "mine" {
		t.Errorf("%q, %v", content, err)
	}
}
