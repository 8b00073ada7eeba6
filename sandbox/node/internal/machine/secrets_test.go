package machine

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

func TestGivenTheMachinesFilesWhenSearchedThenAllIsFoundThatItKeepsFromOthers(t *testing.T) {
	root := t.TempDir()
	for path, mode := range map[string]fs.FileMode{"shadow": 0o640, "shadow-": 0o600, "passwd": 0o644, "app/key.pem": 0o600,
		"app/cert.pem": 0o644, "private/inner": 0o644, "group-only/x": 0o644, "ssh/ssh_host_ed25519_key": 0o600} {
		full := filepath.Join(root, "etc", path)
		must(t, os.MkdirAll(filepath.Dir(full), 0o755))
		must(t, os.WriteFile(full, []byte("x"), 0o600))
		must(t, os.Chmod(full, mode))
	}
	must(t, os.Chmod(filepath.Join(root, "etc/private"), 0o700))
	must(t, os.Chmod(filepath.Join(root, "etc/group-only"), 0o750))
	must(t, os.Symlink("shadow", filepath.Join(root, "etc/link")))

	files, directories, err := secretsBelow(root, "etc")
	must(t, err)

	slices.Sort(files)
	slices.Sort(directories)
	if !slices.Equal(files, []string{"etc/app/key.pem", "etc/shadow", "etc/shadow-"}) {
		t.Errorf("files %v", files) // etc/ssh is empty in a host anyway
	}
	if !slices.Equal(directories, []string{"etc/group-only", "etc/private"}) {
		t.Errorf("directories %v", directories)
	}
}

func TestGivenAccountsWhenTheirShadowIsWrittenThenNobodyHasAPassword(t *testing.T) {
	text := shadowLines("root:x:0:0::/root:/bin/bash\nme:x:1000:1000:::\n\n", ":*:19000:0:99999:7:::")
	if text != "root:*:19000:0:99999:7:::\nme:*:19000:0:99999:7:::\n" {
		t.Errorf("%q", text)
	}
}

func TestGivenAFreshDiskWhenItsLayerIsReadThenTheMachinesPasswordsAndKeysAreCovered(t *testing.T) {
	disk, err := NewDisk(t.TempDir(), Instance{ID: "i-1"}, SameUsers())
	if err != nil {
		t.Skipf("only root can make a disk, on a file system with such attributes: %v", err)
	}
	machines, err := os.ReadFile("/etc/shadow")
	must(t, err)
	hosts, err := os.ReadFile(filepath.Join(disk.upper(), "etc/shadow"))
	must(t, err)
	for _, line := range strings.Split(string(machines), "\n") {
		if fields := strings.Split(line, ":"); len(fields) > 1 && len(fields[1]) > 1 && strings.Contains(string(hosts), fields[1]) {
			t.Errorf("the password of %s is in the host", fields[0])
		}
	}
	files, directories, err := secretsBelow("/", "etc")
	must(t, err)
	for _, file := range files {
		if file != "etc/shadow" && file != "etc/gshadow" && !isWhiteout(t, filepath.Join(disk.upper(), file)) {
			t.Errorf("%s is not covered", file)
		}
	}
	for _, directory := range append(directories, "etc/ssh", "root") {
		if !isOpaque(t, filepath.Join(disk.upper(), directory)) {
			t.Errorf("%s is not covered", directory)
		}
	}
}

func isWhiteout(t *testing.T, path string) bool {
	t.Helper()
	var stat unix.Stat_t
	must(t, unix.Lstat(path, &stat))
	return stat.Mode&unix.S_IFMT == unix.S_IFCHR && stat.Rdev == 0
}

func isOpaque(t *testing.T, path string) bool {
	t.Helper()
	value := make([]byte, 1)
	n, err := unix.Getxattr(path, "trusted.overlay.opaque", value)
	return err == nil && n == 1 && value[0] == 'y'
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
