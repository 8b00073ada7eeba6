package unit

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

var reaper = NewReaper() // a process has one

func write(t *testing.T, root, path, content string) {
	t.Helper()
	full := filepath.Join(root, path)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestGivenAUnitWithDropInsWhenLoadedThenTheLastValueHoldsAndAnEmptyOneClears(t *testing.T) {
	root := t.TempDir()
	write(t, root, "usr/lib/systemd/system/a.service", "[Service]\nExecStart=/bin/one\nRestart=no\n# comment\nEnvironment=\"X=1 2\"\n")
	write(t, root, "usr/lib/systemd/system/a.service.d/10.conf", "[Service]\nExecStart=\nExecStart=/bin/two $X ${Y}z \\\n 'q r'\n")
	write(t, root, "etc/systemd/system/a.service.d/20.conf", "[Service]\nRestart=always\nEnvironmentFile=-/does/not/exist\n")
	file, err := Load(root, "a.service")
	if err != nil {
		t.Fatal(err)
	}
	variables, err := file.environment()
	if err != nil {
		t.Fatal(err)
	}
	variables["Y"] = "y y"
	words, err := command(file.Last("Service.ExecStart", ""), variables)
	if err != nil || !reflect.DeepEqual(words, []string{"/bin/two", "1", "2", "y yz", "q r"}) || file.Last("Service.Restart", "") != "always" {
		t.Errorf("%q %v %v", words, file.settings, err)
	}
}

func TestGivenUnbalancedQuotesWhenSplitThenItIsAnError(t *testing.T) {
	if _, err := split(`a "b`); err == nil {
		t.Error("accepted")
	}
}

func TestGivenUnitsWhenEnabledMaskedAndAskedThenSystemdsWordsComeBack(t *testing.T) {
	root := t.TempDir()
	write(t, root, "usr/lib/systemd/system/a.service", "[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n")
	m := NewManager(root, t.TempDir(), reaper)
	ask := func(code int, out string, verb string, units ...string) {
		t.Helper()
		reply := m.Handle(Request{Verb: verb, Units: units, Root: true})
		if reply.Code != code || !strings.Contains(reply.Stdout+reply.Stderr, out) {
			t.Errorf("%s %v: %+v, wanted %d %q", verb, units, reply, code, out)
		}
	}
	ask(1, "disabled", "is-enabled", "a")
	ask(0, "Created symlink /etc/systemd/system/multi-user.target.wants/a.service", "enable", "a")
	ask(0, "enabled", "is-enabled", "a")
	ask(0, "Created symlink", "mask", "apt-daily.timer")
	ask(1, "masked", "is-enabled", "apt-daily.timer")
	ask(1, "is masked", "start", "apt-daily.timer")
	ask(5, "not found", "start", "nope")
	ask(5, "not loaded", "stop", "nope")
	ask(4, "could not be found", "status", "nope")
	ask(3, "inactive", "is-active", "nope")
	ask(1, "does not exist", "enable", "nope")
	ask(1, "No such file or directory", "is-enabled", "nope")
	ask(1, "Unknown command verb", "hibernate", "a")
	ask(0, "", "daemon-reload")
	if reply := m.Handle(Request{Verb: "start", Units: []string{"a"}}); reply.Code != 1 || !strings.Contains(reply.Stderr, "authentication") {
		t.Errorf("who is not root may start: %+v", reply)
	}
	if _, err := Load(root, "apt-daily.timer"); !errors.Is(err, ErrMasked) {
		t.Errorf("%v", err)
	}
}

// running is a manager with one unit of the given service section.
func running(t *testing.T, section string) *Manager {
	t.Helper()
	root, logs := t.TempDir(), t.TempDir()
	write(t, root, "usr/lib/systemd/system/a.service", "[Service]\n"+section)
	m := NewManager(root, logs, reaper)
	t.Cleanup(m.StopAll)
	return m
}

func eventually(t *testing.T, what string, check func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if check() {
			return
		}
	}
	t.Fatalf("within 10 s not: %s", what)
}

