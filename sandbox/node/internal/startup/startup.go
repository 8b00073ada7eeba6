// Package startup makes the many short and the many small processes of this binary cheap. Go initialises packages whose
// imports are ready in the order of their paths: so what is here happens before almost everything of Kubernetes.
package startup

import "k8s.io/kubectl/pkg/util/i18n"

// The packages of kubectl translate their texts when they are initialised, also in a kubelet: that costs 30 ms and 4 MB.
func init() {
	if err := i18n.SetLoadTranslationsFunc(func() error { return nil }); err != nil {
		panic(err) // loaded already: this package no longer comes first
	}
}
