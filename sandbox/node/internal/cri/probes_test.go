package cri

import (
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health/grpc_health_v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"
)

var prober = &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{
	DisableKeepAlives: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}

func httpProbe(scheme corev1.URIScheme, path string, port intstr.IntOrString) *corev1.Probe {
	return &corev1.Probe{ProbeHandler: corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Scheme: scheme, Path: path, Port: port}}}
}

func TestGivenHTTPProbesWhenAskedThenAnsweredOnThePodsAddress(t *testing.T) {
	m := newMachine(t).networked("127.77.30.0/24")
	sandbox, _ := m.started(podOf("a", "x", func(p *corev1.Pod) {
		c := &p.Spec.Containers[0]
		c.Ports = []corev1.ContainerPort{{Name: "web", ContainerPort: 18080}}
		c.ReadinessProbe = httpProbe(corev1.URISchemeHTTP, "/ready", intstr.FromString("web"))
		c.LivenessProbe = httpProbe(corev1.URISchemeHTTPS, "/livez", intstr.FromInt32(18443))
	}))
	ip := m.ip(sandbox)
	for _, url := range []string{"http://" + ip + ":18080/ready", "https://" + ip + ":18443/livez"} {
		if code := get(t, url); code != http.StatusOK {
			t.Errorf("%s: %d", url, code)
		}
	}
}

func TestGivenNeverReadyWhenAskedByHTTPThenReadinessFailsLivenessDoesNotAndItHeals(t *testing.T) {
	m := newMachine(t).networked("127.77.31.0/24")
	m.write(m.config.FaultsFile, `[{"pod":"a","fault":"neverReady"}]`)
	sandbox, _ := m.started(podOf("a", "x", func(p *corev1.Pod) {
		p.Spec.Containers[0].ReadinessProbe = httpProbe("", "/ready", intstr.FromInt32(18080))
		p.Spec.Containers[0].LivenessProbe = httpProbe("", "/live", intstr.FromInt32(18080))
	}))
	base := "http://" + m.ip(sandbox) + ":18080"
	if code := get(t, base+"/ready"); code != http.StatusInternalServerError {
		t.Errorf("ready: %d", code)
	}
	if code := get(t, base+"/live"); code != http.StatusOK {
		t.Errorf("live: %d", code)
	}
	m.write(m.config.FaultsFile, `[]`)
	if code := get(t, base+"/ready"); code != http.StatusOK {
		t.Errorf("healed: %d", code)
	}
}

func TestGivenGRPCAndTCPProbesWhenAskedThenAnswered(t *testing.T) {
	m := newMachine(t).networked("127.77.32.0/24")
	sandbox, _ := m.started(podOf("a", "x", func(p *corev1.Pod) {
		p.Spec.Containers[0].ReadinessProbe = &corev1.Probe{ProbeHandler: corev1.ProbeHandler{GRPC: &corev1.GRPCAction{Port: 19000}}}
		p.Spec.Containers[0].LivenessProbe = &corev1.Probe{ProbeHandler: corev1.ProbeHandler{TCPSocket: &corev1.TCPSocketAction{Port: intstr.FromInt32(19001)}}}
	}))
	connection, err := grpc.NewClient("passthrough:///"+m.ip(sandbox)+":19000", grpc.WithTransportCredentials(insecure.NewCredentials()))
	m.check(err)
	defer connection.Close()
	health := grpc_health_v1.NewHealthClient(connection)
	answer, err := health.Check(m.context(), &grpc_health_v1.HealthCheckRequest{})
	m.check(err)
	if answer.Status != grpc_health_v1.HealthCheckResponse_SERVING {
		t.Errorf("got %s", answer.Status)
	}
	m.write(m.config.FaultsFile, `[{"fault":"neverReady"}]`)
	if _, err := health.Check(m.context(), &grpc_health_v1.HealthCheckRequest{}); err == nil {
		t.Error("serves although it was told never to become ready")
	}
	tcp, err := net.Dial("tcp", m.ip(sandbox)+":19001")
	m.check(err)
	tcp.Close()
}

func TestGivenAStoppedContainerWhenProbedThenNobodyAnswers(t *testing.T) {
	m := newMachine(t).networked("127.77.33.0/24")
	sandbox, id := m.started(podOf("a", "x", func(p *corev1.Pod) {
		p.Spec.Containers[0].ReadinessProbe = httpProbe("", "/", intstr.FromInt32(18080))
	}))
	url := fmt.Sprintf("http://%s:18080/", m.ip(sandbox))
	if code := get(t, url); code != http.StatusOK {
		t.Fatalf("got %d", code)
	}
	_, err := m.runtime.StopContainer(m.context(), &v1.StopContainerRequest{ContainerId: id})
	m.check(err)
	if _, err := prober.Get(url); err == nil {
		t.Error("still answered")
	}
}

func TestGivenAProbeOfAnUnnamedPortWhenStartedThenTheErrorNamesIt(t *testing.T) {
	m := newMachine(t).networked("127.77.34.0/24")
	_, id := m.created(podOf("a", "x", func(p *corev1.Pod) {
		p.Spec.Containers[0].ReadinessProbe = httpProbe("", "/", intstr.FromString("metrics"))
	}), "main", "x")
	if err := m.startContainer(id); err == nil || !strings.Contains(err.Error(), `port "metrics"`) {
		t.Errorf("got %v", err)
	}
}

func get(t *testing.T, url string) int {
	t.Helper()
	response, err := prober.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	return response.StatusCode
}
