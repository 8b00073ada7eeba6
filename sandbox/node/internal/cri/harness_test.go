package cri

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"
)

const patience = 30 * time.Second // this machine may be busy with everything else

// TestMain makes this test binary also the control plane's program, since the server runs what its configuration names.
func TestMain(m *testing.M) {
	if name := os.Args[0]; slices.Contains(controlPlane, name) || name == "kube" {
		os.Exit(program(os.Args[1:]))
	}
	os.Exit(m.Run())
}

// program says what it was given, and ends with the number of --exit or when it is asked to.
func program(arguments []string) int {
	terminated := make(chan os.Signal, 1)
	signal.Notify(terminated, syscall.SIGTERM)
	fmt.Println(os.Args[0], strings.Join(arguments, " "), "GREETING="+os.Getenv("GREETING"), "PID="+fmt.Sprint(os.Getpid())+" ")
	for _, argument := range arguments {
		var code int
		if n, _ := fmt.Sscanf(argument, "--exit=%d", &code); n == 1 {
			return code
		}
	}
	<-terminated
	return 7
}

// loopback are pod addresses that need no setting up: all of 127.0.0.0/8 is there.
type loopback struct{ added, removed []netip.Addr }

func (l *loopback) add(a netip.Addr) error    { l.added = append(l.added, a); return nil }
func (l *loopback) remove(a netip.Addr) error { l.removed = append(l.removed, a); return nil }
func (l *loopback) listen(address string) (net.Listener, error) {
	return net.Listen("tcp", address)
}

// knownPods stands for the kubelet.
type knownPods struct {
	mu   sync.Mutex
	pods map[string]*corev1.Pod
}

func (k *knownPods) find(_ context.Context, uid string) (*corev1.Pod, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if pod := k.pods[uid]; pod != nil {
		return pod, nil
	}
	return nil, errors.New("unknown pod")
}

// machine is a server on its socket, and what a kubelet does with it.
type machine struct {
	t       *testing.T
	config  Config
	network *loopback
	pods    *knownPods
	runtime v1.RuntimeServiceClient
	images  v1.ImageServiceClient
	stop    func()
	done    chan struct{} // closed when the server has ended
	err     error         // with which it did
}

func newMachine(t *testing.T) *machine {
	t.Helper()
	dir := t.TempDir()
	itself, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	config := Config{
		Kube: itself, Socket: filepath.Join(dir, "cri.sock"), StateDir: filepath.Join(dir, "state"), CNIDir: filepath.Join(dir, "cni"),
		FaultsFile: filepath.Join(dir, "faults.json"), LatencyFile: filepath.Join(dir, "latency.json"),
		ContainerdConfig: filepath.Join(dir, "config.toml"), EgressSocket: filepath.Join(dir, "egress.sock"),
		Instance: filepath.Join(dir, "instance.json"),
	}
	m := &machine{t: t, config: config}
	m.start()
	return m
}

// start starts the server, after the end of the one before.
func (m *machine) start() {
	m.t.Helper()
	if m.stop != nil {
		m.stop()
	}
	m.network, m.pods = &loopback{}, &knownPods{pods: map[string]*corev1.Pod{}}
	server, err := newServer(m.config, m.network, m.pods)
	m.check(err)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	m.done = done
	go func() {
		defer close(done)
		m.err = server.Serve(ctx)
	}()
	await(m.t, "the server's socket", func() bool {
		probe, err := net.Dial("unix", m.config.Socket)
		if err == nil {
			probe.Close()
		}
		return err == nil
	})
	connection, err := grpc.NewClient("unix://"+m.config.Socket, grpc.WithTransportCredentials(insecure.NewCredentials()))
	m.check(err)
	m.runtime, m.images = v1.NewRuntimeServiceClient(connection), v1.NewImageServiceClient(connection)
	m.stop = sync.OnceFunc(func() {
		connection.Close()
		cancel()
		<-done
	})
	m.t.Cleanup(m.stop)
}

func (m *machine) check(err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
}

func (m *machine) context() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	m.t.Cleanup(cancel)
	return ctx
}

func (m *machine) write(file, content string) {
	m.t.Helper()
	m.check(os.MkdirAll(filepath.Dir(file), 0o755))
	m.check(os.WriteFile(file, []byte(content), 0o644))
}

// networked gives the machine a pod CIDR on the loopback and a CNI.
func (m *machine) networked(cidr string) *machine {
	m.t.Helper()
	m.tellCIDR(cidr)
	m.check(installCNI(m.config.CNIDir))
	return m
}

func (m *machine) tellCIDR(cidr string) {
	m.t.Helper()
	_, err := m.runtime.UpdateRuntimeConfig(m.context(), &v1.UpdateRuntimeConfigRequest{
		RuntimeConfig: &v1.RuntimeConfig{NetworkConfig: &v1.NetworkConfig{PodCidr: cidr}}})
	m.check(err)
}

