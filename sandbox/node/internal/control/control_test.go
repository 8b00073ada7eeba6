package control

import (
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"clusterline.io/sandbox/node/internal/machine"
)

func serve(t *testing.T) (call func(method, path, body string) (int, string), faults string) {
	directory := t.TempDir()
	faults = filepath.Join(directory, "faults.json")
	if err := os.WriteFile(faults, []byte("[]\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	fleet := machine.NewFleet(machine.Settings{Directory: directory, Log: log.New(io.Discard, "", 0)})
	go New(fleet, faults, directory).Serve(listener)
	return func(method, path, body string) (int, string) {
		request, err := http.NewRequest(method, "http://"+listener.Addr().String()+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		content, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		return response.StatusCode, strings.TrimSpace(string(content))
	}, faults
}

func TestGivenFaultsWhenPutThenTheyAreReadBackAndInTheHostsFile(t *testing.T) {
	call, path := serve(t)
	if code, body := call("PUT", "/faults", `[{"pod":"redis-.*","fault":"slow","seconds":3}]`); code != http.StatusNoContent {
		t.Fatalf("%d %s", code, body)
	}
	content, err := os.ReadFile(path)
	if _, body := call("GET", "/faults", ""); err != nil || body != string(content) || !strings.Contains(body, `"fault":"slow"`) {
		t.Errorf("told %s, file %s, %v", body, content, err)
	}
}

func TestGivenBadFaultsWhenPutThenTheyAreRefusedWithTheirReasonAndNothingChanges(t *testing.T) {
	call, path := serve(t)
	for body, wanted := range map[string]string{`[{"fault":"odd"}]`: "give one of", `[{"fault":"slow","pod":"("}]`: "regular expression",
		`[{"fault":"slow","seconds":-1}]`: "0 or more", `[{"fault":"slow","node":"x"}]`: "unknown field", `{`: "EOF"} {
		if code, answer := call("PUT", "/faults", body); code != http.StatusBadRequest || !strings.Contains(answer, wanted) {
			t.Errorf("%s: %d %s", body, code, answer)
		}
	}
	if content, err := os.ReadFile(path); err != nil || string(content) != "[]\n" {
		t.Errorf("%s %v", content, err)
	}
}

func TestGivenAnUnknownMachineOrActionWhenPostedThenItIsNotFound(t *testing.T) {
	call, _ := serve(t)
	for path, wanted := range map[string]string{"/machines/i-1/stop": "there is no such machine: i-1", "/machines/i-1/explode": "stop, start or crash"} {
		if code, body := call("POST", path, ""); code != http.StatusNotFound || !strings.Contains(body, wanted) {
			t.Errorf("%s: %d %s", path, code, body)
		}
	}
	if code, body := call("GET", "/machines", ""); code != http.StatusOK || body != "[]" {
		t.Errorf("%d %s", code, body)
	}
}

func TestGivenProcessesWhenMemoryIsAskedThenItIsMoreThanNothing(t *testing.T) {
	call, _ := serve(t)
	if code, body := call("GET", "/memory", ""); code != http.StatusOK || strings.Contains(body, `"pssBytes":0`) {
		t.Errorf("%d %s", code, body)
	}
}
