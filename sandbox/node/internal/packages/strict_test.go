package packages

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestGivenListsThatAnotherProgramReadsWhenUpdatingThenItFailsAtOnceHoweverLongItMayWait(t *testing.T) {
	a := rooted(t)
	a.timeout = 600e9
	hold(t, filepath.Join(a.root, listsLockName))

	err := a.update()

	if err == nil || !strings.Contains(err.Error(), "E: Could not get lock /var/lib/apt/lists/lock. It is held by process") {
		t.Errorf("%v", err)
	}
}

func TestGivenAnInterruptedInstallationWhenInstallingThenItIsRefusedUntilDpkgHasFinishedIt(t *testing.T) {
	a := rooted(t)
	put(t, a, "var/lib/dpkg/updates/0001", "Package: less\n")

	err := a.install([]string{"jq"})
	if err == nil || !strings.HasPrefix(err.Error(), "E: dpkg was interrupted, you must manually run 'dpkg --configure -a'") {
		t.Errorf("%v", err)
	}

	if err := finishInterrupted(a.root); err != nil {
		t.Fatal(err)
	}
	if err := refuseInterrupted(a.root); err != nil {
		t.Error(err)
	}
}

func TestGivenADiskWithoutRoomWhenInstallingThenAptSaysSoBeforeItBegins(t *testing.T) {
	const moreThanAnyDisk = 1 << 30

	err := refuseFullDisk(rooted(t).root, moreThanAnyDisk)

	if err == nil || err.Error() != "E: You don't have enough free space in /var/cache/apt/archives/." {
		t.Errorf("%v", err)
	}
}

// hold lets another process hold a file's lock: our own would not be in our way.
func hold(t *testing.T, path string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	script := "import fcntl, sys\nfile = open(sys.argv[1], 'w')\nfcntl.lockf(file, fcntl.LOCK_EX)\nprint('held', flush=True)\nsys.stdin.read()"
	holder := exec.Command("python3", "-c", script, path)
	input, err := holder.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := holder.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := holder.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { input.Close(); _ = holder.Wait() })
	if _, err := output.Read(make([]byte, 5)); err != nil {
		t.Fatal(err)
	}
}
