package cri

import (
	"context"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"
)

// ListContainers lists what the filter selects.
func (s *Server) ListContainers(_ context.Context, r *v1.ListContainersRequest) (*v1.ListContainersResponse, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := &v1.ListContainersResponse{}
	for _, c := range s.containers {
		if !c.selectedBy(r.GetFilter()) {
			continue
		}
		list.Containers = append(list.Containers, &v1.Container{
			Id: c.id, PodSandboxId: c.sandbox.id, Metadata: c.config.Metadata, State: c.state, CreatedAt: c.created.UnixNano(),
			Image: c.config.Image, ImageRef: imageID(c.image), ImageId: imageID(c.image),
			Labels: c.config.Labels, Annotations: c.config.Annotations,
		})
	}
	return list, nil
}

func (c *container) selectedBy(f *v1.ContainerFilter) bool {
	return (f.GetId() == "" || f.GetId() == c.id) &&
		(f.GetPodSandboxId() == "" || f.GetPodSandboxId() == c.sandbox.id) &&
		(f.GetState() == nil || f.GetState().State == c.state) &&
		selected(f.GetLabelSelector(), c.config.Labels)
}

// ContainerStatus tells everything about one container.
func (s *Server) ContainerStatus(_ context.Context, r *v1.ContainerStatusRequest) (*v1.ContainerStatusResponse, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.containers[r.ContainerId]
	if c == nil {
		return nil, status.Errorf(codes.NotFound, "no container %q", r.ContainerId)
	}
	return &v1.ContainerStatusResponse{Status: &v1.ContainerStatus{
		Id: c.id, Metadata: c.config.Metadata, State: c.state, ExitCode: c.exitCode, Reason: c.reason(),
		CreatedAt: c.created.UnixNano(), StartedAt: nanoseconds(c.started), FinishedAt: nanoseconds(c.finished),
		Image: c.config.Image, ImageRef: imageID(c.image), ImageId: imageID(c.image), Mounts: c.config.Mounts,
		Labels: c.config.Labels, Annotations: c.config.Annotations, LogPath: c.log.path,
	}}, nil
}

func (c *container) reason() string {
	switch {
	case c.state != v1.ContainerState_CONTAINER_EXITED:
		return ""
	case c.exitCode == 0:
		return "Completed"
	default:
		return "Error"
	}
}

// nanoseconds is 0 for what has not happened yet, as CRI wants it.
func nanoseconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}
