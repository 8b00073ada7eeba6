package gateway

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

// hostSaying is a server that names itself and then echoes; the dialer leads every route to it.
func hostSaying(t *testing.T, name string) Dialer {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer connection.Close()
				io.WriteString(connection, name+"\n")
				io.Copy(connection, connection)
			}()
		}
	}()
	return func(ctx context.Context, _ netip.AddrPort) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "tcp4", listener.Addr().String())
	}
}

var public = netip.MustParseAddrPort("127.1.220.10:2201")

func route(owner string, dial Dialer) map[netip.AddrPort]Route {
	return map[netip.AddrPort]Route{public: {Private: netip.MustParseAddrPort("10.0.1.10:22"), Owner: owner, Open: true, Dial: dial}}
}

func connect(t *testing.T) net.Conn {
	t.Helper()
	connection, err := net.DialTimeout("tcp4", public.String(), time.Second)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { connection.Close() })
	connection.SetDeadline(time.Now().Add(5 * time.Second))
	return connection
}

func firstLine(t *testing.T, connection net.Conn) string {
	t.Helper()
	line, err := bufio.NewReader(connection).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(line)
}

func gatewayWith(t *testing.T, routes map[netip.AddrPort]Route) *Gateway {
	t.Helper()
	gateway := New()
	t.Cleanup(func() { gateway.Apply(nil) })
	if err := gateway.Apply(routes); err != nil {
		t.Fatal(err)
	}
	return gateway
}

func TestGivenARouteWhenConnectedThenBothDirectionsAndTheEndOfOneArePassed(t *testing.T) {
	gatewayWith(t, route("i-1", hostSaying(t, "alpha")))
	connection := connect(t)
	io.WriteString(connection, "hello")
	connection.(*net.TCPConn).CloseWrite()
	content, err := io.ReadAll(connection)
	if err != nil || string(content) != "alpha\nhello" {
		t.Errorf("%q %v", content, err)
	}
}

func TestGivenAnAddressThatMovesWhenAppliedThenNewAndOldConnectionsFollow(t *testing.T) {
	gateway := gatewayWith(t, route("i-1", hostSaying(t, "alpha")))
	old := connect(t)
	firstLine(t, old)
	if err := gateway.Apply(route("i-2", hostSaying(t, "beta"))); err != nil {
		t.Fatal(err)
	}
	if name := firstLine(t, connect(t)); name != "beta" {
		t.Errorf("the address leads to %s", name)
	}
	if _, err := old.Read(make([]byte, 1)); err == nil || errors.Is(err, io.EOF) {
		t.Errorf("the old connection was not reset: %v", err)
	}
}

func TestGivenAnUnchangedRouteWhenAppliedAgainThenItsConnectionsLive(t *testing.T) {
	dial := hostSaying(t, "alpha")
	gateway := gatewayWith(t, route("i-1", dial))
	connection := connect(t)
	firstLine(t, connection)
	if err := gateway.Apply(route("i-1", dial)); err != nil {
		t.Fatal(err)
	}
	io.WriteString(connection, "x\n")
	if line := firstLine(t, connection); line != "x" {
		t.Errorf("%q", line)
	}
}

func TestGivenAHostThatDiesWhenAppliedThenNewConnectionsAreRefusedAndOldOnesHearNothing(t *testing.T) {
	dial := hostSaying(t, "alpha")
	gateway := gatewayWith(t, route("i-1", dial))
	old := connect(t)
	firstLine(t, old)
	dead := route("i-1", dial)
	dead[public] = Route{Private: dead[public].Private, Owner: "i-1", Dial: dial}
	if err := gateway.Apply(dead); err != nil {
		t.Fatal(err)
	}
	if _, err := net.DialTimeout("tcp4", public.String(), time.Second); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("%v", err)
	}
	old.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
	if _, err := old.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("the old connection heard something: %v", err)
	}
	if err := gateway.Apply(route("i-1", dial)); err != nil {
		t.Fatal(err)
	}
	connect(t)
}

func TestGivenAClosedRouteWhenConnectedThenItIsRefused(t *testing.T) {
	gateway := gatewayWith(t, route("i-1", hostSaying(t, "alpha")))
	if err := gateway.Apply(nil); err != nil {
		t.Fatal(err)
	}
	if _, err := net.DialTimeout("tcp4", public.String(), time.Second); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("%v", err)
	}
}

func TestGivenAHostThatDoesNotAnswerWhenConnectedThenTheClientSeesAReset(t *testing.T) {
	gatewayWith(t, route("i-1", func(context.Context, netip.AddrPort) (net.Conn, error) { return nil, errors.New("no host") }))
	connection, err := net.DialTimeout("tcp4", public.String(), time.Second)
	if err == nil { // the reset may also come while the client still connects
		_, err = connection.Read(make([]byte, 1))
	}
	if !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("%v", err)
	}
}

func TestGivenAnAddressOutsideThePoolWhenAppliedThenItIsRefusedAndTheOthersAreThere(t *testing.T) {
	gateway := New()
	defer gateway.Apply(nil)
	routes := route("i-1", hostSaying(t, "alpha"))
	for _, address := range []string{"0.0.0.0:2202", "127.0.0.1:2202", "192.0.2.1:2202"} {
		routes[netip.MustParseAddrPort(address)] = routes[public]
		err := gateway.Apply(routes)
		if err == nil || !strings.Contains(err.Error(), "127.1.0.0/16") {
			t.Errorf("%s: %v", address, err)
		}
		delete(routes, netip.MustParseAddrPort(address))
	}
	if name := firstLine(t, connect(t)); name != "alpha" {
		t.Error(name)
	}
}
