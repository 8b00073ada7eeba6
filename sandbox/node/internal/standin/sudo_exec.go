package standin

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"strings"
	"syscall"
)

const securePath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

func (c *sudoCall) execute(caller, target *user.User) error {
	argv, err := c.argv(target)
	if err != nil {
		return err
	}
	environment := c.environment(caller, target)
	if err := become(target); err != nil {
		return err
	}
	if c.login {
		if err := os.Chdir(target.HomeDir); err != nil {
			return err
		}
	}
	os.Setenv("PATH", securePath)
	program, err := exec.LookPath(argv[0])
	if err != nil {
		return fmt.Errorf("%s: command not found", argv[0])
	}
	return syscall.Exec(program, argv, environment)
}

func (c *sudoCall) argv(target *user.User) ([]string, error) {
	if !c.shell {
		return c.command, nil
	}
	shell := []string{"/bin/bash"}
	if c.login {
		shell = append(shell, "-l")
	}
	if len(c.command) > 0 {
		shell = append(shell, "-c", strings.Join(c.command, " "))
	}
	return shell, nil
}

func (c *sudoCall) environment(caller, target *user.User) []string {
	environment := []string{}
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		if c.keep || name == "TERM" || name == "LANG" || strings.HasPrefix(name, "LC_") {
			if name != "PATH" && name != "HOME" {
				environment = append(environment, variable)
			}
		}
	}
	environment = append(environment, "PATH="+securePath, "HOME="+target.HomeDir, "USER="+target.Username, "LOGNAME="+target.Username,
		"SHELL=/bin/bash", "SUDO_USER="+caller.Username, "SUDO_UID="+caller.Uid, "SUDO_GID="+caller.Gid)
	return append(environment, c.settings...)
}

func become(target *user.User) error {
	uid, err := strconv.Atoi(target.Uid)
	if err != nil {
		return err
	}
	gid, err := strconv.Atoi(target.Gid)
	if err != nil {
		return err
	}
	if err := syscall.Setgroups([]int{gid}); err != nil {
		return fmt.Errorf("unable to change to runas groups: %w", err)
	}
	if err := syscall.Setresgid(gid, gid, gid); err != nil {
		return fmt.Errorf("unable to change to runas gid: %w", err)
	}
	if err := syscall.Setresuid(uid, uid, uid); err != nil {
		return fmt.Errorf("unable to change to runas uid: %w", err)
	}
	return nil
}
