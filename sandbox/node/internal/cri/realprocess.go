package cri

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"syscall"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// processes are what a control plane container really is. The first is the container's own; whichever ends first
// ends the others, and its exit code is the container's.
type processes struct {
	kube        string // the binary that is all of the programs
	environment []string
	commands    []*exec.Cmd
	ended       chan struct{}
}

// startProcesses starts the container's commands as children of this server that die with it.
func (s *Server) startProcesses(c *container) error {
	lines, err := s.commandsFor(c)
	if err != nil {
		return status.Error(codes.FailedPrecondition, err.Error())
	}
	p := &processes{kube: s.config.Kube, environment: environment(c), ended: make(chan struct{})}
	if err := s.running(c, p); err != nil {
		return err
	}
	exits := make(chan int32, len(lines))
	for _, line := range lines {
		if err = p.start(line, &c.log, exits); err != nil {
			break
		}
	}
	go s.watch(c, p, exits, err)
	return err
}

// watch ends all when one has ended, or when not all could be started.
func (s *Server) watch(c *container, p *processes, exits <-chan int32, failed error) {
	exitCode, left := int32(128), len(p.commands)
	if failed == nil {
		exitCode, left = <-exits, left-1
	}
	p.signal(syscall.SIGKILL)
	for range left {
		<-exits
	}
	close(p.ended)
	s.finish(c, exitCode)
}

func environment(c *container) []string {
	variables := []string{"PATH=" + os.Getenv("PATH")}
	for _, variable := range c.config.Envs {
		variables = append(variables, variable.Key+"="+string(variable.Value))
	}
	return variables
}

// start runs one command on a thread of its own until the end: the kernel's "die with your parent" means the thread.
func (p *processes) start(line []string, log *containerLog, exits chan<- int32) error {
	command := p.command(line)
	stdout, err1 := command.StdoutPipe()
	stderr, err2 := command.StderrPipe()
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		if err := command.Start(); err != nil {
			started <- fmt.Errorf("start %s: %w", line[0], err)
			return
		}
		started <- nil
		exits <- wait(command, log, stdout, stderr)
	}()
	if err := <-started; err != nil {
		return err
	}
	p.commands = append(p.commands, command)
	return nil
}

// command runs the node binary under the name of the program.
func (p *processes) command(line []string) *exec.Cmd {
	command := &exec.Cmd{Path: p.kube, Args: line, Env: p.environment}
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	return command
}

func wait(command *exec.Cmd, log *containerLog, stdout, stderr io.Reader) int32 {
	var copies sync.WaitGroup
	copies.Go(func() { log.copy("stdout", stdout) })
	copies.Go(func() { log.copy("stderr", stderr) })
	copies.Wait()
	command.Wait() // its error is the exit code
	state, ok := command.ProcessState.Sys().(syscall.WaitStatus)
	if ok && state.Signaled() {
		return 128 + int32(state.Signal())
	}
	return int32(command.ProcessState.ExitCode())
}

func (p *processes) stop(grace time.Duration) {
	p.signal(syscall.SIGTERM)
	select {
	case <-p.ended:
	case <-time.After(grace):
		p.signal(syscall.SIGKILL)
	}
}

// signal reaches the process groups; one that is gone already is fine.
func (p *processes) signal(signal syscall.Signal) {
	for _, command := range p.commands {
		syscall.Kill(-command.Process.Pid, signal)
	}
}
