package cri

import (
	"context"
	"net/netip"
	"os"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"

	"clusterline.io/sandbox/node/internal/faults"
)

// stopGrace is what containers get when their whole pod is stopped; the kubelet has stopped them before, as a rule.
const stopGrace = 2 * time.Second

// sandbox is a pod's environment; here no more than its address.
type sandbox struct {
	id      string
	config  *v1.PodSandboxConfig
	created time.Time
	address netip.Addr // not valid: the machine's own network
	ready   bool       // guarded by Server.mu
}

func (sb *sandbox) state() v1.PodSandboxState {
	if sb.ready {
		return v1.PodSandboxState_SANDBOX_READY
	}
	return v1.PodSandboxState_SANDBOX_NOTREADY
}

// ip is empty for a pod on the machine's own network.
func (sb *sandbox) ip() string {
	if !sb.address.IsValid() {
		return ""
	}
	return sb.address.String()
}

func namespaceOptions(config *v1.PodSandboxConfig) *v1.NamespaceOption {
	return config.GetLinux().GetSecurityContext().GetNamespaceOptions()
}

// RunPodSandbox gives the pod its address, once the CNI and the pod CIDR are there.
func (s *Server) RunPodSandbox(_ context.Context, r *v1.RunPodSandboxRequest) (*v1.RunPodSandboxResponse, error) {
	sb := &sandbox{id: newID(), config: r.Config, created: time.Now(), ready: true}
	if r.Config.LogDirectory != "" {
		if err := os.MkdirAll(r.Config.LogDirectory, 0o755); err != nil {
			return nil, status.Errorf(codes.Internal, "log directory of the pod: %v", err)
		}
	}
	if namespaceOptions(r.Config).GetNetwork() != v1.NamespaceMode_NODE {
		if err := s.connect(sb); err != nil {
			return nil, err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sandboxes[sb.id] = sb
	return &v1.RunPodSandboxResponse{PodSandboxId: sb.id}, nil
}

func (s *Server) connect(sb *sandbox) (err error) {
	if !cniReady(s.config.CNIDir) {
		return status.Error(codes.Unknown, "failed to setup network for sandbox: cni plugin not initialized")
	}
	if sb.address, err = s.network.allocate(); err != nil {
		return status.Errorf(codes.Unknown, "failed to setup network for sandbox: %v", err)
	}
	return nil
}

// StopPodSandbox stops what is left of the pod and gives its address back; stopping twice is fine.
func (s *Server) StopPodSandbox(ctx context.Context, r *v1.StopPodSandboxRequest) (*v1.StopPodSandboxResponse, error) {
	if err := s.delayStop(ctx, r.PodSandboxId); err != nil {
		return nil, err
	}
	for _, c := range s.containersOf(r.PodSandboxId) {
		s.stop(c, stopGrace)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	sb := s.sandboxes[r.PodSandboxId]
	if sb == nil || !sb.ready {
		return &v1.StopPodSandboxResponse{}, nil
	}
	if sb.address.IsValid() {
		if err := s.network.release(sb.address); err != nil {
			return nil, status.Errorf(codes.Internal, "give back pod address %s: %v", sb.address, err)
		}
	}
	sb.ready = false
	return &v1.StopPodSandboxResponse{}, nil
}

// delayStop waits as long as the faults ask, unless the pod is stopped already, and no longer than the caller.
func (s *Server) delayStop(ctx context.Context, id string) error {
	rules, err := faults.Load(s.config.FaultsFile)
	if err != nil {
		return status.Error(codes.FailedPrecondition, err.Error())
	}
	s.mu.Lock()
	sb := s.sandboxes[id]
	stopped := sb == nil || !sb.ready
	s.mu.Unlock()
	if stopped {
		return nil
	}
	pod := sb.config.GetMetadata()
	delay := rules.Delay(faults.SlowStop, faults.Target{Namespace: pod.GetNamespace(), Pod: pod.GetName()})
	return pause(ctx, delay, "stop of pod "+pod.GetName())
}

// RemovePodSandbox forgets the pod and its containers.
func (s *Server) RemovePodSandbox(ctx context.Context, r *v1.RemovePodSandboxRequest) (*v1.RemovePodSandboxResponse, error) {
	if _, err := s.StopPodSandbox(ctx, &v1.StopPodSandboxRequest{PodSandboxId: r.PodSandboxId}); err != nil {
		return nil, err
	}
	for _, c := range s.containersOf(r.PodSandboxId) {
		s.forget(c)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.sandboxes, r.PodSandboxId)
	return &v1.RemovePodSandboxResponse{}, nil
}

// PodSandboxStatus tells the pod's address and state.
func (s *Server) PodSandboxStatus(_ context.Context, r *v1.PodSandboxStatusRequest) (*v1.PodSandboxStatusResponse, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sb := s.sandboxes[r.PodSandboxId]
	if sb == nil {
		return nil, status.Errorf(codes.NotFound, "no pod sandbox %q", r.PodSandboxId)
	}
	return &v1.PodSandboxStatusResponse{Status: &v1.PodSandboxStatus{
		Id: sb.id, Metadata: sb.config.Metadata, State: sb.state(), CreatedAt: sb.created.UnixNano(),
		Labels: sb.config.Labels, Annotations: sb.config.Annotations,
		Network: &v1.PodSandboxNetworkStatus{Ip: sb.ip()},
		Linux:   &v1.LinuxPodSandboxStatus{Namespaces: &v1.Namespace{Options: namespaceOptions(sb.config)}},
	}}, nil
}

// ListPodSandbox lists what the filter selects.
func (s *Server) ListPodSandbox(_ context.Context, r *v1.ListPodSandboxRequest) (*v1.ListPodSandboxResponse, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := &v1.ListPodSandboxResponse{}
	for _, sb := range s.sandboxes {
		if !sb.selectedBy(r.GetFilter()) {
			continue
		}
		list.Items = append(list.Items, &v1.PodSandbox{
			Id: sb.id, Metadata: sb.config.Metadata, State: sb.state(), CreatedAt: sb.created.UnixNano(),
			Labels: sb.config.Labels, Annotations: sb.config.Annotations,
		})
	}
	return list, nil
}

func (sb *sandbox) selectedBy(f *v1.PodSandboxFilter) bool {
	return (f.GetId() == "" || f.GetId() == sb.id) &&
		(f.GetState() == nil || f.GetState().State == sb.state()) &&
		selected(f.GetLabelSelector(), sb.config.Labels)
}
