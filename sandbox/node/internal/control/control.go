// Package control is the daemon's interface for the launcher and the tests: HTTP on a unix socket.
package control

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"regexp"
	"slices"
	"sync"

	"clusterline.io/sandbox/node/internal/machine"
)

// Fault is what shall go wrong with containers; the hosts' CRI servers read it at each start and pull.
type Fault struct {
	Namespace string  `json:"namespace,omitempty"`
	Pod       string  `json:"pod,omitempty"`
	Image     string  `json:"image,omitempty"`
	Fault     string  `json:"fault"`
	Seconds   float64 `json:"seconds,omitempty"`
}

var faultKinds = []string{"pullError", "crashLoop", "neverReady", "slow", "slowStop"}

func (f Fault) validate() error {
	if !slices.Contains(faultKinds, f.Fault) {
		return fmt.Errorf("fault %q: give one of %v", f.Fault, faultKinds)
	}
	for field, pattern := range map[string]string{"pod": f.Pod, "image": f.Image} {
		if _, err := regexp.Compile(pattern); err != nil {
			return fmt.Errorf("%s %q is not a regular expression: %w", field, pattern, err)
		}
	}
	if f.Seconds < 0 {
		return fmt.Errorf("seconds %g: give 0 or more", f.Seconds)
	}
	return nil
}

// Server answers the control API.
type Server struct {
	fleet      *machine.Fleet
	faultsPath string
	directory  string
	writing    sync.Mutex
}

// New serves that fleet; the faults' file is shared by all hosts.
func New(fleet *machine.Fleet, faultsPath, directory string) *Server {
	return &Server{fleet: fleet, faultsPath: faultsPath, directory: directory}
}

// Serve answers until the listener is closed.
func (s *Server) Serve(listener net.Listener) error {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /machines", s.machines)
	mux.HandleFunc("POST /machines/{id}/{action}", s.power)
	mux.HandleFunc("GET /faults", s.readFaults)
	mux.HandleFunc("PUT /faults", s.writeFaults)
	mux.HandleFunc("GET /memory", s.memory)
	err := http.Serve(listener, mux)
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

func (s *Server) machines(writer http.ResponseWriter, _ *http.Request) {
	answer(writer, s.fleet.Hosts())
}

func (s *Server) power(writer http.ResponseWriter, request *http.Request) {
	action := request.PathValue("action")
	if !slices.Contains([]string{"stop", "start", "crash"}, action) {
		refuse(writer, http.StatusNotFound, fmt.Errorf("action %q: give stop, start or crash", action))
		return
	}
	if err := s.fleet.Power(request.PathValue("id"), action); err != nil {
		refuse(writer, http.StatusNotFound, err)
		return
	}
	writer.WriteHeader(http.StatusAccepted)
}

func (s *Server) readFaults(writer http.ResponseWriter, _ *http.Request) {
	content, err := os.ReadFile(s.faultsPath)
	if err != nil {
		refuse(writer, http.StatusInternalServerError, err)
		return
	}
	writer.Header().Set("Content-Type", "application/json")
	_, _ = writer.Write(content) // a caller that has gone needs no answer
}

func (s *Server) writeFaults(writer http.ResponseWriter, request *http.Request) {
	faults := []Fault{}
	decoder := json.NewDecoder(http.MaxBytesReader(writer, request.Body, 1<<20))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(&faults)
	for _, fault := range faults {
		err = errors.Join(err, fault.validate())
	}
	if err != nil {
		refuse(writer, http.StatusBadRequest, err)
		return
	}
	if err := s.store(faults); err != nil {
		refuse(writer, http.StatusInternalServerError, err)
		return
	}
	writer.WriteHeader(http.StatusNoContent)
}

// store replaces the file in one step: hosts read it at any time.
func (s *Server) store(faults []Fault) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	content, err := json.Marshal(faults)
	if err != nil {
		return err
	}
	if err := os.WriteFile(s.faultsPath+".new", content, 0o644); err != nil {
		return err
	}
	return os.Rename(s.faultsPath+".new", s.faultsPath)
}

func (s *Server) memory(writer http.ResponseWriter, _ *http.Request) {
	memory, err := measure(s.fleet.Hosts(), s.directory)
	if err != nil {
		refuse(writer, http.StatusInternalServerError, err)
		return
	}
	answer(writer, memory)
}

func answer(writer http.ResponseWriter, value any) {
	writer.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(writer).Encode(value) // a caller that has gone needs no answer
}

func refuse(writer http.ResponseWriter, code int, err error) {
	writer.Header().Set("Content-Type", "application/json")
	writer.WriteHeader(code)
	_ = json.NewEncoder(writer).Encode(map[string]string{"error": err.Error()})
}
