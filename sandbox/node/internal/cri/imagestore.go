package cri

import (
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

	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"
)

const (
	imageSize = 1 << 20 // every image's, made up
	imageUser = 65532   // every image's, as distroless ones have it: the kubelet refuses root where a pod says runAsNonRoot
)

// imageStore remembers which images were pulled, over restarts too, as a real one does on its disk.
type imageStore struct {
	mu   sync.Mutex
	file string
	refs map[string]string // id → reference

	pulls map[string]time.Time // reference → when the pull that was begun last ends
}

func newImageStore(file string) (*imageStore, error) {
	store := &imageStore{file: file, refs: map[string]string{}, pulls: map[string]time.Time{}}
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

// remaining is how long a pull takes from now: whoever asks for an image that is being pulled waits for that pull, as
// containerd downloads a layer once.
func (i *imageStore) remaining(ref string, whole time.Duration) time.Duration {
	i.mu.Lock()
	defer i.mu.Unlock()
	if left := time.Until(i.pulls[ref]); left > 0 {
		return left
	}
	i.pulls[ref] = time.Now().Add(whole)
	return whole
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
	image := &v1.Image{Id: id, Size: imageSize, Spec: &v1.ImageSpec{Image: ref}, Uid: &v1.Int64Value{Value: imageUser}}
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
