package controllers

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

func encapsulation(name string, settings map[string]string) (string, error) {
	switch strings.ToLower(settings[name]) {
	case "", "off", "never":
		return "Never", nil
	case "crosssubnet", "cross-subnet":
		return "CrossSubnet", nil
	case "always":
		return "Always", nil
	}
	return "", fmt.Errorf("%s=%q: must be Never, CrossSubnet or Always", name, settings[name])
}

func isFalse(setting string) bool {
	switch strings.ToLower(setting) {
	case "false", "0", "no", "n", "f":
		return true
	}
	return false
}

// containerEnvironment are the plain values of a container's variables in a workload's pod template.
func containerEnvironment(workload *unstructured.Unstructured, container string) map[string]string {
	settings := map[string]string{}
	containers, _, _ := unstructured.NestedSlice(workload.Object, "spec", "template", "spec", "containers")
	for _, each := range containers {
		content, _ := each.(object)
		if content["name"] != container {
			continue
		}
		variables, _, _ := unstructured.NestedSlice(content, "env")
		for _, each := range variables {
			variable, _ := each.(object)
			name, _ := variable["name"].(string)
			settings[name], _ = variable["value"].(string)
		}
	}
	return settings
}
