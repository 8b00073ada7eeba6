package egress

import "strings"

// SelectorFile is the customary name of the configuration file.
const SelectorFile = "egress-selector.yaml"

const selector = `apiVersion: apiserver.k8s.io/v1beta1
kind: EgressSelectorConfiguration
egressSelections:
- name: cluster
  connection: &proxy
    proxyProtocol: HTTPConnect
    transport: {uds: {udsName: SOCKET}}
- name: controlplane
  connection: *proxy
`

// Selector is the API server's configuration to dial through the proxy on that socket: towards the cluster (kubelets
// too, so kubectl logs and exec need the proxy) and towards webhooks by URL. Its connection to etcd stays direct.
func Selector(socket string) []byte {
	return []byte(strings.ReplaceAll(selector, "SOCKET", socket))
}
