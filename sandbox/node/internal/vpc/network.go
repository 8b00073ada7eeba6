package vpc

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"sync"
	"time"

	"github.com/vishvananda/netlink"
	"github.com/vishvananda/netns"
)

const dialTimeout = 5 * time.Second

// ErrOutside is the refusal to send anything to an address that is not the VPC's.
var ErrOutside = errors.New("the address is outside the VPC")

// Network is one VPC.
type Network struct {
	cidr      netip.Prefix
	namespace *os.File
	handle    *netlink.Handle

	mu      sync.Mutex
	bridges map[string]*netlink.Bridge // by subnet id
	made    int                        // bridges made so far, for their names
}

// New makes the namespace of a VPC with that CIDR.
func New(cidr netip.Prefix) (*Network, error) {
	namespace, err := newNamespace()
	if err != nil {
		return nil, err
	}
	handle, err := netlink.NewHandleAt(netns.NsHandle(namespace.Fd()))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("netlink in the VPC: %w", err), namespace.Close())
	}
	network := &Network{cidr: cidr, namespace: namespace, handle: handle, bridges: map[string]*netlink.Bridge{}}
	if err := up(handle, "lo"); err != nil {
		return nil, errors.Join(err, network.Close())
	}
	return network, nil
}

// CIDR returns the VPC's address range.
func (n *Network) CIDR() netip.Prefix { return n.cidr }

// Close gives the namespace up; it ends with the last host in it.
func (n *Network) Close() error {
	n.handle.Close()
	return n.namespace.Close()
}

// AddSubnet makes the bridge of a subnet, whose first address is its router's; known subnets stay as they are.
func (n *Network) AddSubnet(id string, cidr netip.Prefix) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if _, known := n.bridges[id]; known {
		return nil
	}
	if !n.cidr.Contains(cidr.Addr()) {
		return fmt.Errorf("subnet %s %s: %w %s", id, cidr, ErrOutside, n.cidr)
	}
	bridge := &netlink.Bridge{LinkAttrs: named(fmt.Sprintf("subnet%d", n.made))}
	if err := n.addBridge(bridge, netip.PrefixFrom(Router(cidr), cidr.Bits())); err != nil {
		return fmt.Errorf("subnet %s %s: %w", id, cidr, err)
	}
	n.made++
	n.bridges[id] = bridge
	return nil
}

func (n *Network) addBridge(bridge *netlink.Bridge, router netip.Prefix) error {
	if err := n.handle.LinkAdd(bridge); err != nil {
		return err
	}
	if err := n.handle.AddrAdd(bridge, address(router)); err != nil {
		return err
	}
	return n.handle.LinkSetUp(bridge)
}

// RemoveSubnet takes the bridge of a subnet away, as far as it exists.
func (n *Network) RemoveSubnet(id string) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	bridge, known := n.bridges[id]
	if !known {
		return nil
	}
	delete(n.bridges, id)
	return n.handle.LinkDel(bridge)
}

// Subnets returns the ids of the subnets that exist.
func (n *Network) Subnets() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	ids := make([]string, 0, len(n.bridges))
	for id := range n.bridges {
		ids = append(ids, id)
	}
	return ids
}

// Dial connects to an address inside the VPC, and to no other.
func (n *Network) Dial(ctx context.Context, to netip.AddrPort) (net.Conn, error) {
	if !n.cidr.Contains(to.Addr()) {
		return nil, fmt.Errorf("dial %s: %w %s", to, ErrOutside, n.cidr)
	}
	var connection net.Conn
	err := inside(n.namespace, func() (err error) {
		dialer := net.Dialer{Timeout: dialTimeout} // a literal address: the dial stays on this thread
		connection, err = dialer.DialContext(ctx, "tcp4", to.String())
		return err
	})
	return connection, err
}

// Start starts a program inside the VPC.
func (n *Network) Start(command *exec.Cmd) error { return inside(n.namespace, command.Start) }

// Bridge returns the name of a subnet's bridge.
func (n *Network) Bridge(subnetID string) (string, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	bridge, known := n.bridges[subnetID]
	if !known {
		return "", fmt.Errorf("there is no subnet %s in the VPC", subnetID)
	}
	return bridge.Name, nil
}

// Router returns the address of a subnet's router: the first one, as in AWS.
func Router(subnet netip.Prefix) netip.Addr { return subnet.Masked().Addr().Next() }
