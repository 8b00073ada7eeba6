package cri

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"
)

func TestGivenAnAdmissionReviewWhenAskedThenItIsAllowedUnderItsUIDInItsVersion(t *testing.T) {
	for _, version := range []string{"admission.k8s.io/v1", "admission.k8s.io/v1beta1"} {
		answer := httptest.NewRecorder()
		body := `{"apiVersion": "` + version + `", "request": {"uid": "u-1"}}`
		allow(answer, httptest.NewRequest(http.MethodPost, "/validate", strings.NewReader(body)))
		var review struct {
			APIVersion string
			Kind       string
			Response   struct {
				UID     string
				Allowed bool
			}
		}
		if err := json.Unmarshal(answer.Body.Bytes(), &review); err != nil {
			t.Fatal(err)
		}
		if review.APIVersion != version || review.Kind != "AdmissionReview" || review.Response.UID != "u-1" || !review.Response.Allowed {
			t.Errorf("%s: got %+v", version, review)
		}
	}
}

const review = `{"apiVersion": "admission.k8s.io/v1", "request": {"uid": "u-1"}}`

func TestGivenCertManagersWebhookWhenAskedThenItAnswersOnceItsAuthorityIsMade(t *testing.T) {
	m := newMachine(t).networked("127.77.40.0/24")
	sandbox, _ := m.started(podOf("webhook", "quay.io/jetstack/cert-manager-webhook:v1", func(p *corev1.Pod) { p.Namespace = "cert-manager" }))
	url := "https://" + m.ip(sandbox) + ":10250/validate"
	if answer, err := prober.Post(url, "application/json", strings.NewReader(review)); err == nil {
		t.Errorf("answered %s without a certificate", answer.Status)
	}

	place := filepath.Join(m.config.StateDir, certificatesFolder, "cert-manager")
	writeCertificate(t, place+".crt", place+".key")

	requireAllowed(t, url)
}

func TestGivenAWebhookBehindThePortOfItsProbesWhenAskedThenItServesWithTheMountedCertificate(t *testing.T) {
	crt, key := filepath.Join(t.TempDir(), "cert"), filepath.Join(t.TempDir(), "key")
	writeCertificate(t, crt, key)
	certificate, err := tls.LoadX509KeyPair(crt, key)
	if err != nil {
		t.Fatal(err)
	}
	probes := &probeServer{image: "prometheus-operator:v1", certificate: &certificate, neverReady: func() bool { return false }}
	t.Cleanup(probes.close)
	const address = "127.77.41.1:18443"
	if err := probes.open(&probePort{address: address, protocol: httpsProtocol}, (&loopback{}).listen); err != nil {
		t.Fatal(err)
	}

	requireAllowed(t, "https://"+address+"/admission-prometheusrules/validate")
	if code := get(t, "https://"+address+"/healthz"); code != http.StatusOK {
		t.Errorf("the probe: %d", code)
	}
}

func requireAllowed(t *testing.T, url string) {
	t.Helper()
	answer, err := prober.Post(url, "application/json", strings.NewReader(review))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err != nil || !strings.Contains(string(content), `"allowed":true`) {
		t.Errorf("%s, %v", content, err)
	}
	if names := answer.TLS.PeerCertificates[0].DNSNames; len(names) != 1 {
		t.Errorf("served with the certificate of probes: %v", names)
	}
}

func writeCertificate(t *testing.T, crt, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"webhook"}, NotAfter: time.Now().Add(time.Hour)}
	made, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalECPrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	for path, block := range map[string]*pem.Block{crt: {Type: "CERTIFICATE", Bytes: made}, key: {Type: "EC PRIVATE KEY", Bytes: secret}} {
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, pem.EncodeToMemory(block), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestGivenMetricsServerWhenItsGroupIsAskedThenKindsAreListedAndOtherImagesKeepTheirAnswer(t *testing.T) {
	for path, want := range map[string]string{
		"/apis/metrics.k8s.io/v1beta1":                      "APIResourceList",
		"/apis/metrics.k8s.io/v1beta1/nodes":                "NodeMetricsList",
		"/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods": "PodMetricsList",
	} {
		answer := httptest.NewRecorder()
		if !aggregated("registry.k8s.io/metrics-server/metrics-server:v0", answer, httptest.NewRequest(http.MethodGet, path, nil)) {
			t.Fatalf("%s is not answered", path)
		}
		if !strings.Contains(answer.Body.String(), want) {
			t.Errorf("%s: %s", path, answer.Body)
		}
	}
	if aggregated("example.test/web:1", httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/apis/metrics.k8s.io/v1beta1", nil)) {
		t.Error("answered for another image")
	}
}

func TestGivenAPulledImageWhenAskedThenItsUserIsNotRoot(t *testing.T) {
	m := newMachine(t)
	m.pull("example.test/web:1", nil)
	answer, err := m.images.ImageStatus(m.context(), &v1.ImageStatusRequest{Image: &v1.ImageSpec{Image: "example.test/web:1"}})
	m.check(err)
	if user := answer.GetImage().GetUid().GetValue(); user == 0 {
		t.Error("an image without a user runs as root, which the kubelet refuses under runAsNonRoot")
	}
}