func TestGivenAServiceWhenStartedAndStoppedThenItsWholeProcessGroupGoes(t *testing.T) {
	pid := filepath.Join(t.TempDir(), "child")
	m := running(t, "ExecStart=/bin/sh -c 'sleep 1000 & echo $! > "+pid+"; wait'\n")
	if err := m.Start("a.service"); err != nil {
		t.Fatal(err)
	}
	var child string
	eventually(t, "the child runs", func() bool {
		content, _ := os.ReadFile(pid)
		child = strings.TrimSpace(string(content))
		return child != ""
	})
	if state, _, _, _ := m.Status("a.service"); state != Active {
		t.Errorf("state %s", state)
	}
	if err := m.Stop("a.service"); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the child has ended", func() bool {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%s/stat", child))
		return err != nil || strings.Contains(string(stat), ") Z ")
	})
	if state, _, _, _ := m.Status("a.service"); state != Inactive {
		t.Errorf("state %s", state)
	}
}

func TestGivenAFailingServiceWhenItMayRestartThenItDoesAfterItsPauseAndNotBefore(t *testing.T) {
	m := running(t, "ExecStart=/bin/false\nRestart=always\nRestartSec=200ms\n")
	if err := m.Start("a.service"); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it has restarted twice", func() bool { _, _, _, restarts := m.Status("a.service"); return restarts >= 2 })
	_, _, result, restarts := m.Status("a.service")
	if result != "exit-code 1" || restarts > 4 {
		t.Errorf("result %q, restarts %d", result, restarts)
	}
}

func TestGivenAMissingFileWhenTheUnitNeedsItThenNothingIsStartedUntilItIsThere(t *testing.T) {
	needed := filepath.Join(t.TempDir(), "config")
	m := running(t, "ExecStart=/bin/sleep 1000\nRestart=always\nRestartSec=50ms\n[X-Sandbox]\nNeedsFile="+needed+"\n")
	if err := m.Start("a.service"); err != nil {
		t.Fatal(err)
	}
	if state, pid, result, _ := m.Status("a.service"); state != Activating || pid != 0 || !strings.Contains(result, "does not exist") {
		t.Errorf("%s %d %q", state, pid, result)
	}
	write(t, "/", needed, "")
	eventually(t, "it runs", func() bool { state, pid, _, _ := m.Status("a.service"); return state == Active && pid > 0 })
}

func TestGivenAOneshotWhenItFailsThenStartTells(t *testing.T) {
	m := running(t, "Type=oneshot\nExecStart=/bin/sh -c 'exit 7'\n")
	if err := m.Start("a.service"); err == nil || !strings.Contains(err.Error(), "exit-code 7") {
		t.Errorf("%v", err)
	}
	m = running(t, "Type=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true\n")
	if err := m.Start("a.service"); err != nil {
		t.Error(err)
	}
	if state, _, _, _ := m.Status("a.service"); state != Active {
		t.Errorf("state %s", state)
	}
}

func TestGivenAReadySocketWhenStartedThenStartReturnsOnlyWhenItAnswers(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "s")
	m := running(t, "ExecStart=/bin/sleep 1000\n[X-Sandbox]\nReadySocket="+socket+"\n")
	done := make(chan error, 1)
	go func() { done <- m.Start("a.service") }()
	eventually(t, "the process runs", func() bool { _, pid, _, _ := m.Status("a.service"); return pid > 0 })
	select {
	case err := <-done:
		t.Fatalf("start returned without the socket: %v", err)
	case <-time.After(100 * time.Millisecond):
	}
	listener, err := Listen(socket)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestGivenTheSocketWhenSystemctlCallsThenItsAnswerComesBack(t *testing.T) {
	m := running(t, "ExecStart=/bin/sleep 1000\n")
	path := filepath.Join(t.TempDir(), "init.sock")
	listener, err := Listen(path)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go m.Serve(listener)
	reply, err := Call(path, Request{Verb: "is-active", Units: []string{"a"}})
	if err != nil || reply.Code != 3 || reply.Stdout != "inactive\n" {
		t.Errorf("%+v %v", reply, err)
	}
}
