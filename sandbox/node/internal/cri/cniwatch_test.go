package cri

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"
)

func TestGivenTheFolderOfNetworksWhenItIsDeletedThenTheRuntimeEndsAsContainerdDoes(t *testing.T) {
	m := newMachine(t)
	m.answers()

	m.check(os.RemoveAll(m.config.CNIDir))

	m.awaitEnd()
	if !errors.Is(m.err, errCNIFolderRemoved) {
		t.Fatalf("it ended with %v", m.err)
	}
}

func TestGivenTheFolderOfNetworksWhenOnlyItsContentIsDeletedThenTheRuntimeGoesOn(t *testing.T) {
	m := newMachine(t).networked("127.8.0.0/24")

	m.check(os.Remove(filepath.Join(m.config.CNIDir, calicoConf)))

	m.answers()
}

func TestGivenARuntimeThatEndedSoWhenItIsStartedAgainThenItMakesTheFolder(t *testing.T) {
	m := newMachine(t)
	m.answers()
	m.check(os.RemoveAll(m.config.CNIDir))
	m.awaitEnd()

	m.start()

	m.answers()
	if _, err := os.Stat(m.config.CNIDir); err != nil {
		t.Fatal(err)
	}
}

func (m *machine) awaitEnd() {
	m.t.Helper()
	select {
	case <-m.done:
	case <-time.After(patience):
		m.t.Fatal("the runtime goes on")
	}
}

func (m *machine) answers() {
	m.t.Helper()
	_, err := m.runtime.Version(m.context(), &v1.VersionRequest{})
	m.check(err)
}
