package egress

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sigs.k8s.io/yaml"
)

func TestGivenAnAllowedTargetWhenConnectedThenBothWaysAreRelayed(t *testing.T) {
	echo := echoServer(t)
	client, reader := connect(t, echo.String())
	if code := answerOf(t, reader); code != http.StatusOK {
		t.Fatalf("got %d", code)
	}
	fmt.Fprint(client, "hello")
	client.(*net.UnixConn).CloseWrite()
	if got, err := io.ReadAll(reader); err != nil || string(got) != "hello" {
		t.Fatalf("got %q, %v", got, err)
	}
}

func TestGivenAnyOtherTargetWhenConnectedThenRefused(t *testing.T) {
	for _, target := range []string{"127.8.0.1:80", "10.0.0.1:443", "203.0.113.9:443", "[::1]:80", "[::ffff:10.0.0.1]:80", "localhost:80", "example.test:443", "127.9.0.1"} {
		_, reader := connect(t, target)
		if code := answerOf(t, reader); code != http.StatusForbidden {
			t.Errorf("%s: got %d", target, code)
		}
	}
}

func TestGivenAnotherMethodWhenAskedThenRefused(t *testing.T) {
	client := dial(t)
	fmt.Fprint(client, "GET http://127.9.0.1/ HTTP/1.1\r\nHost: 127.9.0.1\r\n\r\n")
	if code := answerOf(t, bufio.NewReader(client)); code != http.StatusForbidden {
		t.Fatalf("got %d", code)
	}
}

func TestGivenNobodyListensWhenConnectedThenBadGateway(t *testing.T) {
	echo := echoServer(t)
	closed := netip.AddrPortFrom(netip.MustParseAddr("127.9.0.2"), echo.Port())
	_, reader := connect(t, closed.String())
	if code := answerOf(t, reader); code != http.StatusBadGateway {
		t.Fatalf("got %d", code)
	}
}

func TestGivenASocketWhenSelectorWrittenThenClusterAndControlplaneUseItAndEtcdDoesNot(t *testing.T) {
	var config struct {
		EgressSelections []struct {
			Name       string
			Connection struct {
				Transport struct{ UDS struct{ UDSName string } }
			}
		}
	}
	if err := yaml.Unmarshal(Selector("/run/x.sock"), &config); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, selection := range config.EgressSelections {
		names = append(names, selection.Name)
		if selection.Connection.Transport.UDS.UDSName != "/run/x.sock" {
			t.Errorf("%s uses %q", selection.Name, selection.Connection.Transport.UDS.UDSName)
		}
	}
	if got := strings.Join(names, " "); got != "cluster controlplane" {
		t.Errorf("got %s", got)
	}
}

// dial starts a proxy that allows 127.9.0.0/24 and connects with it.
func dial(t *testing.T) net.Conn {
	t.Helper()
	socket := filepath.Join(t.TempDir(), "egress.sock")
	listener, err := Listen(socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go Proxy{Allow: []netip.Prefix{netip.MustParsePrefix("127.9.0.0/24")}}.Serve(listener)
	client, err := net.Dial("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() })
	client.SetDeadline(time.Now().Add(10 * time.Second))
	return client
}

func connect(t *testing.T, target string) (net.Conn, *bufio.Reader) {
	t.Helper()
	client := dial(t)
	fmt.Fprintf(client, "CONNECT %s HTTP/1.1\r\nHost: %s\r\n\r\n", target, target)
	return client, bufio.NewReader(client)
}

func answerOf(t *testing.T, reader *bufio.Reader) int {
	t.Helper()
	response, err := http.ReadResponse(reader, &http.Request{Method: http.MethodConnect})
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode
}

func echoServer(t *testing.T) netip.AddrPort {
	t.Helper()
	listener, err := net.Listen("tcp", "127.9.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				io.Copy(client, client)
				client.Close()
			}()
		}
	}()
	return netip.MustParseAddrPort(listener.Addr().String())
}
