package cri

import (
	"context"
	"path/filepath"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"

	"clusterline.io/sandbox/node/internal/faults"
)

// workload is what stands behind a running container: processes, or a pretence.
type workload interface {
	stop(grace time.Duration) // ends it; the container's end is told through Server.finish
	executor
}

type container struct {
	id      string
	sandbox *sandbox
	config  *v1.ContainerConfig
	image   string // as the pod names it
	log     containerLog
	created time.Time
	ended   chan struct{}

	// guarded by Server.mu
	state             v1.ContainerState
	started, finished time.Time
	exitCode          int32
	workload          workload
}

func (c *container) name() string { return c.config.GetMetadata().GetName() }

func (c *container) target() faults.Target {
	pod := c.sandbox.config.GetMetadata()
	return faults.Target{Namespace: pod.GetNamespace(), Pod: pod.GetName(), Image: c.image}
}

// CreateContainer notes what is to run.
func (s *Server) CreateContainer(_ context.Context, r *v1.CreateContainerRequest) (*v1.CreateContainerResponse, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sb := s.sandboxes[r.PodSandboxId]
	if sb == nil {
		return nil, status.Errorf(codes.NotFound, "no pod sandbox %q", r.PodSandboxId)
	}
	c := &container{id: newID(), sandbox: sb, config: r.Config, image: r.Config.GetImage().GetImage(), created: time.Now(),
		ended: make(chan struct{}), state: v1.ContainerState_CONTAINER_CREATED}
	if named := r.Config.GetImage().GetUserSpecifiedImage(); named != "" {
		c.image = named // Image is the id that PullImage answered
	}
	if r.Config.LogPath != "" {
		c.log.path = filepath.Join(sb.config.LogDirectory, r.Config.LogPath)
	}
	s.containers[c.id] = c
	return &v1.CreateContainerResponse{ContainerId: c.id}, nil
}

// StopContainer ends it, gently first.
func (s *Server) StopContainer(_ context.Context, r *v1.StopContainerRequest) (*v1.StopContainerResponse, error) {
	if c := s.container(r.ContainerId); c != nil {
		s.stop(c, time.Duration(r.Timeout)*time.Second)
	}
	return &v1.StopContainerResponse{}, nil
}

// RemoveContainer ends and forgets it.
func (s *Server) RemoveContainer(_ context.Context, r *v1.RemoveContainerRequest) (*v1.RemoveContainerResponse, error) {
	if c := s.container(r.ContainerId); c != nil {
		s.stop(c, 0)
		s.forget(c)
	}
	return &v1.RemoveContainerResponse{}, nil
}

// ReopenContainerLog is called after the kubelet has rotated the file away.
func (s *Server) ReopenContainerLog(_ context.Context, r *v1.ReopenContainerLogRequest) (*v1.ReopenContainerLogResponse, error) {
	c := s.container(r.ContainerId)
	if c == nil {
		return nil, status.Errorf(codes.NotFound, "no container %q", r.ContainerId)
	}
	return &v1.ReopenContainerLogResponse{}, c.log.open()
}

func (s *Server) container(id string) *container {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.containers[id]
}

func (s *Server) containersOf(sandboxID string) (found []*container) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.containers {
		if c.sandbox.id == sandboxID {
			found = append(found, c)
		}
	}
	return found
}

func (s *Server) stop(c *container, grace time.Duration) {
	s.mu.Lock()
	running := c.state == v1.ContainerState_CONTAINER_RUNNING
	work := c.workload
	s.mu.Unlock()
	if running {
		work.stop(grace)
		<-c.ended
	}
}

func (s *Server) forget(c *container) {
	c.log.close()
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.containers, c.id)
}

// finish notes the end of a container; only its first end counts.
func (s *Server) finish(c *container, exitCode int32) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.state != v1.ContainerState_CONTAINER_RUNNING {
		return
	}
	c.state, c.exitCode, c.finished = v1.ContainerState_CONTAINER_EXITED, exitCode, time.Now()
	close(c.ended)
}
