package cri

import (
	"context"
	"strings"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"
)

// Version answers as the containerd that it stands for.
func (s *Server) Version(context.Context, *v1.VersionRequest) (*v1.VersionResponse, error) {
	return &v1.VersionResponse{Version: "0.1.0", RuntimeName: "sandbox", RuntimeVersion: "2.1.4", RuntimeApiVersion: "v1"}, nil
}

// Status tells whether pods can be started: the network is ready once a CNI configuration is there.
func (s *Server) Status(context.Context, *v1.StatusRequest) (*v1.StatusResponse, error) {
	network := &v1.RuntimeCondition{Type: v1.NetworkReady, Status: cniReady(s.config.CNIDir)}
	if !network.Status {
		network.Reason, network.Message = "NetworkPluginNotReady", "Network plugin returns error: cni plugin not initialized"
	}
	conditions := []*v1.RuntimeCondition{{Type: v1.RuntimeReady, Status: true}, network}
	return &v1.StatusResponse{Status: &v1.RuntimeStatus{Conditions: conditions}}, nil
}

// RuntimeConfig names the cgroup driver (there are no cgroups here).
func (s *Server) RuntimeConfig(context.Context, *v1.RuntimeConfigRequest) (*v1.RuntimeConfigResponse, error) {
	return &v1.RuntimeConfigResponse{Linux: &v1.LinuxRuntimeConfiguration{CgroupDriver: v1.CgroupDriver_CGROUPFS}}, nil
}

// UpdateRuntimeConfig takes the pod CIDR. The kubelet tells it once, so it is kept over restarts.
func (s *Server) UpdateRuntimeConfig(_ context.Context, r *v1.UpdateRuntimeConfigRequest) (*v1.UpdateRuntimeConfigResponse, error) {
	first, _, _ := strings.Cut(r.GetRuntimeConfig().GetNetworkConfig().GetPodCidr(), ",")
	if first != "" {
		if err := s.network.setCIDR(first); err != nil {
			return nil, status.Error(codes.InvalidArgument, err.Error())
		}
	}
	return &v1.UpdateRuntimeConfigResponse{}, nil
}
