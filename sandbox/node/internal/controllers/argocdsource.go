package controllers

import (
	"context"
	"encoding/base64"
	"regexp"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// A repository whose content matters is described by a ConfigMap with this label, beside the Applications: url, tree
// (YAML: a path's manifests by the path), and the credentials that it asks for. Of any other repository the stand-in
// pretends that it is public and that each path holds two Applications, the second of a later wave.
const (
	repositoryLabel = "sandbox.clusterline.io/git-repository"
	secretLabel     = "argocd.argoproj.io/secret-type=repository"
)

// As Argo CD's repo-server says it.
const (
	noPath         = ": app path does not exist"
	unauthorised   = "failed to list refs: authentication required: Repository not found."
	noSSHKey       = `failed to list refs: error creating SSH agent: "SSH agent requested but SSH_AUTH_SOCK not-specified"`
	wrongSSHKey    = "failed to list refs: ssh: handshake failed: ssh: unable to authenticate, attempted methods [none publickey], no supported methods remain"
	pretendedApps  = "platform workloads"
	applicationAPI = "argoproj.io/v1alpha1"
)

var (
	commit   = regexp.MustCompile(`^[0-9a-f]{40}$`)
	ssh      = regexp.MustCompile(`^(ssh://|[^/@:]+@[^/:]+:)`)
	askedFor = []string{"username", "password", "sshPrivateKey"} // what a repository may ask for
)

// render gives the objects that an Application's path holds, or why the repository cannot be read.
func (c Cluster) render(ctx context.Context, application *unstructured.Unstructured) (content []*unstructured.Unstructured, refusal string, err error) {
	url, path := text(application, "spec", "source", "repoURL"), text(application, "spec", "source", "path")
	repository, err := c.repository(ctx, application.GetNamespace(), url)
	if err != nil {
		return nil, "", err
	}
	credentials, err := c.credentials(ctx, application.GetNamespace(), url)
	if err != nil {
		return nil, "", err
	}
	if refusal := refusalOf(url, repository, credentials); refusal != "" {
		return nil, refusal, nil
	}
	if repository == nil || path == "" {
		return pretended(application), "", nil
	}
	tree := map[string]string{}
	if err := yaml.Unmarshal([]byte(repository["tree"]), &tree); err != nil {
		return nil, "", err
	}
	manifests, exists := tree[path]
	if !exists {
		return nil, path + noPath, nil
	}
	content, err = parseAll(manifests)
	return content, "", err
}

// repository is what describes it, or nil.
func (c Cluster) repository(ctx context.Context, namespace, url string) (map[string]string, error) {
	found, err := c.Resource(configMaps).Namespace(namespace).List(ctx, metav1.ListOptions{LabelSelector: repositoryLabel})
	if err != nil {
		return nil, err
	}
	for _, each := range found.Items {
		if data, _, _ := unstructured.NestedStringMap(each.Object, "data"); data["url"] == url {
			return data, nil
		}
	}
	return nil, nil
}

// credentials are those of the repository Secret with this very URL, or nil.
func (c Cluster) credentials(ctx context.Context, namespace, url string) (map[string]string, error) {
	found, err := c.Resource(secrets).Namespace(namespace).List(ctx, metav1.ListOptions{LabelSelector: secretLabel})
	if err != nil {
		return nil, err
	}
	for _, each := range found.Items {
		data, _, _ := unstructured.NestedStringMap(each.Object, "data")
		decoded := map[string]string{}
		for key, encoded := range data {
			content, _ := base64.StdEncoding.DecodeString(encoded) // the API server has checked it
			decoded[key] = string(content)
		}
		if decoded["url"] == url {
			return decoded, nil
		}
	}
	return nil, nil
}

func refusalOf(url string, repository, credentials map[string]string) string {
	if ssh.MatchString(url) && credentials["sshPrivateKey"] == "" {
		return noSSHKey
	}
	for _, key := range askedFor {
		if repository[key] == "" || repository[key] == credentials[key] {
			continue
		}
		if key == "sshPrivateKey" {
			return wrongSSHKey
		}
		return unauthorised
	}
	return ""
}

func parseAll(manifests string) (parsed []*unstructured.Unstructured, err error) {
	for _, document := range strings.Split("\n"+manifests, "\n---\n") {
		content := object{}
		if err := yaml.Unmarshal([]byte(document), &content); err != nil {
			return nil, err
		}
		if len(content) > 0 {
			parsed = append(parsed, &unstructured.Unstructured{Object: content})
		}
	}
	return parsed, nil
}

// pretended: two Applications, or what a chart or one of those two holds.
func pretended(application *unstructured.Unstructured) (content []*unstructured.Unstructured) {
	if application.GetAnnotations()[trackingAnnotation] != "" || text(application, "spec", "source", "chart") != "" {
		deployment := object{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": object{"name": application.GetName()}}
		return []*unstructured.Unstructured{{Object: deployment}}
	}
	for wave, name := range strings.Fields(pretendedApps) {
		child := object{
			"apiVersion": applicationAPI, "kind": "Application",
			"metadata": object{"name": application.GetName() + "-" + name, "annotations": object{waveAnnotation: string(rune('0' + wave))}},
			"spec": object{
				"project": text(application, "spec", "project"), "destination": value(application, "spec", "destination"),
				"source": object{
					"repoURL": text(application, "spec", "source", "repoURL"), "path": text(application, "spec", "source", "path") + "/" + name,
					"targetRevision": text(application, "spec", "source", "targetRevision"),
				},
				"syncPolicy": value(application, "spec", "syncPolicy"),
			},
		}
		content = append(content, &unstructured.Unstructured{Object: child})
	}
	return content
}
