package gateway

import (
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
	"sync"
	"time"
)

const (
	keepAlive   = 10 * time.Second
	dialTimeout = 10 * time.Second
)

// relay serves one public port.
type relay struct {
	route    Route
	listener net.Listener // nil while new connections are refused; the gateway's lock guards it

	mu     sync.Mutex
	pairs  map[net.Conn]net.Conn // client → host
	closed bool
}

// listen takes new connections.
func (r *relay) listen(public netip.AddrPort) error {
	if r.listener != nil {
		return nil
	}
	listener, err := net.Listen("tcp4", public.String())
	if err != nil {
		return err
	}
	r.listener = listener
	go r.accept(listener)
	return nil
}

// refuse takes no new connections. What goes through it already stays: when a machine dies, nobody is told.
func (r *relay) refuse() {
	if r.listener != nil {
		r.listener.Close()
		r.listener = nil
	}
}

func (r *relay) accept(listener net.Listener) {
	for {
		client, err := listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err == nil {
			go r.serve(client)
		}
	}
}

// serve joins a client with the host. A host that does not answer is shown as a reset, not as an orderly end.
func (r *relay) serve(client net.Conn) {
	ctx, cancel := context.WithTimeout(context.Background(), dialTimeout)
	defer cancel()
	host, err := r.route.Dial(ctx, r.route.Private)
	if err != nil {
		reset(client)
		return
	}
	if !r.register(client, host) {
		reset(client)
		reset(host)
		return
	}
	defer r.forget(client)
	keepAlives(host)
	var both sync.WaitGroup
	both.Go(func() { pass(host, client) })
	both.Go(func() { pass(client, host) })
	both.Wait()
}

// pass copies one direction and hands its end on; a broken one breaks both.
func pass(to, from net.Conn) {
	if _, err := io.Copy(to, from); err != nil {
		reset(to)
		reset(from)
		return
	}
	_ = to.(*net.TCPConn).CloseWrite() // it may be gone already
}

func (r *relay) register(client, host net.Conn) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return false
	}
	r.pairs[client] = host
	return true
}

func (r *relay) forget(client net.Conn) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if host := r.pairs[client]; host != nil {
		host.Close()
	}
	client.Close()
	delete(r.pairs, client)
}

// close ends the port and what goes through it, as an address that is taken away ends its connections.
func (r *relay) close() {
	r.refuse()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
	for client, host := range r.pairs {
		reset(client)
		reset(host)
	}
}

func reset(connection net.Conn) {
	_ = connection.(*net.TCPConn).SetLinger(0) // a closed connection cannot be reset any more
	connection.Close()
}

// keepAlives finds a host that died without a word, so that no relay outlives it for long.
func keepAlives(host net.Conn) {
	_ = host.(*net.TCPConn).SetKeepAliveConfig(net.KeepAliveConfig{Enable: true, Idle: keepAlive, Interval: keepAlive, Count: 3})
}
