package cri

import (
	"context"

	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"
)

// ContainerStats knows a container's name and no figures: there are no cgroups to read.
func (s *Server) ContainerStats(_ context.Context, r *v1.ContainerStatsRequest) (*v1.ContainerStatsResponse, error) {
	return &v1.ContainerStatsResponse{Stats: &v1.ContainerStats{Attributes: &v1.ContainerAttributes{Id: r.ContainerId}}}, nil
}

// ListContainerStats lists nothing.
func (s *Server) ListContainerStats(context.Context, *v1.ListContainerStatsRequest) (*v1.ListContainerStatsResponse, error) {
	return &v1.ListContainerStatsResponse{}, nil
}

// UpdateContainerResources accepts limits that nothing enforces.
func (s *Server) UpdateContainerResources(context.Context, *v1.UpdateContainerResourcesRequest) (*v1.UpdateContainerResourcesResponse, error) {
	return &v1.UpdateContainerResourcesResponse{}, nil
}
