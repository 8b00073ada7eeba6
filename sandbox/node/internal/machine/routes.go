package machine

import (
	"net/netip"

	"clusterline.io/sandbox/node/internal/gateway"
)

// widestRange is the most ports that one rule opens here; of a wider one only the known ports are relayed.
const widestRange = 16

// knownPorts are relayed even when a rule opens a wide range.
var knownPorts = []int{22, 80, 443, 6443}

// route brings the gateway's relays to the world's public addresses and the hosts that answer.
func (f *Fleet) route() {
	f.routing.Lock()
	defer f.routing.Unlock()
	f.mu.Lock()
	routes := map[netip.AddrPort]gateway.Route{}
	for _, instance := range f.world.Machines {
		keeper := f.keepers[instance.ID]
		if keeper != nil && !instance.gone() {
			f.addRoutes(routes, instance, instance.running() && keeper.host.Status().State == Ready)
		}
	}
	f.mu.Unlock()
	if err := f.gateway.Apply(routes); err != nil {
		f.settings.Log.Print(err)
	}
}

func (f *Fleet) addRoutes(routes map[netip.AddrPort]gateway.Route, instance Instance, open bool) {
	network := f.networks[instance.VPCID]
	if instance.PublicIP == nil || network == nil {
		return
	}
	public, err := netip.ParseAddr(*instance.PublicIP)
	if err != nil {
		f.settings.Log.Printf("%s: publicIp: %v", instance.ID, err)
		return
	}
	private, err := netip.ParseAddr(instance.PrivateIP)
	if err != nil {
		return // the host could not have been made
	}
	for _, port := range openPorts(instance.Ingress) {
		routes[netip.AddrPortFrom(public, port)] = gateway.Route{
			Private: netip.AddrPortFrom(private, port), Owner: instance.ID, Open: open, Dial: network.Dial}
	}
}

// openPorts lists the TCP ports that the rules open to the outside.
func openPorts(rules []Rule) []uint16 {
	open := map[int]bool{}
	for _, rule := range rules {
		from, to := rule.From, rule.To
		switch rule.Protocol {
		case "-1", "all":
			from, to = 0, 65535
		case "tcp", "6":
		default:
			continue
		}
		if to-from < widestRange {
			for port := max(from, 1); port <= min(to, 65535); port++ {
				open[port] = true
			}
			continue
		}
		for _, port := range knownPorts {
			if from <= port && port <= to {
				open[port] = true
			}
		}
	}
	ports := make([]uint16, 0, len(open))
	for port := range open {
		ports = append(ports, uint16(port))
	}
	return ports
}
