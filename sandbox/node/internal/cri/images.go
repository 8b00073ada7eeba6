package cri

import (
	"context"
	"strings"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"

	"clusterline.io/sandbox/node/internal/faults"
	"clusterline.io/sandbox/node/internal/guest"
)

// PullImage takes the time that the latency profile says, or fails when a fault was ordered.
func (s *Server) PullImage(ctx context.Context, r *v1.PullImageRequest) (*v1.PullImageResponse, error) {
	ref := r.GetImage().GetImage()
	rules, err := faults.Load(s.config.FaultsFile)
	if err != nil {
		return nil, status.Error(codes.FailedPrecondition, err.Error())
	}
	profile, err := s.config.loadLatency()
	if err != nil {
		return nil, status.Error(codes.FailedPrecondition, err.Error())
	}
	pod := r.GetSandboxConfig().GetMetadata()
	if rules.Has(faults.PullError, faults.Target{Namespace: pod.GetNamespace(), Pod: pod.GetName(), Image: ref}) {
		return nil, status.Errorf(codes.NotFound, "failed to pull and unpack image %q: failed to resolve reference %q: not found (a fault of the sandbox)", ref, ref)
	}
	if err := pause(ctx, s.images.remaining(ref, profile.imagePull()), "pull of image "+ref); err != nil {
		return nil, err
	}
	return &v1.PullImageResponse{ImageRef: imageID(ref)}, s.images.change(func(refs map[string]string) { refs[imageID(ref)] = ref })
}

// ImageStatus tells whether the image was pulled, or came with the machine's image.
func (s *Server) ImageStatus(_ context.Context, r *v1.ImageStatusRequest) (*v1.ImageStatusResponse, error) {
	ref := r.GetImage().GetImage()
	there := s.images.get(imageID(ref))
	if there == nil && s.isBaked(ref) {
		there = image(imageID(ref), ref)
		return &v1.ImageStatusResponse{Image: there}, s.images.change(func(refs map[string]string) { refs[imageID(ref)] = ref })
	}
	return &v1.ImageStatusResponse{Image: there}, nil
}

// isBaked says that the machine's image holds that container image: a baked one holds every image but those that a fault
// takes from it, for all pods.
func (s *Server) isBaked(ref string) bool {
	identity, err := guest.ReadIdentity(s.config.Instance)
	if err != nil || !identity.Baked || strings.HasPrefix(ref, "sha256:") {
		return false
	}
	rules, err := faults.Load(s.config.FaultsFile)
	return err == nil && !rules.Has(faults.PullError, faults.Target{Image: ref})
}

// ListImages lists what was pulled.
func (s *Server) ListImages(context.Context, *v1.ListImagesRequest) (*v1.ListImagesResponse, error) {
	return &v1.ListImagesResponse{Images: s.images.list()}, nil
}

// RemoveImage forgets an image.
func (s *Server) RemoveImage(_ context.Context, r *v1.RemoveImageRequest) (*v1.RemoveImageResponse, error) {
	return &v1.RemoveImageResponse{}, s.images.change(func(refs map[string]string) { delete(refs, imageID(r.GetImage().GetImage())) })
}

// ImageFsInfo says that there is hardly anything on the image disk.
func (s *Server) ImageFsInfo(context.Context, *v1.ImageFsInfoRequest) (*v1.ImageFsInfoResponse, error) {
	usage := []*v1.FilesystemUsage{{
		Timestamp: time.Now().UnixNano(), FsId: &v1.FilesystemIdentifier{Mountpoint: s.config.StateDir},
		UsedBytes: &v1.UInt64Value{Value: imageSize}, InodesUsed: &v1.UInt64Value{Value: 1},
	}}
	return &v1.ImageFsInfoResponse{ImageFilesystems: usage, ContainerFilesystems: usage}, nil
}
