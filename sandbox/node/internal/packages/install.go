package packages

import (
	"fmt"
	"time"

	"clusterline.io/sandbox/node/internal/unit"
)

func (a *apt) install(names []string) error {
	return a.locked(func() error {
		if err := refuseInterrupted(a.root); err != nil {
			return err
		}
		known, err := a.database.read()
		if err != nil {
			return err
		}
		chosen, err := a.choose(names, known)
		if err != nil {
			return err
		}
		fmt.Fprintf(a.out, "Reading package lists...\nBuilding dependency tree...\nReading state information...\n0 upgraded, %d newly installed, 0 to remove and 0 not upgraded.\n", len(chosen))
		if len(chosen) == 0 {
			return nil
		}
		if err := refuseFullDisk(a.root, len(chosen)); err != nil {
			return err
		}
		time.Sleep(a.duration)
		return a.unpackAll(chosen, known)
	})
}

func (a *apt) unpackAll(chosen []Package, known map[string]installed) error {
	for _, one := range chosen {
		fmt.Fprintf(a.out, "Setting up %s (%s) ...\n", one.Name, one.Version)
		if err := unpack(a.root, one); err != nil {
			return fmt.Errorf("E: Sub-process /usr/bin/dpkg returned an error code (1): %s: %w", one.Name, err)
		}
		known[one.Name] = installed{name: one.Name, version: one.Version}
	}
	if err := a.database.write(known); err != nil {
		return err
	}
	for _, one := range chosen {
		if err := a.configure(one); err != nil {
			return err
		}
	}
	return nil
}

// configure enables and starts a package's units, as Debian's maintainer scripts do; like those it reports a unit that
// does not start and leaves the package installed.
func (a *apt) configure(of Package) error {
	for _, verb := range []struct {
		name  string
		units []string
	}{{"enable", of.Enable}, {"start", of.Start}} {
		if len(verb.units) == 0 {
			continue
		}
		reply, err := unit.Call(unit.Socket, unit.Request{Verb: verb.name, Units: verb.units})
		if err != nil {
			return fmt.Errorf("E: %s: %w", of.Name, err)
		}
		fmt.Fprint(a.out, reply.Stderr)
	}
	return nil
}
