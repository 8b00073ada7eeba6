package packages

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"clusterline.io/sandbox/node/internal/profile"
)

// apt is one run of apt-get.
type apt struct {
	root     string
	out      io.Writer
	offer    Offer
	database database
	duration time.Duration // of one installation, by the latency profile
	timeout  time.Duration // DPkg::Lock::Timeout
	allow    bool          // --allow-change-held-packages
}

// AptGet is the program apt-get in a host; apt is the same here.
func AptGet(arguments []string) int {
	run := apt{root: "/", out: os.Stdout, database: database{"/"}}
	if err := run.main(arguments); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 100
	}
	return 0
}

func (a *apt) main(arguments []string) error {
	words, err := a.options(arguments)
	if err != nil {
		return err
	}
	if len(words) == 0 {
		return errors.New("E: Invalid operation ")
	}
	if a.offer, err = ReadOffer(); err != nil {
		return err
	}
	waits, err := profile.Load(profile.Path)
	if err != nil {
		return err
	}
	a.duration = profile.Seconds(waits.PackagesSeconds)
	return a.operate(words[0], words[1:])
}

func (a *apt) operate(operation string, names []string) error {
	switch operation {
	case "update":
		return a.update()
	case "install":
		return a.install(names)
	case "upgrade", "dist-upgrade", "full-upgrade", "autoremove", "clean", "autoclean":
		return a.locked(func() error {
			fmt.Fprintln(a.out, "0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.")
			return nil
		})
	}
	return fmt.Errorf("E: Invalid operation %s", operation)
}

func (a *apt) locked(act func() error) error {
	unlock, err := lock(a.root, a.timeout, a.out)
	if err != nil {
		return err
	}
	defer unlock()
	return act()
}

func (a *apt) listPath() string { return filepath.Join(a.root, "var/lib/apt/lists/sandbox-origins") }

// update remembers which repositories could be read: install finds packages of those only.
func (a *apt) update() error {
	if err := os.MkdirAll(filepath.Dir(a.listPath()), 0o755); err != nil {
		return err
	}
	unlock, err := lockLists(a.root)
	if err != nil {
		return err
	}
	defer unlock()
	sources, err := readSources(a.root)
	if err != nil {
		return err
	}
	origins := string(Ubuntu) + "\n"
	for i, entry := range sources {
		if problem := entry.unsigned(a.root); problem != "" {
			return errors.New(problem)
		}
		origin, minor := entry.origin()
		fmt.Fprintf(a.out, "Hit:%d %s %s InRelease\n", i+1, entry.uri, entry.suite)
		origins += string(origin) + minor + "\n"
	}
	if err := os.WriteFile(a.listPath(), []byte(origins), 0o644); err != nil {
		return err
	}
	fmt.Fprintln(a.out, "Reading package lists... Done")
	return nil
}

// available are the packages of the repositories that update has read.
func (a *apt) available() (map[string]Package, error) {
	content, err := os.ReadFile(a.listPath())
	if err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	read := map[string]bool{}
	for _, line := range strings.Fields(string(content)) {
		read[line] = true
	}
	found := map[string]Package{}
	for _, candidate := range catalogue(a.offer) {
		key := string(candidate.Origin)
		if candidate.Origin == Kubernetes {
			key += minor(a.offer.KubernetesVersion[1:])
		}
		if read[key] {
			found[candidate.Name] = candidate
		}
	}
	return found, nil
}

// minor cuts 1.36.3 to 1.36.
func minor(version string) string {
	parts := strings.SplitN(version, ".", 3)
	if len(parts) < 2 {
		return version
	}
	return parts[0] + "." + parts[1]
}
