package cri

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"

	"clusterline.io/sandbox/node/internal/guest"
)

const agnhost = "registry.k8s.io/e2e-test-images/agnhost:2.53"

func probePod(name, answers string) *corev1.Pod {
	return podOf(name, agnhost, func(p *corev1.Pod) {
		p.Spec.RestartPolicy = corev1.RestartPolicyOnFailure
		p.Spec.InitContainers = []corev1.Container{{Name: "mtu"}}
		p.Annotations = map[string]string{guest.ProbeAnswers: answers}
	})
}

// startProbe starts a container of the pod with a file for its last words, as the kubelet gives it one.
func (m *machine) startProbe(pod *corev1.Pod, name string, command, args []string) (id, lastWords string) {
	m.t.Helper()
	lastWords = filepath.Join(m.config.StateDir, "termination-"+pod.Name+"-"+name)
	m.write(lastWords, "")
	sandboxID, err := m.runSandbox(pod)
	m.check(err)
	answer, err := m.runtime.CreateContainer(m.context(), &v1.CreateContainerRequest{PodSandboxId: sandboxID, Config: &v1.ContainerConfig{
		Metadata: &v1.ContainerMetadata{Name: name}, LogPath: name + ".log", Command: command, Args: args,
		Image:  &v1.ImageSpec{Image: imageID(agnhost), UserSpecifiedImage: agnhost},
		Mounts: []*v1.Mount{{ContainerPath: terminationLog, HostPath: lastWords}},
	}})
	m.check(err)
	m.check(m.startContainer(answer.ContainerId))
	return answer.ContainerId, lastWords
}

var connecting = []string{"sh", "-c", "script", "connect"}

func TestGivenTheControllersAnswerWhenAProbeRunsThenItEndsAccordingly(t *testing.T) {
	m := newMachine(t).networked("127.77.40.0/24")
	good, _ := m.startProbe(probePod("good", `{"main":"as expected"}`), "main", connecting, []string{"a:1"})
	if got := m.awaitExit(good); got.ExitCode != 0 {
		t.Errorf("%v", got)
	}
}

func TestGivenAnAnswerThatComesLaterWhenAProbeRunsThenItWaitsForIt(t *testing.T) {
	m := newMachine(t).networked("127.77.41.0/24")
	id, _ := m.startProbe(probePod("late", `{"main":"a:1: REFUSED"}`), "main", connecting, []string{"a:1"})
	if state := m.status(id).State; state != v1.ContainerState_CONTAINER_RUNNING {
		t.Fatalf("ended at the first answer: %s", state)
	}
	m.pods.mu.Lock()
	m.pods.pods["uid-late"] = probePod("late", `{"main":"as expected"}`)
	m.pods.mu.Unlock()
	if got := m.awaitExit(id); got.ExitCode != 0 {
		t.Errorf("%v", got)
	}
}

func TestGivenNoGoodAnswerWhenTheTimeIsOverThenTheProbeFailsAndSaysWhy(t *testing.T) {
	usual := answerLimit
	answerLimit = time.Second
	t.Cleanup(func() { answerLimit = usual })
	m := newMachine(t).networked("127.77.42.0/24")
	id, lastWords := m.startProbe(probePod("bad", `{"main":"a:1: TIMEOUT"}`), "main", connecting, []string{"a:1"})
	if got := m.awaitExit(id); got.ExitCode != 1 {
		t.Errorf("%v", got)
	}
	if said, _ := os.ReadFile(lastWords); string(said) != "a:1: TIMEOUT\n" {
		t.Errorf("said %q", said)
	}
}

func TestGivenAServingProbeWhenStartedThenItRunsOn(t *testing.T) {
	m := newMachine(t).networked("127.77.43.0/24")
	pod := probePod("serving", "")
	id, _ := m.startProbe(pod, "main", nil, []string{"porter"})
	mtu, _ := m.startProbe(pod, "mtu", []string{"cp"}, []string{"/sys/class/net/eth0/mtu", terminationLog})
	m.awaitExit(mtu) // as long as short lives last
	if state := m.status(id).State; state != v1.ContainerState_CONTAINER_RUNNING {
		t.Errorf("state %s", state)
	}
}

func TestGivenAProbeThatReadsItsMtuWhenItEndsThenItIsTheMachinesWithoutTheHeader(t *testing.T) {
	m := newMachine(t).networked("127.77.44.0/24")
	id, lastWords := m.startProbe(probePod("reader", ""), "mtu", []string{"cp"}, []string{"/sys/class/net/eth0/mtu", terminationLog})
	m.awaitExit(id)
	machine, err := machineMTU()
	m.check(err)
	said, _ := os.ReadFile(lastWords)
	if got, err := strconv.Atoi(strings.TrimSpace(string(said))); err != nil || got != machine-50 {
		t.Errorf("said %q on a machine with %d", said, machine)
	}
}

func TestGivenAFaultWhenAProbeIsStartedThenItCrashes(t *testing.T) {
	m := newMachine(t).networked("127.77.45.0/24")
	m.write(m.config.FaultsFile, `[{"pod":"^faulty","fault":"crashLoop"}]`)
	id, _ := m.startProbe(probePod("faulty", `{"main":"as expected"}`), "main", connecting, []string{"a:1"})
	if got := m.awaitExit(id); got.ExitCode != 1 {
		t.Errorf("%v", got)
	}
}
