package cri

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"net"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"google.golang.org/grpc"
	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"
	"k8s.io/cri-streaming/pkg/streaming"
)

// Server is the runtime and the image service of one machine.
type Server struct {
	v1.UnimplementedRuntimeServiceServer
	v1.UnimplementedImageServiceServer

	config  Config
	network *podNetwork
	images  *imageStore
	pods    podSource
	stream  streaming.Server

	mu         sync.Mutex // guards the maps and the changing fields of what is in them
	sandboxes  map[string]*sandbox
	containers map[string]*container
	egress     func() error // starts the egress proxy, once
}

// New makes the server of this machine, with what its predecessor remembered.
func New(config Config) (*Server, error) {
	return newServer(config, &namespacePlumbing{}, kubeletPods{address: config.KubeletReadOnly})
}

func newServer(config Config, plumbing plumbing, pods podSource) (*Server, error) {
	if err := os.MkdirAll(config.StateDir, 0o755); err != nil {
		return nil, err
	}
	network, err := newPodNetwork(config.state(podRangeFile), plumbing)
	if err != nil {
		return nil, err
	}
	images, err := newImageStore(config.state("images.json"))
	if err != nil {
		return nil, err
	}
	s := &Server{
		config: config, network: network, images: images, pods: pods,
		sandboxes: map[string]*sandbox{}, containers: map[string]*container{},
	}
	s.egress = sync.OnceValue(s.startEgress)
	return s, nil
}

// Serve answers on the socket until the context ends.
func (s *Server) Serve(ctx context.Context) error {
	listener, err := listenUnix(s.config.Socket)
	if err != nil {
		return err
	}
	if s.stream, err = startStreaming(ctx, s); err != nil {
		return err
	}
	disabled, err := criDisabled(s.config.ContainerdConfig)
	if err != nil {
		return err
	}
	server := grpc.NewServer()
	defer context.AfterFunc(ctx, server.Stop)()
	defer s.stopAll()
	if disabled {
		return server.Serve(listener)
	}
	v1.RegisterRuntimeServiceServer(server, s)
	v1.RegisterImageServiceServer(server, s)
	return s.serveWhileCNIFolderStays(server, listener)
}

// serveWhileCNIFolderStays ends with an error when somebody deletes the folder, as containerd does.
func (s *Server) serveWhileCNIFolderStays(server *grpc.Server, listener net.Listener) error {
	watch, err := watchCNI(s.config.CNIDir)
	if err != nil {
		return err
	}
	removed := make(chan error, 1)
	go func() {
		removed <- watch.untilRemoved()
		server.Stop()
	}()
	err = server.Serve(listener)
	watch.close()
	return errors.Join(<-removed, err)
}

// stopAll ends every container at once: none outlives this server, and real ones should end in good order.
func (s *Server) stopAll() {
	s.mu.Lock()
	all := slices.Collect(maps.Values(s.containers))
	s.mu.Unlock()
	var stopping sync.WaitGroup
	for _, c := range all {
		stopping.Go(func() { s.stop(c, stopGrace) })
	}
	stopping.Wait()
}

// listenUnix replaces the socket that a killed predecessor left.
func listenUnix(path string) (net.Listener, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	if err := os.RemoveAll(path); err != nil {
		return nil, err
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("CRI socket: %w", err)
	}
	return listener, nil
}

func newID() string {
	id := make([]byte, 32)
	rand.Read(id) // never fails (crypto/rand)
	return hex.EncodeToString(id)
}

// selected tells whether labels hold everything that the selector asks.
func selected(selector, labels map[string]string) bool {
	for key, value := range selector {
		if labels[key] != value {
			return false
		}
	}
	return true
}
