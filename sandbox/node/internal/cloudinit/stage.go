package cloudinit

import (
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"
	"time"

	"clusterline.io/sandbox/node/internal/guest"
	"clusterline.io/sandbox/node/internal/profile"
)

// stage is one run of cloud-init: one of the original's boot stages.
type stage struct {
	root        string
	name        string
	identity    guest.Identity
	profile     profile.Profile
	data        userData
	defaultUser string
	output      io.Writer
	log         *log.Logger
	record      record
}

// module is one thing that a stage does; the names are the original's.
type module struct {
	name string
	run  func() error
}

func (s *stage) config() *Config { return &s.data.config }

func (s *stage) instanceDirectory() string {
	return filepath.Join(s.root, "var/lib/cloud/instances", s.identity.InstanceID)
}

// modules lists what a stage does on the first boot, in the original's order.
func (s *stage) modules() []module {
	switch s.name {
	case "init":
		return []module{{"bootcmd", s.bootCommands}, {"write_files", func() error { return s.writeFiles(false) }},
			{"set_hostname", s.setHostname}, {"update_etc_hosts", s.updateEtcHosts},
			{"users_groups", s.usersGroups}, {"ssh", s.ssh}}
	case "modules-config":
		return []module{{"timezone", s.setTimezone}, {"runcmd", s.runCommands}}
	default:
		return []module{{"package_update_upgrade_install", s.packages}, {"write_files_deferred", func() error { return s.writeFiles(true) }},
			{"scripts_user", s.scriptsUser}, {"latency_profile", s.wait}}
	}
}

// perBoot lists what a stage does on every further boot.
func (s *stage) perBoot() []module {
	if s.name == "init" {
		return []module{{"bootcmd", s.bootCommands}, {"set_hostname", s.setHostname}, {"update_etc_hosts", s.updateEtcHosts}}
	}
	return nil
}

// execute runs the stage and keeps its record; a failed module does not stop the next, as in the original.
func (s *stage) execute() error {
	due := s.modules()
	if s.doneBefore() {
		due = s.perBoot()
	}
	current := s.record.Stages[s.name]
	current.Start = now()
	s.record.Stage = &s.name
	if err := s.save(current); err != nil {
		return err
	}
	if s.name == "init" {
		s.complain(&current)
	}
	for _, module := range due {
		if err := module.run(); err != nil {
			s.log.Printf("Running module %s failed: %v", module.name, err)
			current.Errors = append(current.Errors, fmt.Sprintf("('%s', %v)", module.name, err))
		}
	}
	current.Finished = now()
	s.record.Stage = nil
	return s.finish(current)
}

// complain records what the user data asks for and is not carried out.
func (s *stage) complain(current *stageRecord) {
	for _, key := range s.data.unknown {
		current.Errors = append(current.Errors, "the sandbox's cloud-init does not carry out: "+key)
	}
	if len(s.data.unhandled) > 0 {
		current.Recoverable["WARNING"] = append(current.Recoverable["WARNING"], s.data.unhandled...)
	}
	for _, problem := range append(append([]string{}, s.data.unknown...), s.data.unhandled...) {
		s.log.Print(problem)
	}
}

func (s *stage) save(current stageRecord) error {
	s.record.Stages[s.name] = current
	return s.record.write(s.root)
}

func (s *stage) finish(current stageRecord) error {
	if err := s.save(current); err != nil {
		return err
	}
	if err := s.markDone(); err != nil {
		return err
	}
	if s.name != "modules-final" {
		return nil
	}
	if message := s.config().FinalMessage; message != "" {
		fmt.Fprintln(s.output, message)
	}
	result := fmt.Sprintf(`{"v1": {"datasource": "DataSourceEc2Local", "errors": %d}}`, len(s.record.errors()))
	if err := s.writeFile("var/lib/cloud/instance/boot-finished", time.Now().UTC().Format(time.RFC3339)+"\n", 0o644); err != nil {
		return err
	}
	return replaceFile(resultPath(s.root), []byte(result+"\n"), 0o644)
}

func (s *stage) semaphore() string {
	return filepath.Join(s.instanceDirectory(), "sem", strings.ReplaceAll(s.name, "-", "_"))
}

func (s *stage) doneBefore() bool {
	_, err := os.Stat(s.semaphore())
	return err == nil
}

func (s *stage) markDone() error {
	if err := os.MkdirAll(filepath.Dir(s.semaphore()), 0o755); err != nil {
		return err
	}
	return os.WriteFile(s.semaphore(), nil, 0o644)
}

// wait takes the time that user data takes on the machines which the latency profile was measured on.
func (s *stage) wait() error {
	time.Sleep(profile.Seconds(s.profile.UserDataSeconds))
	return nil
}
