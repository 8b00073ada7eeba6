package standin

import (
	"context"
	"net"
	"path/filepath"
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

func TestGivenARuntimeWhenCrictlPullsThenItIsAskedForThatImage(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "cri.sock")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	runtime, server := &registry{}, grpc.NewServer()
	v1.RegisterImageServiceServer(server, runtime)
	go server.Serve(listener)
	defer server.Stop()

	answer, err := pull("unix://"+socket, "example.test/web:1")
	if err != nil || answer != "sha256:1" || len(runtime.pulled) != 1 || runtime.pulled[0] != "example.test/web:1" {
		t.Errorf("answered %q, %v; pulled %v", answer, err, runtime.pulled)
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
