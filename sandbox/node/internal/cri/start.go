package cri

import (
	"context"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"

	"clusterline.io/sandbox/node/internal/faults"
)

// StartContainer runs it for real when it belongs to the control plane, in name only otherwise.
func (s *Server) StartContainer(ctx context.Context, r *v1.StartContainerRequest) (*v1.StartContainerResponse, error) {
	c := s.container(r.ContainerId)
	if c == nil {
		return nil, status.Errorf(codes.NotFound, "no container %q", r.ContainerId)
	}
	rules, err := faults.Load(s.config.FaultsFile)
	if err != nil {
		return nil, status.Error(codes.FailedPrecondition, err.Error())
	}
	if err := s.delayStart(ctx, c, rules); err != nil {
		return nil, err
	}
	if err := c.log.open(); err != nil {
		return nil, status.Errorf(codes.Internal, "log of container %s: %v", c.name(), err)
	}
	return &v1.StartContainerResponse{}, s.start(ctx, c, rules)
}

func (s *Server) start(ctx context.Context, c *container, rules faults.Rules) error {
	if rules.Has(faults.CrashLoop, c.target()) {
		return s.startCrash(c, "sandbox: this container was told to crash")
	}
	if isControlPlane(c.image) {
		return s.startProcesses(c)
	}
	return s.startPretence(ctx, c)
}

// delayStart waits as long as the latency profile and the faults ask: without a lock, and no longer than the caller.
func (s *Server) delayStart(ctx context.Context, c *container, rules faults.Rules) error {
	profile, err := s.config.loadLatency()
	if err != nil {
		return status.Error(codes.FailedPrecondition, err.Error())
	}
	delay := rules.Delay(faults.Slow, c.target())
	if !isControlPlane(c.image) { // a real process takes its real time
		delay += profile.containerStart()
	}
	return pause(ctx, delay, "start of container "+c.name())
}

// running notes that the workload runs, unless the container was removed or started meanwhile.
func (s *Server) running(c *container, work workload) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.containers[c.id] != c || c.state != v1.ContainerState_CONTAINER_CREATED {
		return status.Errorf(codes.FailedPrecondition, "container %s is no longer waiting to be started (%s)", c.name(), c.state)
	}
	c.state, c.started, c.workload = v1.ContainerState_CONTAINER_RUNNING, time.Now(), work
	return nil
}

func pause(ctx context.Context, duration time.Duration, what string) error {
	if duration <= 0 {
		return nil
	}
	timer := time.NewTimer(duration)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return status.Errorf(codes.DeadlineExceeded, "%s: the sandbox was told to take %s, the caller gave up before: %v", what, duration, ctx.Err())
	}
}
