package cloudinit

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// bootCommands runs bootcmd at each boot, before anything else of the configuration.
func (s *stage) bootCommands() error {
	if len(s.config().BootCommands) == 0 {
		return nil
	}
	path := filepath.Join(s.root, "run/cloud-init/bootcmd.sh")
	if err := writeScript(path, s.config().BootCommands); err != nil {
		return err
	}
	return s.run(path)
}

// runCommands writes runcmd as a script among the instance's scripts, which run in the last stage.
func (s *stage) runCommands() error {
	if len(s.config().RunCommands) == 0 {
		return nil
	}
	return writeScript(filepath.Join(s.instanceDirectory(), "scripts", "runcmd"), s.config().RunCommands)
}

// writeScript joins commands as the original does: a failing one does not stop the next, the last one's code counts.
func writeScript(path string, commands []Command) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	text := "#!/bin/sh\n"
	for _, command := range commands {
		text += string(command) + "\n"
	}
	return replaceFile(path, []byte(text), 0o700)
}

// scriptsUser runs the user's scripts and runcmd in the order of their names.
func (s *stage) scriptsUser() error {
	directory := filepath.Join(s.instanceDirectory(), "scripts")
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return err
	}
	for i, script := range s.data.scripts {
		if err := replaceFile(filepath.Join(directory, fmt.Sprintf("part-%03d", i+1)), script, 0o700); err != nil {
			return err
		}
	}
	entries, err := os.ReadDir(directory)
	if err != nil {
		return err
	}
	var failed []string
	for _, entry := range entries {
		if err := s.run(filepath.Join(directory, entry.Name())); err != nil {
			failed = append(failed, entry.Name()+": "+err.Error())
		}
	}
	if len(failed) > 0 {
		return fmt.Errorf("Runparts: %d failures (%s) in %d attempted commands", len(failed), strings.Join(failed, "; "), len(entries))
	}
	return nil
}

func (s *stage) packages() error {
	wanted := s.config().Packages
	if s.config().PackageUpdate || s.config().PackageUpgrade || len(wanted) > 0 {
		if err := s.apt("update"); err != nil {
			return err
		}
	}
	if s.config().PackageUpgrade {
		if err := s.apt("upgrade"); err != nil {
			return err
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	arguments := []string{"install"}
	for _, name := range wanted {
		arguments = append(arguments, string(name))
	}
	return s.apt(arguments...)
}

func (s *stage) apt(arguments ...string) error {
	return s.run(append([]string{"/usr/bin/apt-get", "--option=Dpkg::Options::=--force-confold", "--assume-yes", "--quiet"}, arguments...)...)
}

// run executes a program with its output in cloud-init-output.log.
func (s *stage) run(argv ...string) error {
	command := exec.Command(argv[0], argv[1:]...)
	command.Dir = "/"
	command.Stdout, command.Stderr = s.output, s.output
	command.Env = append(os.Environ(), "INSTANCE_ID="+s.identity.InstanceID, "DEBIAN_FRONTEND=noninteractive")
	if err := command.Run(); err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(argv[0]), err)
	}
	return nil
}
