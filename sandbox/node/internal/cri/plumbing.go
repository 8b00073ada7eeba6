package cri

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"runtime"
	"sync"

	"github.com/vishvananda/netlink"
	"github.com/vishvananda/netns"
)

const (
	hostLink = "sandbox-pods" // the machine's end of the link to the pods
	podLink  = "eth0"
)

// namespacePlumbing puts the pods' addresses into a network namespace of their own, as real pods have one: a pod may
// then listen on a port that the machine itself uses (metrics-server and the kubelet both want 10250). All pods of
// the machine share it, since each has its own address. Its only way leads to the machine.
type namespacePlumbing struct {
	once sync.Once
	err  error
	pods netns.NsHandle
	in   *netlink.Handle // speaks inside the pods' namespace
	host netlink.Link
	loop netlink.Link
}

func (p *namespacePlumbing) add(address netip.Addr) error {
	if p.once.Do(func() { p.err = p.create() }); p.err != nil {
		return fmt.Errorf("network of the pods: %w", p.err)
	}
	if err := p.in.AddrReplace(p.loop, &netlink.Addr{IPNet: single(address)}); err != nil {
		return err
	}
	return netlink.RouteReplace(p.route(address))
}

func (p *namespacePlumbing) remove(address netip.Addr) error {
	return errors.Join(netlink.RouteDel(p.route(address)), p.in.AddrDel(p.loop, &netlink.Addr{IPNet: single(address)}))
}

func (p *namespacePlumbing) route(address netip.Addr) *netlink.Route {
	return &netlink.Route{LinkIndex: p.host.Attrs().Index, Scope: netlink.SCOPE_LINK, Dst: single(address)}
}

// listen opens the socket inside; a socket stays in the namespace in which it was made.
func (p *namespacePlumbing) listen(address string) (listener net.Listener, err error) {
	err = p.inside(func() error {
		listener, err = net.Listen("tcp", address)
		return err
	})
	return listener, err
}

func (p *namespacePlumbing) create() (err error) {
	if err = p.unshare(); err != nil {
		return err
	}
	if p.in, err = netlink.NewHandleAt(p.pods); err != nil {
		return err
	}
	pair := &netlink.Veth{LinkAttrs: netlink.LinkAttrs{Name: hostLink}, PeerName: podLink, PeerNamespace: netlink.NsFd(p.pods)}
	if err = replaceLink(pair); err != nil {
		return fmt.Errorf("link %s: %w", hostLink, err)
	}
	if p.host, err = netlink.LinkByName(hostLink); err != nil {
		return err
	}
	if err = netlink.LinkSetUp(p.host); err != nil {
		return err
	}
	return p.configureInside()
}

// replaceLink also removes what a killed predecessor's namespace has not yet taken with it.
func replaceLink(link netlink.Link) error {
	if old, err := netlink.LinkByName(link.Attrs().Name); err == nil {
		if err := netlink.LinkDel(old); err != nil && !errors.As(err, &netlink.LinkNotFoundError{}) {
			return err
		}
	}
	return netlink.LinkAdd(link)
}

func (p *namespacePlumbing) configureInside() (err error) {
	if p.loop, err = p.in.LinkByName("lo"); err != nil {
		return err
	}
	outside, err := p.in.LinkByName(podLink)
	if err != nil {
		return err
	}
	if err = errors.Join(p.in.LinkSetUp(p.loop), p.in.LinkSetUp(outside)); err != nil {
		return err
	}
	everything := &net.IPNet{IP: net.IPv4zero, Mask: net.CIDRMask(0, 32)}
	return p.in.RouteAdd(&netlink.Route{LinkIndex: outside.Attrs().Index, Scope: netlink.SCOPE_LINK, Dst: everything})
}

// unshare makes the pods' namespace and returns to the machine's.
func (p *namespacePlumbing) unshare() error {
	return onOwnThread(func() (err error) {
		p.pods, err = netns.New()
		return err
	})
}

func (p *namespacePlumbing) inside(do func() error) error {
	return onOwnThread(func() error {
		if err := netns.Set(p.pods); err != nil {
			return err
		}
		return do()
	})
}

// onOwnThread runs do on a thread that may change its namespace: the thread ends with it, since it is never unlocked.
func onOwnThread(do func() error) error {
	result := make(chan error)
	go func() {
		runtime.LockOSThread()
		result <- do()
	}()
	return <-result
}

func single(address netip.Addr) *net.IPNet {
	return &net.IPNet{IP: address.AsSlice(), Mask: net.CIDRMask(address.BitLen(), address.BitLen())}
}
