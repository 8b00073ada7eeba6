//go:build root

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"clusterline.io/sandbox/node/internal/machine"
)

var program string // the daemon under test, built once

func TestMain(m *testing.M) {
	if os.Geteuid() != 0 {
		fmt.Fprintln(os.Stderr, "these tests make namespaces and overlays: run them as root, sudo go test -tags root ./cmd/machines")
		os.Exit(1)
	}
	os.Exit(buildAndRun(m))
}

func buildAndRun(m *testing.M) int {
	directory, err := os.MkdirTemp("", "machines-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(directory)
	program = filepath.Join(directory, "machines")
	build := exec.Command("go", "build", "-o", program, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%s%v\n", output, err)
		return 1
	}
	return m.Run()
}

// aws is the smallest stand-in that speaks the machines' long poll.
type aws struct {
	*httptest.Server
	mu      sync.Mutex
	world   machine.World
	changed chan struct{}
}

func newAWS(t *testing.T, world machine.World) *aws {
	fake := &aws{world: world, changed: make(chan struct{})}
	fake.world.Revision = 1
	fake.Server = httptest.NewServer(http.HandlerFunc(fake.answer))
	t.Cleanup(func() { fake.CloseClientConnections(); fake.Close() })
	return fake
}

func (a *aws) answer(writer http.ResponseWriter, request *http.Request) {
	after, _ := strconv.ParseInt(request.URL.Query().Get("after"), 10, 64)
	wait, _ := strconv.Atoi(request.URL.Query().Get("wait"))
	a.mu.Lock()
	changed, world := a.changed, a.world
	a.mu.Unlock()
	if world.Revision == after {
		select {
		case <-changed:
		case <-request.Context().Done():
			return
		case <-time.After(time.Duration(wait) * time.Second):
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	json.NewEncoder(writer).Encode(a.world)
}

func (a *aws) change(edit func(world *machine.World)) {
	a.mu.Lock()
	defer a.mu.Unlock()
	edit(&a.world)
	a.world.Revision++
	close(a.changed)
	a.changed = make(chan struct{})
}

// sandbox is a running daemon.
type sandbox struct {
	t         *testing.T
	command   *exec.Cmd
	directory string
	socket    string
	log       *bytes.Buffer
	ended     chan struct{}
}

const noLatency = `{"name":"none","bootSeconds":0,"userDataSeconds":0,"packagesSeconds":0}`

// arguments prepares a directory and the command line of a daemon that follows that AWS.
func arguments(t *testing.T, address, latency string) (directory, socket string, line []string) {
	directory = t.TempDir()
	room := filepath.Join(directory, "room")
	profile := filepath.Join(directory, "latency.json")
	socket = filepath.Join(directory, "control.sock")
	must(t, os.Mkdir(room, 0o755))
	must(t, os.WriteFile(profile, []byte(latency), 0o644))
	return directory, socket, []string{"run", "--aws", address, "--dir", room, "--latency", profile, "--control", socket}
}

func start(t *testing.T, address, latency string, environment ...string) *sandbox {
	return startWith(t, address, latency, nil, environment...)
}

// startWith is start with further arguments.
func startWith(t *testing.T, address, latency string, further []string, environment ...string) *sandbox {
	directory, socket, line := arguments(t, address, latency)
	line = append(line, further...)
	s := &sandbox{t: t, directory: directory, socket: socket, log: &bytes.Buffer{}, ended: make(chan struct{})}
	s.command = exec.Command(program, line...)
	s.command.Env = append(os.Environ(), environment...)
	s.command.Stderr = s.log
	out, err := s.command.StdoutPipe()
	must(t, err)
	must(t, s.command.Start())
	ready := make(chan string, 1)
	go func() {
		line, _ := bufio.NewReader(out).ReadString('\n')
		ready <- line
		s.command.Wait()
		close(s.ended)
	}()
	t.Cleanup(s.stop)
	select {
	case line := <-ready:
		if !strings.Contains(line, `"ready":true`) {
			<-s.ended
			t.Fatalf("the daemon did not say that it is ready, but %q, and: %s", line, s.log)
		}
	case <-time.After(30 * time.Second):
		t.Fatalf("the daemon was not ready within 30 s: %s", s.log)
	}
	return s
}

func (s *sandbox) stop() {
	s.command.Process.Signal(syscall.SIGTERM)
	select {
	case <-s.ended:
	case <-time.After(20 * time.Second):
		s.command.Process.Kill()
		s.t.Errorf("the daemon did not end within 20 s of SIGTERM")
	}
	if s.t.Failed() {
		s.t.Logf("daemon's log:\n%s", s.log)
	}
}

func (s *sandbox) client() *http.Client {
	return &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{
		DialContext: func(context.Context, string, string) (net.Conn, error) { return net.Dial("unix", s.socket) }}}
}

func (s *sandbox) call(method, path, body string) (int, string) {
	request, err := http.NewRequest(method, "http://machines"+path, strings.NewReader(body))
	must(s.t, err)
	response, err := s.client().Do(request)
	must(s.t, err)
	defer response.Body.Close()
	var content bytes.Buffer
	content.ReadFrom(response.Body)
	return response.StatusCode, content.String()
}

func (s *sandbox) status(id string) machine.Status {
	_, body := s.call("GET", "/machines", "")
	var all []machine.Status
	must(s.t, json.Unmarshal([]byte(body), &all))
	for _, one := range all {
		if one.ID == id {
			return one
		}
	}
	return machine.Status{ID: id, State: "absent"}
}

func (s *sandbox) await(id string, state machine.State) machine.Status {
	s.t.Helper()
	var last machine.Status
	eventually(s.t, fmt.Sprintf("machine %s is %s", id, state), func() (bool, string) {
		last = s.status(id)
		return last.State == state, fmt.Sprintf("%+v", last)
	})
	return last
}

// eventually polls with a deadline and says what it saw last.
func eventually(t *testing.T, what string, check func() (bool, string)) {
	t.Helper()
	var seen string
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		var done bool
		if done, seen = check(); done {
			return
		}
	}
	t.Fatalf("within 20 s not: %s; last seen: %s", what, seen)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func world(instances ...machine.Instance) machine.World {
	return machine.World{VPCs: []machine.VPC{vpcOf("vpc-1")}, Machines: instances}
}

func vpcOf(id string) machine.VPC {
	return machine.VPC{ID: id, Region: "eu-west-1", CIDR: "10.0.0.0/16", Subnets: []machine.Subnet{
		{ID: id + "-a", CIDR: "10.0.1.0/24", Zone: "eu-west-1a"}, {ID: id + "-b", CIDR: "10.0.2.0/24", Zone: "eu-west-1b"}}}
}

func instance(id, vpc, subnet, private, public, userData string) machine.Instance {
	encoded := base64.StdEncoding.EncodeToString([]byte(userData))
	return machine.Instance{ID: id, Name: id, Region: "eu-west-1", State: "running", VPCID: vpc, SubnetID: vpc + "-" + subnet,
		PrivateIP: private, PublicIP: &public, UserData: &encoded, Ingress: []machine.Rule{{Protocol: "tcp", From: 22, To: 22}}}
}
