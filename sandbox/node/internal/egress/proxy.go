// Package egress is the HTTP CONNECT proxy through which the sandbox's API server dials: it lets it reach the machines
// of its VPC and nothing else. (Webhooks by URL, aggregated APIs and pods may name any address.)
package egress

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"time"
)

const (
	dialLimit    = 5 * time.Second
	requestLimit = 5 * time.Second
)

// Proxy connects a client with the allowed addresses.
type Proxy struct {
	Allow    []netip.Prefix
	Services ServiceTable // where the Services of the cluster lead to
}

// Listen replaces the socket that a killed predecessor left.
func Listen(socket string) (net.Listener, error) {
	if err := os.MkdirAll(filepath.Dir(socket), 0o755); err != nil {
		return nil, err
	}
	if err := os.RemoveAll(socket); err != nil {
		return nil, err
	}
	return net.Listen("unix", socket)
}

// Serve answers until the listener is closed.
func (p Proxy) Serve(listener net.Listener) error {
	for {
		client, err := listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("egress proxy: %w", err)
		}
		go p.serve(client)
	}
}

func (p Proxy) serve(client net.Conn) {
	defer client.Close()
	client.SetReadDeadline(time.Now().Add(requestLimit))
	reader := bufio.NewReader(client)
	request, err := http.ReadRequest(reader)
	if err != nil {
		return // it went away, or does not speak HTTP
	}
	client.SetReadDeadline(time.Time{})
	target, err := p.target(request)
	if errors.Is(err, errNoEndpoint) {
		answer(client, http.StatusBadGateway)
		return
	}
	if err != nil {
		log.Printf("egress: refused %s %s: %v", request.Method, request.Host, err)
		answer(client, http.StatusForbidden)
		return
	}
	server, err := net.DialTimeout("tcp", target.String(), dialLimit)
	if err != nil {
		answer(client, http.StatusBadGateway)
		return
	}
	defer server.Close()
	answer(client, http.StatusOK)
	relay(client, reader, server.(*net.TCPConn))
}

// target is the asked address. Names are refused: resolving them would already ask somebody outside.
func (p Proxy) target(request *http.Request) (netip.AddrPort, error) {
	if request.Method != http.MethodConnect {
		return netip.AddrPort{}, fmt.Errorf("method must be CONNECT")
	}
	target, err := netip.ParseAddrPort(request.Host)
	if err != nil {
		return target, fmt.Errorf("target must be address:port: %w", err)
	}
	address := target.Addr().Unmap()
	if slices.ContainsFunc(p.Allow, func(prefix netip.Prefix) bool { return prefix.Contains(address) }) {
		return target, nil
	}
	endpoint, known, err := p.Services.endpoint(target)
	if !known {
		return target, fmt.Errorf("target is outside of %v", p.Allow)
	}
	return endpoint, err
}

func answer(client net.Conn, code int) {
	fmt.Fprintf(client, "HTTP/1.1 %d %s\r\n\r\n", code, http.StatusText(code))
}

// relay copies both ways until the server has said everything; the client's end of sending is passed on.
func relay(client net.Conn, fromClient io.Reader, server *net.TCPConn) {
	go func() {
		io.Copy(server, fromClient)
		server.CloseWrite()
	}()
	io.Copy(client, server)
}