// podOf is a pod with one container "main" of this image; change may make more of it.
func podOf(name, image string, change ...func(*corev1.Pod)) *corev1.Pod {
	pod := &corev1.Pod{}
	pod.Name, pod.Namespace, pod.UID = name, "default", types.UID("uid-"+name)
	pod.Spec.RestartPolicy = corev1.RestartPolicyAlways
	pod.Spec.Containers = []corev1.Container{{Name: "main", Image: image}}
	for _, each := range change {
		each(pod)
	}
	return pod
}

func (m *machine) sandboxConfig(pod *corev1.Pod) *v1.PodSandboxConfig {
	config := &v1.PodSandboxConfig{
		Metadata:     &v1.PodSandboxMetadata{Name: pod.Name, Namespace: pod.Namespace, Uid: string(pod.UID)},
		LogDirectory: filepath.Join(m.config.StateDir, "logs", pod.Name),
		Labels:       map[string]string{"pod": pod.Name},
	}
	if pod.Spec.HostNetwork {
		config.Linux = &v1.LinuxPodSandboxConfig{SecurityContext: &v1.LinuxSandboxSecurityContext{
			NamespaceOptions: &v1.NamespaceOption{Network: v1.NamespaceMode_NODE}}}
	}
	return config
}

func (m *machine) runSandbox(pod *corev1.Pod) (string, error) {
	m.pods.mu.Lock()
	m.pods.pods[string(pod.UID)] = pod
	m.pods.mu.Unlock()
	answer, err := m.runtime.RunPodSandbox(m.context(), &v1.RunPodSandboxRequest{Config: m.sandboxConfig(pod)})
	return answer.GetPodSandboxId(), err
}

// created makes the pod's sandbox and the named container, not yet started.
func (m *machine) created(pod *corev1.Pod, container, image string, command ...string) (sandboxID, containerID string) {
	m.t.Helper()
	sandboxID, err := m.runSandbox(pod)
	m.check(err)
	answer, err := m.runtime.CreateContainer(m.context(), &v1.CreateContainerRequest{PodSandboxId: sandboxID, Config: &v1.ContainerConfig{
		Metadata: &v1.ContainerMetadata{Name: container}, LogPath: container + ".log", Command: command,
		Image: &v1.ImageSpec{Image: imageID(image), UserSpecifiedImage: image},
		Envs:  []*v1.KeyValue{{Key: "GREETING", Value: []byte("good day")}},
	}})
	m.check(err)
	return sandboxID, answer.ContainerId
}

func (m *machine) startContainer(id string) error {
	_, err := m.runtime.StartContainer(m.context(), &v1.StartContainerRequest{ContainerId: id})
	return err
}

// started is created, and started too.
func (m *machine) started(pod *corev1.Pod) (sandboxID, containerID string) {
	m.t.Helper()
	sandboxID, containerID = m.created(pod, "main", pod.Spec.Containers[0].Image, pod.Spec.Containers[0].Command...)
	m.check(m.startContainer(containerID))
	return sandboxID, containerID
}

func (m *machine) status(container string) *v1.ContainerStatus {
	m.t.Helper()
	answer, err := m.runtime.ContainerStatus(m.context(), &v1.ContainerStatusRequest{ContainerId: container})
	m.check(err)
	return answer.Status
}

func (m *machine) ip(sandbox string) string {
	m.t.Helper()
	answer, err := m.runtime.PodSandboxStatus(m.context(), &v1.PodSandboxStatusRequest{PodSandboxId: sandbox})
	m.check(err)
	return answer.Status.Network.Ip
}

// awaitExit waits until the container has ended.
func (m *machine) awaitExit(container string) *v1.ContainerStatus {
	m.t.Helper()
	var last *v1.ContainerStatus
	await(m.t, "the end of the container", func() bool {
		last = m.status(container)
		return last.State == v1.ContainerState_CONTAINER_EXITED
	})
	return last
}

func (m *machine) awaitLog(container, text string) string {
	m.t.Helper()
	var content []byte
	m.t.Cleanup(func() {
		if m.t.Failed() {
			m.t.Logf("log of the container:\n%s", content)
		}
	})
	await(m.t, fmt.Sprintf("%q in the container's log", text), func() bool {
		content, _ = os.ReadFile(m.status(container).LogPath)
		return strings.Contains(string(content), text)
	})
	return string(content)
}

func await(t *testing.T, what string, met func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !met(); {
		if time.Now().After(deadline) {
			t.Fatalf("waited %s for %s", patience, what)
		}
		time.Sleep(10 * time.Millisecond)
	}
}
