package cri

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"
)

func TestGivenAnOrdinaryContainerWhenStartedThenItRunsUntilStopped(t *testing.T) {
	m := newMachine(t).networked("127.77.1.0/24")
	_, id := m.started(podOf("web", "example.test/web:1"))
	if state := m.status(id).State; state != v1.ContainerState_CONTAINER_RUNNING {
		t.Fatalf("state %s", state)
	}
	if log := m.awaitLog(id, "runs in name only"); !strings.Contains(log, " stdout F sandbox: example.test/web:1") {
		t.Errorf("log: %s", log)
	}
	_, err := m.runtime.StopContainer(m.context(), &v1.StopContainerRequest{ContainerId: id, Timeout: 30})
	m.check(err)
	if got := m.status(id); got.State != v1.ContainerState_CONTAINER_EXITED || got.ExitCode != 0 || got.Reason != "Completed" {
		t.Errorf("after stop: %v", got)
	}
}

func TestGivenContainersThatAreMeantToEndWhenStartedThenTheyEndWithZero(t *testing.T) {
	m := newMachine(t).networked("127.77.2.0/24")
	always := corev1.ContainerRestartPolicyAlways
	pod := podOf("p", "example.test/app:1", func(p *corev1.Pod) {
		p.Spec.InitContainers = []corev1.Container{{Name: "init"}, {Name: "sidecar", RestartPolicy: &always}}
	})
	job := podOf("job", "example.test/job:1", func(p *corev1.Pod) { p.Spec.RestartPolicy = corev1.RestartPolicyNever })
	_, initID := m.created(pod, "init", "example.test/init:1")
	_, sidecarID := m.created(pod, "sidecar", "example.test/sidecar:1")
	_, jobID := m.created(job, "main", "example.test/job:1")
	for _, id := range []string{initID, sidecarID, jobID} {
		m.check(m.startContainer(id))
	}
	for _, id := range []string{initID, jobID} {
		if got := m.awaitExit(id); got.ExitCode != 0 {
			t.Errorf("%s ended with %d", got.Metadata.Name, got.ExitCode)
		}
	}
	if state := m.status(sidecarID).State; state != v1.ContainerState_CONTAINER_RUNNING {
		t.Errorf("sidecar: %s", state)
	}
}

func TestGivenTheKubeletDoesNotKnowThePodWhenStartedThenRefusedWithReason(t *testing.T) {
	m := newMachine(t).networked("127.77.3.0/24")
	pod := podOf("ghost", "example.test/app:1")
	_, id := m.created(pod, "main", "example.test/app:1")
	delete(m.pods.pods, string(pod.UID))
	if err := m.startContainer(id); err == nil || !strings.Contains(err.Error(), "unknown pod") {
		t.Fatalf("got %v", err)
	}
}

func TestGivenCalicoNodeWhenItRunsThenTheNetworkIsReadyAndNotBefore(t *testing.T) {
	m := newMachine(t)
	if m.networkReady() {
		t.Fatal("ready without a CNI")
	}
	pod := podOf("calico-node-x", "docker.io/calico/node:v3", func(p *corev1.Pod) {
		p.Spec.HostNetwork = true
		p.Spec.InitContainers = []corev1.Container{{Name: "install-cni"}}
		p.Spec.Containers[0].Name = "calico-node"
	})
	_, install := m.created(pod, "install-cni", "docker.io/calico/node:v3")
	m.check(m.startContainer(install))
	m.awaitExit(install)
	_, controllers := m.created(podOf("ctrl", "docker.io/calico/kube-controllers:v3", func(p *corev1.Pod) { p.Spec.HostNetwork = true }), "main", "docker.io/calico/kube-controllers:v3")
	m.check(m.startContainer(controllers))
	if m.networkReady() {
		t.Fatal("ready before calico-node runs")
	}
	_, node := m.created(pod, "calico-node", "docker.io/calico/node:v3")
	m.check(m.startContainer(node))
	if !m.networkReady() {
		t.Fatal("not ready although calico-node runs")
	}
	if _, err := os.Stat(filepath.Join(m.config.CNIDir, calicoConf)); err != nil {
		t.Error(err)
	}
}

func TestGivenCalicoNodeCrashesWhenStartedThenTheNetworkStaysUnready(t *testing.T) {
	m := newMachine(t)
	m.write(m.config.FaultsFile, `[{"pod":"^calico-node","fault":"crashLoop"}]`)
	_, id := m.started(podOf("calico-node-x", "docker.io/calico/node:v3", func(p *corev1.Pod) { p.Spec.HostNetwork = true }))
	if got := m.awaitExit(id); got.ExitCode != 1 || got.Reason != "Error" {
		t.Errorf("%v", got)
	}
	if m.networkReady() {
		t.Error("ready although calico-node crashes")
	}
}

func (m *machine) networkReady() bool {
	m.t.Helper()
	answer, err := m.runtime.Status(m.context(), &v1.StatusRequest{})
	m.check(err)
	for _, condition := range answer.Status.Conditions {
		if condition.Type == v1.NetworkReady {
			return condition.Status
		}
	}
	m.t.Fatal("no condition NetworkReady")
	return false
}
