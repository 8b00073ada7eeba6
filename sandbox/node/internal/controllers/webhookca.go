package controllers

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

const (
	authorityOption  = "--dynamic-serving-ca-secret-name"
	injectAnnotation = "cert-manager.io/inject-ca-from-secret"
	allowAnnotation  = "cert-manager.io/allow-direct-injection" // of the Secret
)

var (
	certManagerWebhook = Program{Image: "cert-manager-webhook"}
	certManagerInjects = Program{Image: "cert-manager-cainjector"}

	webhookConfigurations = []schema.GroupVersionResource{validatingWebhooks, mutatingWebhooks}
)

// webhookAuthority makes the Secret with the authority of cert-manager's webhook, as that program does, and leaves the
// certificate where the container runtime of this machine serves with it.
func webhookAuthority(certificates string) Controller {
	return Controller{
		Name: "webhook-authority", StandsFor: certManagerWebhook, Watches: deployments,
		Labels: "app.kubernetes.io/name=webhook,app.kubernetes.io/component=webhook",
		Reconcile: func(ctx context.Context, cluster Cluster, webhook *unstructured.Unstructured) error {
			return ensureAuthority(ctx, cluster, webhook, certificates)
		},
	}
}

func ensureAuthority(ctx context.Context, cluster Cluster, webhook *unstructured.Unstructured, certificates string) error {
	name := option(commandOf(webhook), authorityOption)
	if name == "" {
		return nil // it was given a certificate
	}
	namespace := webhook.GetNamespace()
	secret, err := cluster.Resource(secrets).Namespace(namespace).Get(ctx, name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		secret, err = createAuthority(ctx, cluster, webhook, name)
	}
	if err != nil {
		return err
	}
	return errors.Join(
		leave(secret, "tls.crt", certificates, namespace+".crt"),
		leave(secret, "tls.key", certificates, namespace+".key"))
}

func createAuthority(ctx context.Context, cluster Cluster, webhook *unstructured.Unstructured, name string) (*unstructured.Unstructured, error) {
	namespace := webhook.GetNamespace()
	service := webhook.GetName()
	made, err := certificateFor([]string{service, service + "." + namespace, service + "." + namespace + ".svc"})
	if err != nil {
		return nil, err
	}
	secret := secretOf(name, map[string][]byte{"ca.crt": made["ca"], "tls.crt": made["cert"], "tls.key": made["key"]})
	secret["metadata"] = object{"name": name, "annotations": object{allowAnnotation: "true"}}
	if err := cluster.create(ctx, secrets, namespace, secret); err != nil {
		return nil, err
	}
	return cluster.Resource(secrets).Namespace(namespace).Get(ctx, name, metav1.GetOptions{})
}

// leave writes a value of a Secret to a file, at once or not at all, for root only.
func leave(secret *unstructured.Unstructured, key, directory, name string) error {
	content, err := base64.StdEncoding.DecodeString(text(secret, "data", key))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return err
	}
	unfinished := filepath.Join(directory, "."+name)
	if err := os.WriteFile(unfinished, content, 0o600); err != nil {
		return err
	}
	return os.Rename(unfinished, filepath.Join(directory, name))
}

// injectors put the authority into the webhook configurations that ask for it, as cainjector does.
func injectors() (all []Controller) {
	for _, kind := range webhookConfigurations {
		all = append(all, Controller{
			Name: "cainjector-" + kind.Resource, StandsFor: certManagerInjects, Watches: kind,
			Reconcile: func(ctx context.Context, cluster Cluster, configuration *unstructured.Unstructured) error {
				return inject(ctx, cluster, kind, configuration)
			},
		})
	}
	return all
}

func inject(ctx context.Context, cluster Cluster, kind schema.GroupVersionResource, configuration *unstructured.Unstructured) error {
	from := configuration.GetAnnotations()[injectAnnotation]
	if from == "" {
		return nil
	}
	namespace, name, _ := strings.Cut(from, "/")
	secret, err := cluster.Resource(secrets).Namespace(namespace).Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return fmt.Errorf("the authority is not there yet: %w", err) // tried again
	}
	if secret.GetAnnotations()[allowAnnotation] != "true" {
		return nil
	}
	return trust(ctx, cluster, kind, configuration, text(secret, "data", "ca.crt"), "")
}

// trust lets the API server trust an authority (base64) when it calls these webhooks; policy, if any, becomes their
// failurePolicy.
func trust(ctx context.Context, cluster Cluster, kind schema.GroupVersionResource, configuration *unstructured.Unstructured, authority, policy string) error {
	webhooks, _, err := unstructured.NestedSlice(configuration.Object, "webhooks")
	if err != nil {
		return err
	}
	changed := false
	for _, each := range webhooks {
		webhook, _ := each.(object)
		client, _ := webhook["clientConfig"].(object)
		if client != nil && client["caBundle"] != authority {
			client["caBundle"], changed = authority, true
		}
		if policy != "" && webhook["failurePolicy"] != policy {
			webhook["failurePolicy"], changed = policy, true
		}
	}
	if !changed {
		return nil
	}
	trusting := configuration.DeepCopy()
	if err := unstructured.SetNestedSlice(trusting.Object, webhooks, "webhooks"); err != nil {
		return err
	}
	_, err = cluster.Resource(kind).Update(ctx, trusting, metav1.UpdateOptions{FieldManager: fieldManager})
	return ignoreGone(err)
}
