// Package gateway plays the internet gateway: it listens on the public addresses of the instances, which are loopback
// addresses of the machine, and relays to their private addresses inside their VPC.
package gateway

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"sync"
)

// Pool holds every public address of the sandbox; the gateway listens on no other.
var Pool = netip.MustParsePrefix("127.1.0.0/16")

// Dialer connects inside a VPC and refuses whatever is outside it.
type Dialer func(ctx context.Context, to netip.AddrPort) (net.Conn, error)

// Route is one open port.
type Route struct {
	Private netip.AddrPort
	Owner   string // the instance, so that an address that moves is a new route
	Open    bool   // whether the host answers: new connections are refused while it does not
	Dial    Dialer
}

func (r Route) same(other Route) bool { return r.Private == other.Private && r.Owner == other.Owner }

// Gateway keeps a relay per open public port.
type Gateway struct {
	mu     sync.Mutex
	relays map[netip.AddrPort]*relay
}

// New has nothing open.
func New() *Gateway { return &Gateway{relays: map[netip.AddrPort]*relay{}} }

// Apply opens and closes until exactly these routes exist. A route that cannot be opened is in the error, the others are
// there.
func (g *Gateway) Apply(routes map[netip.AddrPort]Route) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	for public, existing := range g.relays {
		if wanted, stays := routes[public]; !stays || !wanted.same(existing.route) {
			existing.close()
			delete(g.relays, public)
		}
	}
	var failed error
	for public, route := range routes {
		failed = errors.Join(failed, g.ensure(public, route))
	}
	return failed
}

func (g *Gateway) ensure(public netip.AddrPort, route Route) error {
	if !Pool.Contains(public.Addr()) {
		return fmt.Errorf("public address %s of %s is not in %s: the sandbox listens on nothing else", public, route.Owner, Pool)
	}
	existing := g.relays[public]
	if existing == nil {
		existing = &relay{route: route, pairs: map[net.Conn]net.Conn{}}
		g.relays[public] = existing
	}
	if !route.Open {
		existing.refuse()
		return nil
	}
	if err := existing.listen(public); err != nil {
		return fmt.Errorf("public address %s of %s: %w", public, route.Owner, err)
	}
	return nil
}
