package packages

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func rooted(t *testing.T) *apt {
	root := t.TempDir()
	if err := Seed(root); err != nil {
		t.Fatal(err)
	}
	return &apt{root: root, out: io.Discard, database: database{root}, offer: Offer{KubernetesVersion: "v1.36.3"}}
}

func put(t *testing.T, a *apt, path, content string) {
	t.Helper()
	full := filepath.Join(a.root, path)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

const kubernetesList = "deb [arch=amd64 signed-by=/etc/apt/keyrings/k.asc] https://pkgs.k8s.io/core:/stable:/v1.36/deb/ /\n"

func names(chosen []Package) string {
	var all []string
	for _, one := range chosen {
		all = append(all, one.Name)
	}
	return strings.Join(all, " ")
}

func TestGivenNoRepositoryOrNoUpdateWhenInstallingThenThePackageIsNotLocated(t *testing.T) {
	a := rooted(t)
	for _, prepare := range []func(){func() {}, func() {
		if err := a.update(); err != nil {
			t.Fatal(err)
		}
	}} {
		prepare()
		if _, err := a.choose([]string{"kubelet"}, nil); err == nil || err.Error() != "E: Unable to locate package kubelet" {
			t.Errorf("%v", err)
		}
	}
}

func TestGivenTheRepositoriesWhenInstallingThenVersionsGlobsAndDependenciesAreAsWithApt(t *testing.T) {
	a := rooted(t)
	put(t, a, "etc/apt/keyrings/k.asc", "key")
	put(t, a, "etc/apt/sources.list.d/kubernetes.list", kubernetesList)
	put(t, a, "etc/apt/sources.list.d/docker.sources", "Types: deb\nURIs: https://download.docker.com/linux/ubuntu\nSuites: jammy\nComponents: stable\nSigned-By: /etc/apt/keyrings/k.asc\n")
	if err := a.update(); err != nil {
		t.Fatal(err)
	}
	for request, wanted := range map[string]string{
		"kubelet=1.36.3-1.1": "ethtool iptables kubernetes-cni kubelet", "kubeadm=1.36.3-*": "cri-tools kubeadm", "containerd.io=2.2.*": "containerd.io", "curl": ""} {
		chosen, err := a.choose([]string{request}, nil)
		if err != nil || names(chosen) != wanted {
			t.Errorf("%s: %q %v", request, names(chosen), err)
		}
	}
	for request, wanted := range map[string]string{
		"kubelet=1.35.0-1.1": "E: Version '1.35.0-1.1' for 'kubelet' was not found", "nope": "E: Unable to locate package nope"} {
		if _, err := a.choose([]string{request}, nil); err == nil || err.Error() != wanted {
			t.Errorf("%s: %v", request, err)
		}
	}
}

func TestGivenARepositoryOfAnotherMinorWhenInstallingThenItsPackagesAreNotFound(t *testing.T) {
	a := rooted(t)
	put(t, a, "etc/apt/keyrings/k.asc", "key")
	put(t, a, "etc/apt/sources.list.d/k.list", strings.ReplaceAll(kubernetesList, "v1.36", "v1.35"))
	if err := a.update(); err != nil {
		t.Fatal(err)
	}
	if _, err := a.choose([]string{"kubelet"}, nil); err == nil {
		t.Error("the repository of 1.35 has kubelet 1.36.3")
	}
}

func TestGivenAMissingKeyOrAMalformedListWhenUpdatingThenAptsErrorComes(t *testing.T) {
	for list, wanted := range map[string]string{kubernetesList: "is not signed", "debian https://x y\n": "Malformed entry 1"} {
		a := rooted(t)
		put(t, a, "etc/apt/sources.list.d/k.list", list)
		if err := a.update(); err == nil || !strings.Contains(err.Error(), wanted) {
			t.Errorf("%v", err)
		}
	}
}

func TestGivenAKeyThatOthersCannotReadWhenUpdatingThenTheRepositoryIsNotSigned(t *testing.T) {
	for _, closed := range []string{"etc/apt/keyrings/k.asc", "etc/apt/keyrings", "etc"} {
		a := rooted(t)
		put(t, a, "etc/apt/keyrings/k.asc", "key")
		put(t, a, "etc/apt/sources.list.d/k.list", kubernetesList)
		if err := os.Chmod(filepath.Join(a.root, closed), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := a.update(); err == nil || !strings.Contains(err.Error(), "is not signed") {
			t.Errorf("%s closed: %v", closed, err)
		}
	}
}

func TestGivenPackagesWhenUnpackedThenTheirFilesAreThereAndChangedOnesStay(t *testing.T) {
	a := rooted(t)
	put(t, a, "etc/containerd/config.toml", "mine")
	known := map[string]installed{}
	if err := a.unpackAll(withoutUnits(kubernetesPackages("1.36.3")), known); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(filepath.Join(a.root, "etc/containerd/config.toml"))
	if err != nil || string(content) != "mine" {
		t.Errorf("%q %v", content, err)
	}
	for _, path := range []string{"usr/lib/systemd/system/kubelet.service", "usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf", "usr/lib/systemd/system/containerd.service"} {
		if _, err := os.Stat(filepath.Join(a.root, path)); err != nil {
			t.Error(err)
		}
	}
	if target, err := os.Readlink(filepath.Join(a.root, "usr/bin/kubelet")); err != nil || target != "/opt/sandbox/bin/kube" {
		t.Errorf("%s %v", target, err)
	}
}

// withoutUnits are the packages as a root without an init can take them.
func withoutUnits(all []Package) []Package {
	for i := range all {
		all[i].Enable, all[i].Start = nil, nil
	}
	return all
}

func TestGivenAHeldPackageWhenAnotherVersionIsWantedThenItIsRefusedUnlessAllowed(t *testing.T) {
	a := rooted(t)
	if err := a.update(); err != nil {
		t.Fatal(err)
	}
	known := map[string]installed{"socat": {name: "socat", version: "1.0", held: true}}
	if _, err := a.choose([]string{"socat"}, known); err == nil || !strings.Contains(err.Error(), "Held packages were changed") {
		t.Errorf("%v", err)
	}
	a.allow = true
	if chosen, err := a.choose([]string{"socat"}, known); err != nil || names(chosen) != "socat" {
		t.Errorf("%v %v", chosen, err)
	}
}

func TestGivenTheDatabaseWhenMarkedAndAskedThenTheOriginalsWordsComeBack(t *testing.T) {
	a := rooted(t)
	var out bytes.Buffer
	steps := []struct {
		run    func() error
		wanted string
	}{
		{func() error { return aptMark(a.database, []string{"hold", "curl"}, &out) }, "curl set on hold.\n"},
		{func() error { return aptMark(a.database, []string{"hold", "curl"}, &out) }, "curl was already set on hold.\n"},
		{func() error { return aptMark(a.database, []string{"showhold"}, &out) }, "curl\n"},
		{func() error {
			return dpkgQuery(a.database, []string{"-W", "-f=${Status} ${db:Status-Want}\\n", "curl"}, &out)
		}, "hold ok installed hold\n"},
		{func() error { return aptMark(a.database, []string{"unhold", "curl"}, &out) }, "Canceled hold on curl.\n"},
	}
	for _, step := range steps {
		out.Reset()
		if err := step.run(); err != nil || out.String() != step.wanted {
			t.Errorf("%q %v, wanted %q", out.String(), err, step.wanted)
		}
	}
	if err := dpkgQuery(a.database, []string{"-s", "nope"}, &out); err == nil || !strings.Contains(err.Error(), "package 'nope' is not installed") {
		t.Errorf("%v", err)
	}
}

func TestGivenOptionsWhenReadThenTheLockTimeoutIsTakenInEveryForm(t *testing.T) {
	for _, line := range []string{"-o DPkg::Lock::Timeout=7 install x", "-oDPkg::Lock::Timeout=7 install x", "--option=dpkg::lock::timeout=7 -y -q install x"} {
		a := rooted(t)
		words, err := a.options(strings.Fields(line))
		if err != nil || a.timeout.Seconds() != 7 || strings.Join(words, " ") != "install x" {
			t.Errorf("%s: %v %v %v", line, words, a.timeout, err)
		}
	}
	if _, err := rooted(t).options([]string{"-o", "DPkg::Lock::Timeout=soon"}); err == nil {
		t.Error("nonsense accepted")
	}
}
