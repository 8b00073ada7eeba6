package cri

import (
	"net"
	"net/netip"
	"os"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"
)

func controlPlanePod(name, image string, command ...string) *corev1.Pod {
	return podOf(name, image, func(p *corev1.Pod) {
		p.Spec.HostNetwork = true
		p.Spec.Containers[0].Command = command
	})
}

func TestGivenAControlPlaneImageWhenStartedThenItsProgramRunsWithCommandAndEnvironment(t *testing.T) {
	m := newMachine(t)
	_, id := m.started(controlPlanePod("kube-scheduler-a", "registry.k8s.io/kube-scheduler:v1.36.3", "/usr/local/bin/kube-scheduler", "--flag=1"))
	m.awaitLog(id, " stdout F kube-scheduler --flag=1 GREETING=good day")
	if state := m.status(id).State; state != v1.ContainerState_CONTAINER_RUNNING {
		t.Fatalf("state %s", state)
	}
	_, err := m.runtime.StopContainer(m.context(), &v1.StopContainerRequest{ContainerId: id, Timeout: 30})
	m.check(err)
	if got := m.status(id); got.ExitCode != 7 {
		t.Errorf("not ended gently: %v", got)
	}
}

func TestGivenAProgramThatEndsWhenStartedThenItsExitCodeIsTold(t *testing.T) {
	m := newMachine(t)
	_, id := m.started(controlPlanePod("s", "registry.k8s.io/kube-scheduler:v1", "kube-scheduler", "--exit=3"))
	if got := m.awaitExit(id); got.ExitCode != 3 || got.Reason != "Error" {
		t.Errorf("%v", got)
	}
}

func TestGivenNoGraceWhenStoppedThenKilled(t *testing.T) {
	m := newMachine(t)
	sandbox, id := m.started(controlPlanePod("s", "registry.k8s.io/kube-scheduler:v1", "kube-scheduler"))
	_, err := m.runtime.RemoveContainer(m.context(), &v1.RemoveContainerRequest{ContainerId: id})
	m.check(err)
	list, err := m.runtime.ListContainers(m.context(), &v1.ListContainersRequest{Filter: &v1.ContainerFilter{PodSandboxId: sandbox}})
	m.check(err)
	if len(list.Containers) != 0 {
		t.Errorf("left: %v", list.Containers)
	}
}

func TestGivenTheControllerManagerWhenItStartsThenTheStandInControllersLiveAsLongAsIt(t *testing.T) {
	m := newMachine(t)
	m.config.Kubeconfig = "/etc/kubernetes/admin.conf"
	m.start()
	_, id := m.started(controlPlanePod("kcm", "registry.k8s.io/kube-controller-manager:v1", "kube-controller-manager"))
	m.awaitLog(id, "stdout F kube controllers --kubeconfig /etc/kubernetes/admin.conf")
	m.awaitLog(id, "stdout F kube-controller-manager ")
	_, err := m.runtime.StopContainer(m.context(), &v1.StopContainerRequest{ContainerId: id, Timeout: 30})
	m.check(err)
	if got := m.status(id); got.State != v1.ContainerState_CONTAINER_EXITED {
		t.Errorf("%v", got)
	}
}

func TestGivenOneOfTheProgramsEndsWhenWatchedThenTheContainerEnds(t *testing.T) {
	m := newMachine(t)
	m.config.Kubeconfig = "--exit=5" // ends the controllers at once
	m.start()
	_, id := m.started(controlPlanePod("kcm", "registry.k8s.io/kube-controller-manager:v1", "kube-controller-manager"))
	if got := m.awaitExit(id); got.ExitCode != 5 {
		t.Errorf("%v", got)
	}
}

func TestGivenAllowedCIDRsWhenTheAPIServerStartsThenItDialsThroughTheProxy(t *testing.T) {
	m := newMachine(t)
	m.config.EgressAllow = []netip.Prefix{netip.MustParsePrefix("127.9.0.0/24")}
	m.start()
	_, id := m.started(controlPlanePod("api", "registry.k8s.io/kube-apiserver:v1", "kube-apiserver"))
	log := m.awaitLog(id, "--egress-selector-config-file=")
	file := m.config.state("egress-selector.yaml")
	if !strings.Contains(log, "--egress-selector-config-file="+file) {
		t.Errorf("log: %s", log)
	}
	content, err := os.ReadFile(file)
	m.check(err)
	if !strings.Contains(string(content), m.config.EgressSocket) {
		t.Errorf("selector: %s", content)
	}
	connection, err := net.Dial("unix", m.config.EgressSocket)
	m.check(err)
	connection.Close()
}

func TestGivenAControlPlaneContainerWhenACommandIsExecutedThenItReallyRuns(t *testing.T) {
	m := newMachine(t)
	_, id := m.started(controlPlanePod("etcd", "registry.k8s.io/etcd:3", "etcd"))
	answer, err := m.runtime.ExecSync(m.context(), &v1.ExecSyncRequest{ContainerId: id, Cmd: []string{"sh", "-c", "echo $GREETING; exit 4"}, Timeout: 5})
	m.check(err)
	if string(answer.Stdout) != "good day\n" || answer.ExitCode != 4 {
		t.Errorf("got %q, %d", answer.Stdout, answer.ExitCode)
	}
	m.awaitLog(id, "--unsafe-no-fsync")
}

func TestGivenContainerdsPackagedConfigurationWhenAskedThenTheServiceIsUnknown(t *testing.T) {
	m := newMachine(t)
	for content, refused := range map[string]bool{
		"#disabled_plugins = []\ndisabled_plugins = [\"cri\"]\n":      true,
		"disabled_plugins = ['io.containerd.grpc.v1.cri']\n":          true,
		"version = 3\ndisabled_plugins = []\n":                        false,
		"disabled_plugins = [\"other\"]\n[plugins.'cri']\n":           false,
		"#disabled_plugins = [\"cri\"]\n":                             false,
		"disabled_plugins = [\n  \"other\",\n  \"cri\",\n]\nroot=1\n": true,
	} {
		m.write(m.config.ContainerdConfig, content)
		m.start()
		_, err := m.runtime.Version(m.context(), &v1.VersionRequest{})
		if unknown := err != nil && strings.Contains(err.Error(), "unknown service runtime.v1.RuntimeService"); unknown != refused || !refused && err != nil {
			t.Errorf("%q: got %v", content, err)
		}
	}
}

func TestGivenTheServerEndsWhenProgramsRunThenTheyEndBeforeIt(t *testing.T) {
	m := newMachine(t)
	_, id := m.started(controlPlanePod("s", "registry.k8s.io/kube-scheduler:v1", "kube-scheduler"))
	pid, _, _ := strings.Cut(afterText(m.awaitLog(id, "PID="), "PID="), " ")
	if _, err := os.Stat("/proc/" + pid); err != nil {
		t.Fatal(err)
	}
	m.stop()
	if _, err := os.Stat("/proc/" + pid); err == nil {
		t.Errorf("process %s still there", pid)
	}
}

func afterText(from, text string) string {
	_, after, _ := strings.Cut(from, text)
	return after
}
