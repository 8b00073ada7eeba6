package hostinit

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"clusterline.io/sandbox/node/internal/guest"
)

// Descriptors that the daemon hands to a host's first process.
const (
	orderFD = 3 // one byte once the user namespace is mapped and the network attached, then the Boot as JSON
	eventFD = 4 // our Events, a JSON object per line
)

// Fault names a failure for the tests of harmlessness; empty in all other life.
type Fault string

// The faults: what the step's code would do if the kernel had refused and nobody had noticed.
const (
	NoOverlay Fault = "overlay" // the root is not an overlay
	NoPivot   Fault = "pivot"   // the machine's root is still the root
	Blind     Fault = "blind"   // the same, and the check that would notice is left out
	NoUsers   Fault = "users"   // the machine cannot give the hosts user ids of their own
)

// Boot is what the daemon tells a host.
type Boot struct {
	Root        string         `json:"root"`   // the overlay, already mounted; below the working directory
	Shared      string         `json:"shared"` // what is /opt/sandbox inside; likewise
	Identity    guest.Identity `json:"identity"`
	BootSeconds float64        `json:"bootSeconds"`
	Size        Size           `json:"size"`
	Fault       Fault          `json:"fault,omitempty"`
}

// Event is what a host tells the daemon.
type Event struct {
	Ready bool   `json:"ready,omitempty"` // sshd answers
	Error string `json:"error,omitempty"` // the host could not boot, and ends
}

func readBoot(orders io.Reader) (Boot, error) {
	var boot Boot
	if err := json.NewDecoder(orders).Decode(&boot); err != nil {
		return Boot{}, fmt.Errorf("what the daemon told the host is not readable") // no content: it holds a key
	}
	return boot, nil
}

func tell(events *os.File, event Event) error { return json.NewEncoder(events).Encode(event) }
