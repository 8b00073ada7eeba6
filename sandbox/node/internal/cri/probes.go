package cri

import (
	"fmt"
	"net"
	"slices"
	"strconv"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// protocol is how a probe asks.
type protocol string

const (
	httpProtocol  protocol = "http"
	httpsProtocol protocol = "https"
	tcpProtocol   protocol = "tcp"
	grpcProtocol  protocol = "grpc"
)

// probePort is a port that a container's probes ask.
type probePort struct {
	address    string // host:port
	protocol   protocol
	readyPaths []string // HTTP paths of the readiness probe
	readiness  bool     // the readiness probe asks here
}

// probePorts lists the ports of a container's probes, each once.
func probePorts(spec *corev1.Container, podIP string) (ports []*probePort, err error) {
	for _, probe := range []*corev1.Probe{spec.ReadinessProbe, spec.LivenessProbe, spec.StartupProbe} {
		port, path, err := portOf(probe, spec, podIP)
		if err != nil {
			return nil, err
		}
		if port == nil {
			continue
		}
		at := slices.IndexFunc(ports, func(known *probePort) bool { return known.address == port.address })
		if at < 0 {
			ports, at = append(ports, port), len(ports)
		}
		if probe == spec.ReadinessProbe {
			ports[at].readiness, ports[at].readyPaths = true, append(ports[at].readyPaths, path)
		}
	}
	return ports, nil
}

// portOf is nil for no probe and for one that asks no port (exec).
func portOf(probe *corev1.Probe, spec *corev1.Container, podIP string) (port *probePort, path string, err error) {
	var host string
	var number intstr.IntOrString
	port = &probePort{}
	switch {
	case probe == nil:
		return nil, "", nil
	case probe.HTTPGet != nil:
		host, number, path = probe.HTTPGet.Host, probe.HTTPGet.Port, probe.HTTPGet.Path
		port.protocol = httpProtocol
		if probe.HTTPGet.Scheme == corev1.URISchemeHTTPS {
			port.protocol = httpsProtocol
		}
	case probe.TCPSocket != nil:
		host, number, port.protocol = probe.TCPSocket.Host, probe.TCPSocket.Port, tcpProtocol
	case probe.GRPC != nil:
		number, port.protocol = intstr.FromInt32(probe.GRPC.Port), grpcProtocol
	default:
		return nil, "", nil
	}
	if host == "" {
		host = podIP // "": the machine's own network, all its addresses
	}
	resolved, err := resolve(number, spec)
	port.address = net.JoinHostPort(host, strconv.Itoa(resolved))
	return port, path, err
}

// resolve looks a named port up among the container's ports.
func resolve(port intstr.IntOrString, spec *corev1.Container) (int, error) {
	if port.Type == intstr.Int {
		return port.IntValue(), nil
	}
	for _, named := range spec.Ports {
		if named.Name == port.StrVal {
			return int(named.ContainerPort), nil
		}
	}
	return 0, fmt.Errorf("probe asks port %q, which the container does not name", port.StrVal)
}
