package cri

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	v1 "k8s.io/cri-api/pkg/apis/runtime/v1"
	utilexec "k8s.io/utils/exec"
)

// cannotExecute is a shell's exit code for a command that is there and cannot be run.
const cannotExecute = 126

// streams are the standard streams of a command; any may be nil.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// executor runs commands in a container.
type executor interface {
	exec(ctx context.Context, command []string, with streams) error // an exit code ≠ 0 is a utilexec.CodeExitError
	probe(ctx context.Context, command []string) (output []byte, exitCode int32, err error)
}

// exec runs the command on the machine, where the control plane's processes live too.
func (p *processes) exec(ctx context.Context, command []string, with streams) error {
	process := exec.CommandContext(ctx, command[0], command[1:]...)
	process.Env, process.Stdin, process.Stdout, process.Stderr = p.environment, with.in, with.out, with.err
	err := process.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return utilexec.CodeExitError{Err: err, Code: exit.ExitCode()}
	}
	return err
}

func (p *processes) probe(ctx context.Context, command []string) ([]byte, int32, error) {
	var output bytes.Buffer
	err := p.exec(ctx, command, streams{out: &output, err: &output})
	var exit utilexec.CodeExitError
	if errors.As(err, &exit) {
		return output.Bytes(), int32(exit.Code), nil
	}
	return output.Bytes(), 0, err
}

// exec says that nothing was run, and fails: whoever wants the command's work must not take it for done.
func (p *pretence) exec(_ context.Context, command []string, with streams) error {
	if with.err != nil {
		fmt.Fprintf(with.err, "sandbox: %s runs in name only; not executed: %q\n", p.container.image, command)
	}
	return utilexec.CodeExitError{Err: errors.New("container runs in name only"), Code: cannotExecute}
}

// probe answers probes and life-cycle hooks, which come by the same call.
func (p *pretence) probe(_ context.Context, command []string) ([]byte, int32, error) {
	if p.probes == nil {
		return nil, 1, nil
	}
	return []byte("ok\n"), p.probes.execResult(command), nil
}

// ExecSync runs a probe or a hook.
func (s *Server) ExecSync(ctx context.Context, r *v1.ExecSyncRequest) (*v1.ExecSyncResponse, error) {
	work, err := s.runningWorkload(r.ContainerId)
	if err != nil {
		return nil, err
	}
	if r.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, time.Duration(r.Timeout)*time.Second)
		defer cancel()
	}
	output, exitCode, err := work.probe(ctx, r.Cmd)
	if err != nil {
		return nil, status.Errorf(codes.Unknown, "exec %q: %v", r.Cmd, err)
	}
	return &v1.ExecSyncResponse{Stdout: output, ExitCode: exitCode}, nil
}

func (s *Server) runningWorkload(id string) (workload, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.containers[id]
	if c == nil {
		return nil, status.Errorf(codes.NotFound, "no container %q", id)
	}
	if c.state != v1.ContainerState_CONTAINER_RUNNING {
		return nil, status.Errorf(codes.FailedPrecondition, "container %s does not run (%s)", c.name(), c.state)
	}
	return c.workload, nil
}
