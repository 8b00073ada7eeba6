package unit

import (
	"os"
	"os/signal"
	"sync"
	"syscall"
)

// Reaper collects every child of the host's first process: those that it started and the orphans of others.
type Reaper struct {
	mu      sync.Mutex
	waiting map[int]chan syscall.WaitStatus
}

// NewReaper starts collecting; a process must have one only.
func NewReaper() *Reaper {
	reaper := &Reaper{waiting: map[int]chan syscall.WaitStatus{}}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGCHLD)
	go func() {
		for range signals {
			reaper.collect()
		}
	}()
	return reaper
}

func (r *Reaper) collect() {
	r.mu.Lock() // held while a child is started too, so that its end cannot come before it is known
	defer r.mu.Unlock()
	for {
		var status syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &status, syscall.WNOHANG, nil)
		if err == syscall.EINTR {
			continue
		}
		if err != nil || pid <= 0 {
			return
		}
		if waiter, ours := r.waiting[pid]; ours {
			delete(r.waiting, pid)
			waiter <- status
		}
	}
}

// Start runs a program in a session of its own; its status comes by the channel.
func (r *Reaper) Start(argv []string, attributes *syscall.ProcAttr) (int, <-chan syscall.WaitStatus, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	attributes.Sys = &syscall.SysProcAttr{Setsid: true}
	pid, err := syscall.ForkExec(argv[0], argv, attributes)
	if err != nil {
		return 0, nil, err
	}
	ended := make(chan syscall.WaitStatus, 1)
	r.waiting[pid] = ended
	return pid, ended, nil
}
