package standin

import (
	"context"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"google.golang.org/grpc"
	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"
)

type registry struct {
	v1.UnimplementedImageServiceServer
	pulled []string
}

func (r *registry) PullImage(_ context.Context, request *v1.PullImageRequest) (*v1.PullImageResponse, error) {
	r.pulled = append(r.pulled, request.GetImage().GetImage())
	return &v1.PullImageResponse{ImageRef: "sha256:1"}, nil
}

func (r *registry) ImageStatus(_ context.Context, request *v1.ImageStatusRequest) (*v1.ImageStatusResponse, error) {
	if !slices.Contains(r.pulled, request.GetImage().GetImage()) {
		return &v1.ImageStatusResponse{}, nil
	}
	return &v1.ImageStatusResponse{Image: &v1.Image{Id: "sha256:1"}}, nil
}

func (r *registry) serve(t *testing.T) (endpoint string) {
	socket := filepath.Join(t.TempDir(), "cri.sock")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	server := grpc.NewServer()
	v1.RegisterImageServiceServer(server, r)
	go server.Serve(listener)
	t.Cleanup(server.Stop)
	return "unix://" + socket
}

func TestGivenARuntimeWhenCrictlPullsThenItIsAskedForThatImage(t *testing.T) {
	runtime := &registry{}
	answer, err := pull(runtime.serve(t), "example.test/web:1")
	if err != nil || answer != "Image is up to date for sha256:1" || !slices.Equal(runtime.pulled, []string{"example.test/web:1"}) {
		t.Errorf("answered %q, %v; pulled %v", answer, err, runtime.pulled)
	}
}

func TestGivenAnImageWhenCrictlInspectsThenOnlyOneThatIsThereIsFound(t *testing.T) {
	endpoint := (&registry{pulled: []string{"example.test/web:1"}}).serve(t)
	if answer, err := inspect(endpoint, "example.test/web:1"); err != nil || !strings.Contains(answer, "sha256:1") {
		t.Errorf("answered %q, %v", answer, err)
	}
	if _, err := inspect(endpoint, "example.test/db:1"); err == nil || !strings.Contains(err.Error(), `"example.test/db:1"`) {
		t.Errorf("got %v", err)
	}
}

func TestGivenNoRuntimeWhenCrictlPullsThenItFails(t *testing.T) {
	_, err := pull("unix://"+filepath.Join(t.TempDir(), "none.sock"), "example.test/web:1")
	if err == nil || !strings.Contains(err.Error(), "none.sock") {
		t.Errorf("got %v", err)
	}
}

func TestGivenAnotherCommandWhenCrictlIsCalledThenItSaysThatItCannot(t *testing.T) {
	if crictl([]string{"ps"}) != 1 {
		t.Error("ps succeeded")
	}
}
