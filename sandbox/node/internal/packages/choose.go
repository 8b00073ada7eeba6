package packages

import (
	"fmt"
	"path"
	"sort"
	"strings"
)

// preinstalled are packages of an Ubuntu image whose programs the machine brings: installing them does nothing.
var preinstalled = map[string]string{
	"ca-certificates": "20240203~22.04.1", "curl": "7.81.0-1ubuntu1.20", "gnupg": "2.2.27-3ubuntu2.4", "gpg": "2.2.27-3ubuntu2.4",
	"openssh-server": "1:8.9p1-3ubuntu0.13", "sudo": "1.9.9-1ubuntu2.5", "mount": "2.37.2-4ubuntu3.4", "util-linux": "2.37.2-4ubuntu3.4",
	"iproute2": "5.15.0-1ubuntu2", "kmod": "29-1ubuntu1", "procps": "2:3.3.17-6ubuntu2.1", "lsb-release": "11.1.0ubuntu4",
}

// choose resolves names to what must be installed, dependencies first.
func (a *apt) choose(names []string, known map[string]installed) ([]Package, error) {
	available, err := a.available()
	if err != nil {
		return nil, err
	}
	choice := choice{available: available, known: known, taken: map[string]bool{}}
	var missing []string
	for _, name := range names {
		if problem := choice.add(name, a.allow); problem != "" {
			missing = append(missing, problem)
		}
	}
	if len(missing) > 0 {
		return nil, fmt.Errorf("%s", strings.Join(missing, "\n"))
	}
	return choice.ordered, nil
}

type choice struct {
	available map[string]Package
	known     map[string]installed
	taken     map[string]bool
	ordered   []Package
}

// add takes name or name=version (with * as apt's glob); it returns apt's complaint.
func (c *choice) add(request string, changeHeld bool) string {
	name, version, exact := strings.Cut(request, "=")
	if _, there := preinstalled[name]; there && !exact {
		return ""
	}
	candidate, found := c.available[name]
	if !found {
		return "E: Unable to locate package " + name
	}
	if exact && !matches(version, candidate.Version) {
		return fmt.Sprintf("E: Version '%s' for '%s' was not found", version, name)
	}
	if current, there := c.known[name]; there {
		if current.version == candidate.Version {
			return ""
		}
		if current.held && !changeHeld {
			return "E: Held packages were changed and -y was used without --allow-change-held-packages."
		}
	}
	return c.take(candidate, changeHeld)
}

func matches(pattern, version string) bool {
	matched, err := path.Match(pattern, version)
	return err == nil && matched
}

func (c *choice) take(candidate Package, changeHeld bool) string {
	if c.taken[candidate.Name] {
		return ""
	}
	c.taken[candidate.Name] = true
	depends := append([]string{}, candidate.Depends...)
	sort.Strings(depends)
	for _, name := range depends {
		if problem := c.add(name, changeHeld); problem != "" {
			return fmt.Sprintf("The following packages have unmet dependencies:\n %s : Depends: %s but it is not installable\nE: Unable to correct problems, you have held broken packages.", candidate.Name, name)
		}
	}
	c.ordered = append(c.ordered, candidate)
	return ""
}
