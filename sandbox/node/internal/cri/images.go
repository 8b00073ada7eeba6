package cri

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"

	"clusterline.io/sandbox/node/internal/faults"
)

const imageSize = 1 << 20 // every image's, made up

// imageStore remembers which images were pulled, over restarts too, as a real one does on its disk.
type imageStore struct {
	mu   sync.Mutex
	file string
	refs map[string]string // id → reference
}

func newImageStore(file string) (*imageStore, error) {
	store := &imageStore{file: file, refs: map[string]string{}}
	content, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return store, nil
	}
	if err == nil {
		err = json.Unmarshal(content, &store.refs)
	}
	if err != nil {
		return nil, fmt.Errorf("remembered images %s: %w", file, err)
	}
	return store, nil
}

func (i *imageStore) change(change func(refs map[string]string)) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	change(i.refs)
	content, err := json.Marshal(i.refs)
	if err != nil {
		return err
	}
	return writeFile(i.file, content)
}

// get answers nil for what was not pulled.
func (i *imageStore) get(id string) *v1.Image {
	i.mu.Lock()
	defer i.mu.Unlock()
	if ref, ok := i.refs[id]; ok {
		return image(id, ref)
	}
	return nil
}

func (i *imageStore) list() (all []*v1.Image) {
	i.mu.Lock()
	defer i.mu.Unlock()
	for id, ref := range i.refs {
		all = append(all, image(id, ref))
	}
	slices.SortFunc(all, func(a, b *v1.Image) int { return strings.Compare(a.Id, b.Id) })
	return all
}

func image(id, ref string) *v1.Image {
	image := &v1.Image{Id: id, Size: imageSize, Spec: &v1.ImageSpec{Image: ref}}
	if strings.Contains(ref, "@") {
		image.RepoDigests = []string{ref}
	} else {
		image.RepoTags = []string{ref}
	}
	return image
}

// imageID derives an image's id from its reference; an id stays itself.
func imageID(ref string) string {
	if strings.HasPrefix(ref, "sha256:") {
		return ref
	}
	sum := sha256.Sum256([]byte(ref))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// imageRepository is the reference without tag and digest: registry.k8s.io/etcd:3.6.8-0 → registry.k8s.io/etcd.
func imageRepository(ref string) string {
	ref, _, _ = strings.Cut(ref, "@")
	if colon := strings.LastIndex(ref, ":"); colon > strings.LastIndex(ref, "/") {
		ref = ref[:colon]
	}
	return ref
}

// imageName is the last part of the repository: etcd.
func imageName(ref string) string {
	repository := imageRepository(ref)
	return repository[strings.LastIndex(repository, "/")+1:]
}

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
	if err := pause(ctx, profile.imagePull(), "pull of image "+ref); err != nil {
		return nil, err
	}
	return &v1.PullImageResponse{ImageRef: imageID(ref)}, s.images.change(func(refs map[string]string) { refs[imageID(ref)] = ref })
}

// ImageStatus tells whether the image was pulled.
func (s *Server) ImageStatus(_ context.Context, r *v1.ImageStatusRequest) (*v1.ImageStatusResponse, error) {
	return &v1.ImageStatusResponse{Image: s.images.get(imageID(r.GetImage().GetImage()))}, nil
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
