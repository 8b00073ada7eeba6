package cri

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"
	corev1 "k8s.io/api/core/v1"

	"clusterline.io/sandbox/node/internal/faults"
)

// probeServer answers the probes of one pretended container: well, unless it was ordered never to become ready.
// That is asked at each probe, so that a withdrawn fault heals.
type probeServer struct {
	image       string
	certificate *tls.Certificate // of a webhook behind the port that HTTPS probes ask; nil: any will do
	neverReady  func() bool
	readyExec   []string // the readiness probe's command
	servers     []io.Closer
}

func (s *Server) openProbes(c *container, spec *corev1.Container) (*probeServer, error) {
	p := &probeServer{image: c.image, neverReady: func() bool {
		rules, err := faults.Load(s.config.FaultsFile)
		return err == nil && rules.Has(faults.NeverReady, c.target()) // a broken file is told at starts and pulls
	}}
	if ready := spec.ReadinessProbe; ready != nil && ready.Exec != nil {
		p.readyExec = ready.Exec.Command
	}
	ports, err := probePorts(spec, c.sandbox.ip())
	if err != nil {
		return nil, err
	}
	if p.certificate, err = mountedCertificate(c); err != nil {
		return nil, err
	}
	for _, port := range ports {
		if err := p.open(port, s.listenFor(c)); err != nil {
			p.close()
			return nil, fmt.Errorf("port %s of its %s probe: %w", port.address, port.protocol, err)
		}
	}
	return p, nil
}

// listenFor opens sockets where the container would: in the pods' network or in the machine's.
func (s *Server) listenFor(c *container) func(string) (net.Listener, error) {
	if c.sandbox.address.IsValid() {
		return s.network.listen
	}
	return func(address string) (net.Listener, error) { return net.Listen("tcp", address) }
}

func (p *probeServer) close() {
	for _, server := range p.servers {
		server.Close()
	}
}

// execResult is the exit code of a probe's or a hook's command.
func (p *probeServer) execResult(command []string) int32 {
	if p.readyExec != nil && slices.Equal(command, p.readyExec) && p.neverReady() {
		return 1
	}
	return 0
}

func (p *probeServer) open(port *probePort, listen func(string) (net.Listener, error)) error {
	if port.protocol == tcpProtocol && port.readiness && p.neverReady() {
		return nil // a port that is not open is the only way to fail; it stays so until the container's next start
	}
	listener, err := listen(port.address)
	if err != nil {
		return err
	}
	if port.protocol == grpcProtocol {
		return p.serveGRPC(listener)
	}
	return p.serveHTTP(listener, port)
}

// serveHTTP also serves TCP probes, which only connect.
func (p *probeServer) serveHTTP(listener net.Listener, port *probePort) error {
	if port.protocol == httpsProtocol {
		certificate, err := p.serving()
		if err != nil {
			return errors.Join(err, listener.Close())
		}
		listener = tls.NewListener(listener, &tls.Config{Certificates: []tls.Certificate{certificate}})
	}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if slices.Contains(port.readyPaths, r.URL.Path) && p.neverReady() {
			http.Error(w, "sandbox: this container was told never to become ready", http.StatusInternalServerError)
			return
		}
		switch {
		case p.certificate != nil && r.Method == http.MethodPost:
			allow(w, r)
		case !aggregated(p.image, w, r):
			io.WriteString(w, "ok\n")
		}
	})}
	p.servers = append(p.servers, server)
	go server.Serve(listener)
	return nil
}

func (p *probeServer) serving() (tls.Certificate, error) {
	if p.certificate != nil {
		return *p.certificate, nil
	}
	return selfSigned()
}

func (p *probeServer) serveGRPC(listener net.Listener) error {
	server := grpc.NewServer()
	grpc_health_v1.RegisterHealthServer(server, grpcHealth{probes: p})
	p.servers = append(p.servers, listener)
	go server.Serve(listener)
	return nil
}

type grpcHealth struct {
	grpc_health_v1.UnimplementedHealthServer
	probes *probeServer
}

func (h grpcHealth) Check(context.Context, *grpc_health_v1.HealthCheckRequest) (*grpc_health_v1.HealthCheckResponse, error) {
	if h.probes.neverReady() {
		return nil, status.Error(codes.Unavailable, "sandbox: this container was told never to become ready")
	}
	return &grpc_health_v1.HealthCheckResponse{Status: grpc_health_v1.HealthCheckResponse_SERVING}, nil
}
