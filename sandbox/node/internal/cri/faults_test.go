package cri

import (
	"context"
	"errors"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"
)

func TestGivenASlowContainerWhenStartedThenItIsLateAndOthersAreNot(t *testing.T) {
	t.Parallel()
	m := newMachine(t).networked("127.77.20.0/24")
	m.write(m.config.FaultsFile, `[{"pod":"^slow$","fault":"slow","seconds":2}]`)
	_, slow := m.created(podOf("slow", "x"), "main", "x")
	begin, done := time.Now(), make(chan error)
	go func() { done <- m.startContainer(slow) }()
	m.started(podOf("quick", "x"))
	if took := time.Since(begin); took > 1500*time.Millisecond {
		t.Errorf("the other container took %s", took)
	}
	if state := m.status(slow).State; state != v1.ContainerState_CONTAINER_CREATED {
		t.Errorf("meanwhile %s", state)
	}
	m.check(<-done)
	if took := time.Since(begin); took < 2*time.Second {
		t.Errorf("took %s", took)
	}
}

func TestGivenASlowContainerWhenItsPodIsRemovedMeanwhileThenItIsNotStarted(t *testing.T) {
	m := newMachine(t).networked("127.77.21.0/24")
	m.write(m.config.FaultsFile, `[{"fault":"slow","seconds":0.3}]`)
	sandbox, id := m.created(podOf("slow", "x"), "main", "x")
	done := make(chan error)
	go func() { done <- m.startContainer(id) }()
	_, err := m.runtime.RemovePodSandbox(m.context(), &v1.RemovePodSandboxRequest{PodSandboxId: sandbox})
	m.check(err)
	if err := <-done; err == nil {
		t.Error("started although it was removed")
	}
}

func TestGivenAPodThatStopsSlowlyWhenItIsRemovedThenItTakesItsTimeOnce(t *testing.T) {
	m := newMachine(t).networked("127.77.78.0/24")
	m.write(m.config.FaultsFile, `[{"pod":"^slow$","fault":"slowStop","seconds":1}]`)
	sandbox, _ := m.started(podOf("slow", "x"))
	begin := time.Now()
	_, err := m.runtime.StopPodSandbox(m.context(), &v1.StopPodSandboxRequest{PodSandboxId: sandbox})
	m.check(err)
	_, err = m.runtime.RemovePodSandbox(m.context(), &v1.RemovePodSandboxRequest{PodSandboxId: sandbox})
	m.check(err)
	if took := time.Since(begin); took < time.Second || took > 1900*time.Millisecond {
		t.Errorf("took %s", took)
	}
}

func TestGivenAnImpatientCallerWhenAContainerIsSlowThenTheCallEndsWithIt(t *testing.T) {
	m := newMachine(t).networked("127.77.22.0/24")
	m.write(m.config.LatencyFile, `{"containerStartSeconds":600}`)
	_, id := m.created(podOf("a", "x"), "main", "x")
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	if _, err := m.runtime.StartContainer(ctx, &v1.StartContainerRequest{ContainerId: id}); err == nil {
		t.Error("started")
	}
	if ctx.Err() == nil || !errors.Is(ctx.Err(), context.DeadlineExceeded) {
		t.Errorf("ended by %v", ctx.Err())
	}
}

func TestGivenACrashLoopWhenStartedThenItEndsWithOneAndHealsWithTheRule(t *testing.T) {
	m := newMachine(t).networked("127.77.23.0/24")
	m.write(m.config.FaultsFile, `[{"image":"web","fault":"crashLoop"}]`)
	_, id := m.started(podOf("a", "example.test/web:1"))
	if got := m.awaitExit(id); got.ExitCode != 1 {
		t.Errorf("ended with %d", got.ExitCode)
	}
	m.awaitLog(id, "told to crash")
	m.write(m.config.FaultsFile, `[]`)
	_, again := m.started(podOf("a", "example.test/web:1"))
	if state := m.status(again).State; state != v1.ContainerState_CONTAINER_RUNNING {
		t.Errorf("healed: %s", state)
	}
}

func TestGivenNeverReadyWhenProbedByCommandThenOnlyReadinessFails(t *testing.T) {
	m := newMachine(t).networked("127.77.24.0/24")
	m.write(m.config.FaultsFile, `[{"pod":"^a$","fault":"neverReady"}]`)
	_, id := m.started(podOf("a", "x", func(p *corev1.Pod) {
		p.Spec.Containers[0].ReadinessProbe = &corev1.Probe{ProbeHandler: corev1.ProbeHandler{Exec: &corev1.ExecAction{Command: []string{"ready"}}}}
	}))
	if code := m.probe(id, "ready"); code != 1 {
		t.Errorf("readiness: %d", code)
	}
	if code := m.probe(id, "alive"); code != 0 {
		t.Errorf("liveness: %d", code)
	}
	m.write(m.config.FaultsFile, `[]`)
	if code := m.probe(id, "ready"); code != 0 {
		t.Errorf("healed: %d", code)
	}
}

func (m *machine) probe(container string, command ...string) int32 {
	m.t.Helper()
	answer, err := m.runtime.ExecSync(m.context(), &v1.ExecSyncRequest{ContainerId: container, Cmd: command, Timeout: 5})
	m.check(err)
	return answer.ExitCode
}
