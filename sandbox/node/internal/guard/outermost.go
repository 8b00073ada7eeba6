package guard

import (
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"syscall"
)

// Outermost runs command as the first process of a new PID and mount namespace and returns its exit code. The kernel
// kills everything in that namespace when its first process ends, and ends that one when we end, by whatever signal.
// It must be called on the main goroutine after runtime.LockOSThread in an init function: the parent-death signal
// follows the thread, and only the main thread lives as long as the process.
func Outermost(command *exec.Cmd) (int, error) {
	runtime.LockOSThread()
	parentDead, err := ParentDeath()
	if err != nil {
		return 1, err
	}
	command.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWPID | syscall.CLONE_NEWNS,
		Pdeathsig:  syscall.SIGKILL,
		Setpgid:    true, // a Ctrl-C in the terminal reaches us alone; we pass it on
	}
	if err := command.Start(); err != nil {
		return 1, err
	}
	go passOn(command.Process, parentDead)
	return exitCode(command.Wait())
}

// passOn hands termination to the first process, which ends in order; a dead parent is a termination too.
func passOn(first *os.Process, parentDead <-chan struct{}) {
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
	select {
	case <-signals:
		_ = first.Signal(syscall.SIGTERM) // it may just have ended
	case <-parentDead:
		_ = first.Kill()
	}
	<-signals // a second signal does not wait for order
	_ = first.Kill()
}

func exitCode(err error) (int, error) {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
			return 128 + int(status.Signal()), nil
		}
		return exit.ExitCode(), nil
	}
	return 0, err
}
