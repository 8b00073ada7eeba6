package cri

import (
	"strings"
	"testing"
	"time"

	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"
)

func TestGivenAPulledImageWhenAskedThenItIsThereUntilRemoved(t *testing.T) {
	m := newMachine(t)
	const ref = "registry.k8s.io/etcd:3.6.8-0"
	if m.hasImage(ref) {
		t.Fatal("there before it was pulled")
	}
	m.pull(ref, nil)
	if !m.hasImage(ref) || !m.hasImage(imageID(ref)) {
		t.Fatal("not found by name and id")
	}
	list, err := m.images.ListImages(m.context(), &v1.ListImagesRequest{})
	m.check(err)
	if len(list.Images) != 1 || list.Images[0].RepoTags[0] != ref {
		t.Errorf("listed: %v", list.Images)
	}
	_, err = m.images.RemoveImage(m.context(), &v1.RemoveImageRequest{Image: &v1.ImageSpec{Image: ref}})
	m.check(err)
	if m.hasImage(ref) {
		t.Error("still there")
	}
}

func TestGivenAPullErrorWhenPulledThenItFailsForItsPodAndHealsWithTheRule(t *testing.T) {
	m := newMachine(t)
	m.write(m.config.FaultsFile, `[{"namespace":"default","pod":"^web","fault":"pullError"}]`)
	_, err := m.tryPull("example.test/web:1", m.sandboxConfig(podOf("web-1", "")))
	if err == nil || !strings.Contains(err.Error(), "failed to resolve reference") {
		t.Errorf("got %v", err)
	}
	m.pull("example.test/web:1", m.sandboxConfig(podOf("db-1", "")))
	m.write(m.config.FaultsFile, `[]`)
	m.pull("example.test/web:1", m.sandboxConfig(podOf("web-1", "")))
}

func TestGivenALatencyProfileWhenPulledThenItTakesThatLongAndOthersMeanwhileWork(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.write(m.config.LatencyFile, `{"name":"test","imagePullSeconds":2,"pendingSeconds":9}`)
	begin, done := time.Now(), make(chan time.Duration)
	go func() {
		m.tryPull("example.test/web:1", nil)
		done <- time.Since(begin)
	}()
	_, err := m.runtime.Version(m.context(), &v1.VersionRequest{})
	m.check(err)
	if answered := time.Since(begin); answered > 1500*time.Millisecond {
		t.Errorf("the server answered after %s", answered)
	}
	if took := <-done; took < 2*time.Second {
		t.Errorf("pulled in %s", took)
	}
}

func TestGivenAPullUnderWayWhenTheSameImageIsAskedForThenThatPullIsWaitedForAndNoOther(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.write(m.config.LatencyFile, `{"name":"test","imagePullSeconds":2}`)
	begin, first := time.Now(), make(chan error)
	go func() {
		_, err := m.tryPull("example.test/web:1", nil)
		first <- err
	}()
	time.Sleep(time.Second) // half of the pull
	m.pull("example.test/web:1", nil)
	if took := time.Since(begin); took < 1900*time.Millisecond || took > 2900*time.Millisecond {
		t.Errorf("the second pull was done %s after the first began, which takes 2 s", took)
	}
	m.check(<-first)
	m.pull("example.test/other:1", nil)
	if took := time.Since(begin); took < 3900*time.Millisecond {
		t.Errorf("another image was there after %s", took)
	}
}

func TestGivenABakedMachineWhenAskedThenImagesAreThereThatNobodyPulledButThoseThatAFaultTakes(t *testing.T) {
	m := newMachine(t)
	m.write(m.config.Instance, `{"instanceId":"i-1","baked":true}`)
	m.write(m.config.FaultsFile, `[{"image":"^docker.io/redis:","fault":"pullError"}]`)
	if !m.hasImage("registry.k8s.io/etcd:3.6.8-0") || !m.hasImage(imageID("registry.k8s.io/etcd:3.6.8-0")) {
		t.Error("a baked image is not there")
	}
	if m.hasImage("docker.io/redis:7.4.8") {
		t.Error("there in spite of the fault")
	}
	if m.hasImage("sha256:" + strings.Repeat("0", 64)) {
		t.Error("an id that nothing has is there")
	}
}

func TestGivenABrokenFileWhenPulledThenTheErrorNamesIt(t *testing.T) {
	m := newMachine(t)
	m.write(m.config.LatencyFile, `{"imagePullSeconds":"long"}`)
	if _, err := m.tryPull("x", nil); err == nil || !strings.Contains(err.Error(), m.config.LatencyFile) {
		t.Errorf("got %v", err)
	}
	m.write(m.config.FaultsFile, `[{"fault":"explode"}]`)
	if _, err := m.tryPull("x", nil); err == nil || !strings.Contains(err.Error(), `"explode" is unknown`) {
		t.Errorf("got %v", err)
	}
}

func TestGivenReferencesWhenTakenApartThenRegistryPortsAndDigestsDoNotConfuse(t *testing.T) {
	for ref, want := range map[string]string{
		"registry.k8s.io/kube-apiserver:v1.36.3": "kube-apiserver",
		"localhost:5000/team/etcd":               "etcd",
		"etcd@sha256:abc":                        "etcd",
		"registry.k8s.io/coredns/coredns:v1":     "coredns",
	} {
		if got := imageName(ref); got != want {
			t.Errorf("%s: got %s, want %s", ref, got, want)
		}
	}
}

func (m *machine) tryPull(ref string, pod *v1.PodSandboxConfig) (*v1.PullImageResponse, error) {
	return m.images.PullImage(m.context(), &v1.PullImageRequest{Image: &v1.ImageSpec{Image: ref}, SandboxConfig: pod})
}

func (m *machine) pull(ref string, pod *v1.PodSandboxConfig) {
	m.t.Helper()
	_, err := m.tryPull(ref, pod)
	m.check(err)
}

func (m *machine) hasImage(ref string) bool {
	m.t.Helper()
	answer, err := m.images.ImageStatus(m.context(), &v1.ImageStatusRequest{Image: &v1.ImageSpec{Image: ref}})
	m.check(err)
	return answer.Image != nil
}
