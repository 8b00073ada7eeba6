package packages

import "testing"

func TestGivenABakedImageWhenLookedAtThenANodesPackagesAreThereAndNothingIsLeftToInstall(t *testing.T) {
	a := rooted(t)
	if err := Bake(a.root, a.offer); err != nil {
		t.Fatal(err)
	}
	known, err := a.database.read()
	if err != nil {
		t.Fatal(err)
	}
	for name, version := range map[string]string{"kubelet": "1.36.3-1.1", "containerd.io": "2.2.1-1~ubuntu.22.04~jammy", "curl": "7.81.0-1ubuntu1.20"} {
		if known[name].version != version {
			t.Errorf("%s is %q, not %s", name, known[name].version, version)
		}
	}
	if chosen, err := a.choose([]string{"kubelet", "kubeadm", "conntrack", "nfs-common"}, known); err == nil && len(chosen) > 0 {
		t.Errorf("left to install: %s", names(chosen))
	}
	if err := Bake(a.root, a.offer); err != nil {
		t.Errorf("again, as at a reboot: %v", err)
	}
}

func TestGivenNoNodeBinaryWhenBakedThenItSaysSo(t *testing.T) {
	if err := Bake(t.TempDir(), Offer{}); err == nil {
		t.Error("baked from nothing")
	}
}
