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
	webhookPort         = "9443"
	webhookCertificates = "/tmp/k8s-webhook-server/serving-certs" // where the load balancer controller reads them
)

// serveProgram answers on the ports that others than the kubelet ask: the API server asks webhooks, with the
// certificate that the chart has made for them.
func (s *Server) serveProgram(c *container, p *probeServer) error {
	if imageName(c.image) != "aws-load-balancer-controller" || !c.sandbox.address.IsValid() {
		return nil
	}
	folder := hostPath(c.config, webhookCertificates)
	if folder == "" {
		return nil // without the Secret the real one has no webhook to serve either
	}
	certificate, err := tls.LoadX509KeyPair(filepath.Join(folder, "tls.crt"), filepath.Join(folder, "tls.key"))
	if err != nil {
		return err
	}
	listener, err := s.network.listen(net.JoinHostPort(c.sandbox.ip(), webhookPort))
	if err != nil {
		return err
	}
	server := &http.Server{Handler: http.HandlerFunc(allow)}
	p.servers = append(p.servers, server)
	go server.Serve(tls.NewListener(listener, &tls.Config{Certificates: []tls.Certificate{certificate}}))
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

// allow answers an AdmissionReview: yes.
func allow(w http.ResponseWriter, r *http.Request) {
	var review struct {
		Request struct {
			UID string `json:"uid"`
		} `json:"request"`
	}
	if err := json.NewDecoder(r.Body).Decode(&review); err != nil {
		http.Error(w, "not an AdmissionReview: "+err.Error(), http.StatusBadRequest)
		return
	}
	answerJSON(w, map[string]any{"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview",
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
