package machine

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// stop ends the host in order, then by force; a Debian machine by force only, as by its power button.
func (h *Host) stop() {
	first, ended := h.disown()
	if first == nil {
		return
	}
	if h.settings.Debian == nil {
		_ = first.Signal(syscall.SIGTERM) // it may just have ended
	} else {
		_ = first.Kill()
	}
	select {
	case <-ended:
	case <-time.After(stopLimit):
		_ = first.Kill()
		<-ended
	}
	h.off(nil)
}

// crash cuts the network first, so that nobody hears of the end, as with a machine that loses its power.
func (h *Host) crash() {
	if err := h.boot.network.Cut(h.boot.card.Name); err != nil {
		h.settings.Log.Printf("%s: %v", h.instance.ID, err)
	}
	h.kill()
	h.off(errors.New("crashed on request"))
}

func (h *Host) kill() {
	if first, ended := h.disown(); first != nil {
		_ = first.Kill() // it may just have ended
		if first.orders != nil {
			first.orders.Close()
		}
		<-ended
	}
}

// disown makes the end of the first process an expected one.
func (h *Host) disown() (*process, chan struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	first := h.first
	h.first = nil
	return first, h.ended
}

func (h *Host) off(reason error) {
	if h.disk != nil {
		if err := h.disk.Unmount(); err != nil {
			reason = errors.Join(reason, err)
		}
	}
	h.set(Stopped, reason)
}

// remove ends the host and gives its disk up.
func (h *Host) remove() error {
	h.kill()
	var failed error
	if h.boot.network != nil {
		failed = h.boot.network.Cut(h.boot.card.Name)
	}
	if h.disk != nil {
		failed = errors.Join(failed, h.disk.Delete())
	}
	if h.settings.Debian != nil {
		failed = errors.Join(failed, os.RemoveAll(filepath.Join(h.settings.host(h.instance.ID), "disk")))
	}
	if failed != nil {
		return fmt.Errorf("remove %s: %w", h.instance.ID, failed)
	}
	return nil
}
