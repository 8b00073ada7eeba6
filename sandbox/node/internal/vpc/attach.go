package vpc

import (
	"fmt"
	"net"
	"net/netip"
	"os"

	"github.com/vishvananda/netlink"
	"github.com/vishvananda/netns"
)

// Interface is the network interface of one host.
type Interface struct {
	Name      string // of the VPC's end, unique in the VPC
	SubnetID  string
	Subnet    netip.Prefix
	PrivateIP netip.Addr
}

// Attach gives the process's network namespace an eth0 with the private address, and a route to the VPC only.
func (n *Network) Attach(pid int, card Interface) error {
	if !card.PrivateIP.Is4() || !card.Subnet.Contains(card.PrivateIP) {
		return fmt.Errorf("address %s is not in the subnet %s %s", card.PrivateIP, card.SubnetID, card.Subnet)
	}
	namespace, err := os.Open(fmt.Sprintf("/proc/%d/ns/net", pid))
	if err != nil {
		return fmt.Errorf("network namespace of the host: %w", err)
	}
	defer namespace.Close()
	if err := n.addVeth(namespace, card); err != nil {
		return fmt.Errorf("connect the host to subnet %s: %w", card.SubnetID, err)
	}
	return n.configure(namespace, card)
}

func (n *Network) addVeth(namespace *os.File, card Interface) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	bridge, known := n.bridges[card.SubnetID]
	if !known {
		return fmt.Errorf("there is no such subnet in the VPC")
	}
	attributes := named(card.Name)
	attributes.MasterIndex = bridge.Index
	attributes.Flags = net.FlagUp
	veth := &netlink.Veth{LinkAttrs: attributes, PeerName: "eth0", PeerNamespace: netlink.NsFd(namespace.Fd()),
		PeerHardwareAddr: hardwareAddress(card.PrivateIP)}
	return n.handle.LinkAdd(veth)
}

// hardwareAddress follows from the private address: when an address is used again, its neighbours' caches still hold.
func hardwareAddress(private netip.Addr) net.HardwareAddr {
	return append(net.HardwareAddr{0x06, 0x00}, private.AsSlice()...)
}

func (n *Network) configure(namespace *os.File, card Interface) error {
	handle, err := netlink.NewHandleAt(netns.NsHandle(namespace.Fd()))
	if err != nil {
		return fmt.Errorf("netlink in the host: %w", err)
	}
	defer handle.Close()
	if err := up(handle, "lo"); err != nil {
		return err
	}
	link, err := handle.LinkByName("eth0")
	if err != nil {
		return fmt.Errorf("eth0 of the host: %w", err)
	}
	if err := handle.AddrAdd(link, address(netip.PrefixFrom(card.PrivateIP, card.Subnet.Bits()))); err != nil {
		return fmt.Errorf("address %s: %w", card.PrivateIP, err)
	}
	if err := handle.LinkSetUp(link); err != nil {
		return fmt.Errorf("eth0 of the host: %w", err)
	}
	return n.routeToVPC(handle, link, card)
}

// routeToVPC routes the rest of the VPC through the subnet's router. There is no default route, on purpose.
func (n *Network) routeToVPC(handle *netlink.Handle, link netlink.Link, card Interface) error {
	if card.Subnet.Masked() == n.cidr.Masked() {
		return nil // the subnet is the whole VPC
	}
	route := &netlink.Route{
		LinkIndex: link.Attrs().Index,
		Dst:       ipNet(n.cidr),
		Gw:        net.IP(Router(card.Subnet).AsSlice()),
	}
	if err := handle.RouteAdd(route); err != nil {
		return fmt.Errorf("route to %s: %w", n.cidr, err)
	}
	return nil
}

// Cut takes the host's cable out: what it had open hears nothing more, as when a machine dies.
func (n *Network) Cut(name string) error {
	link, err := n.handle.LinkByName(name)
	if _, gone := err.(netlink.LinkNotFoundError); gone {
		return nil
	}
	if err != nil {
		return fmt.Errorf("interface %s: %w", name, err)
	}
	if err := n.handle.LinkDel(link); err != nil {
		return fmt.Errorf("remove interface %s: %w", name, err)
	}
	return nil
}

func up(handle *netlink.Handle, name string) error {
	link, err := handle.LinkByName(name)
	if err == nil {
		err = handle.LinkSetUp(link)
	}
	if err != nil {
		return fmt.Errorf("bring up %s: %w", name, err)
	}
	return nil
}

func named(name string) netlink.LinkAttrs {
	attributes := netlink.NewLinkAttrs()
	attributes.Name = name
	return attributes
}

func address(prefix netip.Prefix) *netlink.Addr {
	return &netlink.Addr{IPNet: &net.IPNet{
		IP: net.IP(prefix.Addr().AsSlice()), Mask: net.CIDRMask(prefix.Bits(), prefix.Addr().BitLen())}}
}

func ipNet(prefix netip.Prefix) *net.IPNet {
	masked := prefix.Masked()
	return &net.IPNet{IP: net.IP(masked.Addr().AsSlice()), Mask: net.CIDRMask(masked.Bits(), masked.Addr().BitLen())}
}
