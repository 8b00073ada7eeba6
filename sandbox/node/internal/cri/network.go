package cri

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/netip"
	"os"
	"strings"
	"sync"
)

// plumbing gives pod addresses to the machine and opens sockets on them.
type plumbing interface {
	add(netip.Addr) error
	remove(netip.Addr) error
	listen(address string) (net.Listener, error) // in the pods' network
}

// podNetwork hands out the addresses of the node's pod CIDR.
type podNetwork struct {
	plumbing

	mu   sync.Mutex
	file string // keeps the CIDR over restarts
	cidr netip.Prefix
	used map[netip.Addr]bool
	last netip.Addr
}

func newPodNetwork(file string, plumbing plumbing) (*podNetwork, error) {
	n := &podNetwork{plumbing: plumbing, file: file, used: map[netip.Addr]bool{}}
	content, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return n, nil
	}
	if err != nil {
		return nil, fmt.Errorf("remembered pod CIDR: %w", err)
	}
	return n, n.setCIDR(strings.TrimSpace(string(content)))
}

func (n *podNetwork) setCIDR(cidr string) error {
	prefix, err := netip.ParsePrefix(cidr)
	if err != nil {
		return fmt.Errorf("pod CIDR %q: %w", cidr, err)
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if prefix == n.cidr {
		return nil
	}
	n.cidr, n.last = prefix.Masked(), prefix.Masked().Addr().Next() // the first address is the router's by custom
	return writeFile(n.file, []byte(prefix.String()+"\n"))
}

// allocate takes the next free address, so that a released one rests before it is used again.
func (n *podNetwork) allocate() (netip.Addr, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if !n.cidr.IsValid() {
		return netip.Addr{}, errors.New("the node has no pod CIDR yet (does the controller-manager allocate node CIDRs?)")
	}
	address, err := n.next()
	if err != nil {
		return address, err
	}
	if err := n.add(address); err != nil {
		return address, fmt.Errorf("pod address %s: %w", address, err)
	}
	n.used[address], n.last = true, address
	return address, nil
}

func (n *podNetwork) next() (netip.Addr, error) {
	first := n.cidr.Addr().Next().Next()
	for address := n.last.Next(); ; address = address.Next() {
		if !n.cidr.Contains(address.Next()) { // the last one is the broadcast address
			address = first
		}
		if !n.used[address] {
			return address, nil
		}
		if address == n.last {
			return address, fmt.Errorf("no free address in pod CIDR %s (%d in use)", n.cidr, len(n.used))
		}
	}
}

func (n *podNetwork) release(address netip.Addr) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if !n.used[address] {
		return nil
	}
	delete(n.used, address)
	return n.remove(address)
}
