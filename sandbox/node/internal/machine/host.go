package machine

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"clusterline.io/sandbox/node/internal/guest"
	"clusterline.io/sandbox/node/internal/hostinit"
	"clusterline.io/sandbox/node/internal/vpc"
)

// State of a host, as the control API tells it.
type State string

// The states.
const (
	Booting State = "booting"
	Ready   State = "ready"
	Stopped State = "stopped"
	Failed  State = "failed"
)

const (
	stopLimit   = 15 * time.Second
	consoleTail = 600
)

// Host is the machine of one instance. One goroutine at a time works on it: its keeper.
type Host struct {
	settings Settings
	number   int
	changed  func() // told when the state changes: routes depend on it

	mu       sync.Mutex
	instance Instance
	boot     bootPlan
	state    State
	err      error
	first    *process
	ended    chan struct{} // closed when first has ended

	disk *Disk // the keeper's only
}

// bootPlan is where the host is connected and what it is.
type bootPlan struct {
	network  *vpc.Network
	card     vpc.Interface
	userData []byte
}

// Status is what the control API tells of a host.
type Status struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	VPCID string `json:"vpcId"`
	State State  `json:"state"`
	PID   int    `json:"pid,omitempty"`
	Error string `json:"error,omitempty"`
}

// Status tells how the host is.
func (h *Host) Status() Status {
	h.mu.Lock()
	defer h.mu.Unlock()
	status := Status{ID: h.instance.ID, Name: h.instance.Name, VPCID: h.instance.VPCID, State: h.state}
	if h.first != nil {
		status.PID = h.first.Pid
	}
	if h.err != nil {
		status.Error = h.err.Error()
	}
	return status
}

func (h *Host) set(state State, err error) {
	h.mu.Lock()
	h.state, h.err = state, err
	h.mu.Unlock()
	if err != nil {
		h.settings.Log.Printf("%s: %s: %v", h.instance.ID, state, err)
	}
	h.changed()
}

// start boots the host; a failure is its state.
func (h *Host) start() {
	h.set(Booting, nil)
	if err := h.launch(); err != nil {
		h.kill()
		h.set(Failed, err)
	}
}

func (h *Host) launch() error {
	if h.boot.network == nil {
		return fmt.Errorf("there was no VPC %s when the instance appeared", h.instance.VPCID)
	}
	if h.settings.Debian != nil {
		return h.launchDebian()
	}
	if err := h.prepareDisk(); err != nil {
		return err
	}
	console, err := os.OpenFile(h.console(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o640)
	if err != nil {
		return err
	}
	defer console.Close()
	first, err := launch(h.number, console)
	if err != nil {
		return err
	}
	ended := make(chan struct{})
	h.mu.Lock()
	h.first, h.ended = first, ended
	h.mu.Unlock()
	go h.watch(first, ended)
	return h.connect(first)
}

func (h *Host) prepareDisk() (err error) {
	if h.disk == nil {
		if h.disk, err = NewDisk(h.settings.host(h.instance.ID), h.instance, h.settings.Users); err != nil {
			return err
		}
	}
	if h.settings.Fault == hostinit.NoOverlay {
		return nil
	}
	return h.disk.Mount()
}

func (h *Host) connect(first *process) error {
	if err := first.identify(h.settings.Users); err != nil {
		return err
	}
	if err := h.boot.network.Cut(h.boot.card.Name); err != nil { // what an earlier boot left
		return err
	}
	if err := h.boot.network.Attach(first.Pid, h.boot.card); err != nil {
		return err
	}
	root, shared, err := h.settings.inside(h.disk)
	if err != nil {
		return err
	}
	return first.order(hostinit.Boot{
		Root: root, Shared: shared, BootSeconds: h.settings.BootSeconds, Fault: h.settings.Fault,
		Size: hostinit.Size{VCPUs: h.instance.VCPUs, MemoryMiB: h.instance.MemoryMiB},
		Identity: guest.Identity{
			InstanceID: h.instance.ID, Hostname: h.instance.hostname(), Region: h.instance.Region, Zone: h.instance.Zone,
			PrivateIP: h.instance.PrivateIP, PublicKeys: h.instance.PublicKeys, VPC: h.boot.network.CIDR().String(), UserData: h.boot.userData,
			MetadataHops: h.instance.MetadataHops,
			Distribution: h.instance.distribution(), Baked: h.instance.baked(),
		}})
}

// watch takes the host's events until it ends.
func (h *Host) watch(first *process, ended chan struct{}) {
	defer close(ended)
	var failure error
	for decoder := json.NewDecoder(first.events); ; {
		var event hostinit.Event
		if err := decoder.Decode(&event); err != nil {
			break // the host has ended
		}
		if event.Error != "" {
			failure = errors.New(event.Error)
		}
		if event.Ready {
			h.set(Ready, nil)
		}
	}
	first.events.Close()
	_, _ = first.Wait() // its end is all we wait for
	h.hasEnded(first, failure)
}

// hasEnded notes the end of the first process; unless we ended it, that is a failure.
func (h *Host) hasEnded(first *process, failure error) {
	h.mu.Lock()
	expected := h.first != first
	if !expected {
		h.first = nil
	}
	h.mu.Unlock()
	if expected {
		return
	}
	if failure == nil {
		failure = fmt.Errorf("the host's first process ended unexpectedly; the end of its console: %q", h.consoleEnd())
	}
	h.set(Failed, failure)
}

// consoleEnd is what a dying first process may have said.
func (h *Host) consoleEnd() string {
	content, err := os.ReadFile(h.console())
	if err != nil {
		return err.Error()
	}
	return string(content[max(0, len(content)-consoleTail):])
}

func (h *Host) console() string {
	return filepath.Join(h.settings.host(h.instance.ID), "console.log")
}
