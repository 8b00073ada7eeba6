package cri

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"strconv"

	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"
	"k8s.io/cri-streaming/pkg/streaming"
	"k8s.io/cri-streaming/pkg/streaming/remotecommand"
)

// startStreaming serves kubectl exec and port-forward on a port of the loopback, which the kubelet relays.
func startStreaming(ctx context.Context, s *Server) (streaming.Server, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("streaming server: %w", err)
	}
	config := streaming.DefaultConfig
	config.BaseURL = &url.URL{Scheme: "http", Host: listener.Addr().String()}
	handler, err := streaming.NewServer(config, streamer{s})
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	server := &http.Server{Handler: handler}
	context.AfterFunc(ctx, func() { server.Close() })
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			log.Printf("streaming server ended: %v", err)
		}
	}()
	return handler, nil
}

// Exec answers where the kubelet is to connect to.
func (s *Server) Exec(_ context.Context, r *v1.ExecRequest) (*v1.ExecResponse, error) {
	if _, err := s.runningWorkload(r.ContainerId); err != nil {
		return nil, err
	}
	return s.stream.GetExec(r)
}

// PortForward answers where the kubelet is to connect to.
func (s *Server) PortForward(_ context.Context, r *v1.PortForwardRequest) (*v1.PortForwardResponse, error) {
	return s.stream.GetPortForward(r)
}

type streamer struct{ server *Server }

func (t streamer) Exec(ctx context.Context, id string, command []string, in io.Reader, out, errors io.WriteCloser, _ bool, _ <-chan remotecommand.TerminalSize) error {
	work, err := t.server.runningWorkload(id)
	if err != nil {
		return err
	}
	with := streams{in: in}
	if out != nil {
		with.out = out
	}
	if with.err = with.out; errors != nil { // with a terminal there is one stream only
		with.err = errors
	}
	return work.exec(ctx, command, with)
}

func (t streamer) Attach(context.Context, string, io.Reader, io.WriteCloser, io.WriteCloser, bool, <-chan remotecommand.TerminalSize) error {
	return errors.New("the sandbox cannot attach to a container; use logs or exec")
}

// PortForward connects with the pod's address; what listens there are the probes' ports.
func (t streamer) PortForward(ctx context.Context, id string, port int32, stream io.ReadWriteCloser) error {
	t.server.mu.Lock()
	sb := t.server.sandboxes[id]
	t.server.mu.Unlock()
	if sb == nil {
		return fmt.Errorf("no pod sandbox %q", id)
	}
	host := sb.ip()
	if host == "" {
		host = "127.0.0.1"
	}
	var dialer net.Dialer
	connection, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(host, strconv.Itoa(int(port))))
	if err != nil {
		return err
	}
	defer connection.Close()
	go func() {
		io.Copy(connection, stream)
		connection.Close()
	}()
	_, err = io.Copy(stream, connection)
	return err
}
