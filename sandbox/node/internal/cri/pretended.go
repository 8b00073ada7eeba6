package cri

import (
	"context"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// shortLife is how long a container runs that ends by itself: long enough to be seen running.
const shortLife = 50 * time.Millisecond

// pretence is a container in name only.
type pretence struct {
	container *container
	finish    func(exitCode int32)
	probes    *probeServer // nil: nothing answers
}

func (p *pretence) stop(time.Duration) {
	if p.probes != nil {
		p.probes.close()
	}
	p.finish(0)
}

func (s *Server) pretend(c *container) *pretence {
	return &pretence{container: c, finish: func(exitCode int32) { s.finish(c, exitCode) }}
}

// startPretence does what can be seen of a container from outside, and no more.
func (s *Server) startPretence(ctx context.Context, c *container) error {
	pod, err := s.pods.find(ctx, c.sandbox.config.GetMetadata().GetUid())
	if err != nil {
		return status.Errorf(codes.Unavailable, "container %s: %v", c.name(), err)
	}
	if why := s.refusal(c); why != "" {
		return s.startCrash(c, why)
	}
	spec, ends := specOf(pod, c.name())
	work := s.pretend(c)
	if work.probes, err = s.openProbes(c, spec); err != nil {
		return status.Errorf(codes.Unknown, "container %s: %v", c.name(), err)
	}
	if err := s.serveProgram(c, work.probes); err != nil {
		work.probes.close()
		return status.Errorf(codes.Unknown, "container %s: %v", c.name(), err)
	}
	if err := s.running(c, work); err != nil {
		work.probes.close()
		return err
	}
	c.log.write("stdout", "sandbox: "+c.image+" runs in name only")
	switch {
	case c.serves():
	case ends && isNetworkProbe(c):
		s.playNetworkProbe(c, work)
	case ends:
		time.AfterFunc(shortLife, func() { work.stop(0) })
	}
	if installsCNI(c.name(), c.image) && !ends {
		return installCNI(s.config.CNIDir)
	}
	return nil
}

// startCrash starts a container that says why and exits with 1 at once.
func (s *Server) startCrash(c *container, why string) error {
	work := s.pretend(c)
	if err := s.running(c, work); err != nil {
		return err
	}
	c.log.write("stderr", why)
	time.AfterFunc(shortLife, func() { work.finish(1) })
	return nil
}
