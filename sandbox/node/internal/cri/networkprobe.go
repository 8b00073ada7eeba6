package cri

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"slices"
	"strconv"
	"time"

	"clusterline.io/sandbox/node/internal/guest"
)

// The probes of the pods' network: agnhost, Kubernetes' own image for such tests. Its containers are in name only too, so
// what they would meet comes from the controller network-probe, which sees the whole cluster.
const (
	networkProbe   = "agnhost"
	terminationLog = "/dev/termination-log"
	vxlanHeader    = 50
	usualMTU       = 1500
	answerInterval = 150 * time.Millisecond
)

var answerLimit = 25 * time.Second // the real script's ten tries; tests have less

// isNetworkProbe tells whether the container is one of the probes' image.
func isNetworkProbe(c *container) bool { return imageName(c.image) == networkProbe }

// serves tells whether a probe's container answers others and so never ends by itself.
func (c *container) serves() bool {
	return isNetworkProbe(c) && len(c.config.GetCommand()) == 0 && slices.Contains(c.config.GetArgs(), "porter")
}

// playNetworkProbe lets a container of the probes end as the real one would.
func (s *Server) playNetworkProbe(c *container, work *pretence) {
	if !slices.Contains(c.config.GetCommand(), "connect") {
		time.AfterFunc(shortLife, func() { s.end(c, work, "", s.readMTU(c)) })
		return
	}
	go func() { s.end(c, work, s.awaitAnswer(c), nil) }()
}

// end leaves the reason where the kubelet looks for it.
func (s *Server) end(c *container, work *pretence, why string, err error) {
	if err != nil {
		why = err.Error()
	}
	if why == "" {
		work.stop(0)
		return
	}
	c.log.write("stderr", why)
	if file := hostPath(c.config, terminationLog); file != "" {
		os.WriteFile(file, []byte(why+"\n"), 0o644) // else the kubelet takes the log
	}
	work.finish(1)
}

// readMTU writes what a pod would read of its interface: Calico takes the machine's and leaves room for its header.
func (s *Server) readMTU(c *container) error {
	file := hostPath(c.config, terminationLog)
	if file == "" || !slices.Contains(c.config.GetArgs(), "/sys/class/net/eth0/mtu") {
		return nil
	}
	mtu, err := machineMTU()
	if err != nil {
		return err
	}
	return os.WriteFile(file, []byte(strconv.Itoa(mtu-vxlanHeader)+"\n"), 0o644)
}

func machineMTU() (int, error) {
	all, err := net.Interfaces()
	if err != nil {
		return 0, err
	}
	for _, each := range all {
		if each.Flags&net.FlagLoopback == 0 && each.Flags&net.FlagUp != 0 && each.Name != hostLink {
			return each.MTU, nil
		}
	}
	return usualMTU, nil
}

// awaitAnswer is empty once the connections would end as the probe expects, else what they met last.
func (s *Server) awaitAnswer(c *container) string {
	ctx, cancel := context.WithTimeout(context.Background(), answerLimit)
	defer cancel()
	ticker := time.NewTicker(answerInterval)
	defer ticker.Stop()
	last := "sandbox: nobody said what the connection would meet"
	for {
		if answer, err := s.answer(ctx, c); err == nil && answer == guest.ProbeMet {
			return ""
		} else if answer != "" {
			last = answer
		}
		select {
		case <-ticker.C:
		case <-c.ended:
			return last
		case <-ctx.Done():
			return last
		}
	}
}

// answer is what the controller has noted on the pod for this container.
func (s *Server) answer(ctx context.Context, c *container) (string, error) {
	pod, err := s.pods.find(ctx, c.sandbox.config.GetMetadata().GetUid())
	if err != nil {
		return "", err
	}
	var answers map[string]string
	if noted := pod.Annotations[guest.ProbeAnswers]; noted != "" {
		if err := json.Unmarshal([]byte(noted), &answers); err != nil {
			return "", fmt.Errorf("annotation %s: %w", guest.ProbeAnswers, err)
		}
	}
	return answers[c.name()], nil
}
