package cri

import (
	"crypto/tls"
	"encoding/json"
	"net"
	"net/http"
	"path/filepath"
	"strings"

	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"
)

const (
	loadBalancerWebhook     = "aws-load-balancer-controller"
	loadBalancerWebhookPort = "9443"
	certManagerWebhook      = "cert-manager-webhook"
	certManagerWebhookPort  = "10250"
)

// mountedCertificates are what the charts (or their Jobs) make for webhooks: by image name the folder in the container
// and the files in it.
var mountedCertificates = map[string][3]string{
	loadBalancerWebhook:   {"/tmp/k8s-webhook-server/serving-certs", "tls.crt", "tls.key"},
	"prometheus-operator": {"/cert", "cert", "key"},
}

// mountedCertificate is nil for a container that was given none.
func mountedCertificate(c *container) (*tls.Certificate, error) {
	place := mountedCertificates[imageName(c.image)]
	folder := hostPath(c.config, place[0])
	if folder == "" {
		return nil, nil
	}
	certificate, err := tls.LoadX509KeyPair(filepath.Join(folder, place[1]), filepath.Join(folder, place[2]))
	return &certificate, err
}

// serveProgram answers on the ports that others than the kubelet ask: the API server asks webhooks. Where their probes
// ask the same port, that is answered already.
func (s *Server) serveProgram(c *container, p *probeServer) error {
	if !c.sandbox.address.IsValid() {
		return nil
	}
	switch imageName(c.image) {
	case loadBalancerWebhook:
		certificate, err := mountedCertificate(c)
		if err != nil || certificate == nil {
			return err // without the Secret the real one has no webhook to serve either
		}
		return s.serveWebhook(c, p, loadBalancerWebhookPort, func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return certificate, nil })
	case certManagerWebhook:
		return s.serveWebhook(c, p, certManagerWebhookPort, s.authorityOf(c))
	}
	return nil
}

// authorityOf reads the certificate at each connection: it is made once the pod is Ready.
func (s *Server) authorityOf(c *container) func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	place := filepath.Join(s.config.state(certificatesFolder), c.sandbox.config.GetMetadata().GetNamespace())
	return func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
		certificate, err := tls.LoadX509KeyPair(place+".crt", place+".key")
		return &certificate, err
	}
}

func (s *Server) serveWebhook(c *container, p *probeServer, port string, certificate func(*tls.ClientHelloInfo) (*tls.Certificate, error)) error {
	listener, err := s.network.listen(net.JoinHostPort(c.sandbox.ip(), port))
	if err != nil {
		return err
	}
	server := &http.Server{Handler: http.HandlerFunc(allow)}
	p.servers = append(p.servers, server)
	go server.Serve(tls.NewListener(listener, &tls.Config{GetCertificate: certificate}))
	return nil
}

func hostPath(config *v1.ContainerConfig, inContainer string) string {
	for _, mount := range config.GetMounts() {
		if mount.GetContainerPath() == inContainer {
			return mount.GetHostPath()
		}
	}
	return ""
}

// allow answers an AdmissionReview: yes, in the version that was asked in, as the API server reads no other.
func allow(w http.ResponseWriter, r *http.Request) {
	var review struct {
		APIVersion string `json:"apiVersion"`
		Request    struct {
			UID string `json:"uid"`
		} `json:"request"`
	}
	if err := json.NewDecoder(r.Body).Decode(&review); err != nil {
		http.Error(w, "not an AdmissionReview: "+err.Error(), http.StatusBadRequest)
		return
	}
	if review.APIVersion != "admission.k8s.io/v1" && review.APIVersion != "admission.k8s.io/v1beta1" {
		http.Error(w, "not an AdmissionReview of a version that is known: "+review.APIVersion, http.StatusBadRequest)
		return
	}
	answerJSON(w, map[string]any{"apiVersion": review.APIVersion, "kind": "AdmissionReview",
		"response": map[string]any{"uid": review.Request.UID, "allowed": true}})
}

// aggregated answers for the API group that metrics-server serves: of kinds that exist and have no figures, since
// nothing uses a processor here.
func aggregated(image string, w http.ResponseWriter, r *http.Request) bool {
	const group = "/apis/metrics.k8s.io/v1beta1"
	if imageName(image) != "metrics-server" || !strings.HasPrefix(r.URL.Path, "/apis/metrics.k8s.io") {
		return false
	}
	list := map[string]any{"apiVersion": "metrics.k8s.io/v1beta1", "metadata": map[string]any{}, "items": []any{}}
	switch {
	case r.URL.Path == group:
		answerJSON(w, map[string]any{"apiVersion": "v1", "kind": "APIResourceList", "groupVersion": "metrics.k8s.io/v1beta1", "resources": []any{
			map[string]any{"name": "nodes", "singularName": "", "namespaced": false, "kind": "NodeMetrics", "verbs": []string{"get", "list"}},
			map[string]any{"name": "pods", "singularName": "", "namespaced": true, "kind": "PodMetrics", "verbs": []string{"get", "list"}}}})
	case strings.HasSuffix(r.URL.Path, "/nodes"):
		list["kind"] = "NodeMetricsList"
		answerJSON(w, list)
	case strings.HasSuffix(r.URL.Path, "/pods"):
		list["kind"] = "PodMetricsList"
		answerJSON(w, list)
	default:
		http.NotFound(w, r)
	}
	return true
}

func answerJSON(w http.ResponseWriter, content any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(content)
}
