package controllers

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"os"
	"path/filepath"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

const webhookDeployment = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: cert-manager-webhook, namespace: cert-manager}
spec: {template: {spec: {containers: [{name: webhook, args: [--dynamic-serving-ca-secret-name=cert-manager-webhook-ca]}]}}}
`

const validatingWebhook = `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: cert-manager-webhook, annotations: {cert-manager.io/inject-ca-from-secret: cert-manager/cert-manager-webhook-ca}}
webhooks: [{name: webhook.cert-manager.io, failurePolicy: Fail, clientConfig: {service: {name: cert-manager-webhook, namespace: cert-manager}}}]
`

func TestGivenCertManagersWebhookWhenItRunsThenTheAPIServerTrustsWhatItServesWith(t *testing.T) {
	certificates := t.TempDir()
	cluster := newCluster(t, webhookDeployment+"\n---\n"+validatingWebhook)
	cluster.reconciled(t, webhookAuthority(certificates), "cert-manager", "cert-manager-webhook")
	cluster.reconciled(t, injectors()[0], "", "cert-manager-webhook")

	served, err := tls.LoadX509KeyPair(filepath.Join(certificates, "cert-manager.crt"), filepath.Join(certificates, "cert-manager.key"))
	if err != nil {
		t.Fatal(err)
	}
	trusted := x509.NewCertPool()
	trusted.AppendCertsFromPEM(authorityOf(t, cluster.get(t, validatingWebhooks, "", "cert-manager-webhook")))
	_, err = served.Leaf.Verify(x509.VerifyOptions{Roots: trusted, DNSName: "cert-manager-webhook.cert-manager.svc"})
	if err != nil {
		t.Error(err)
	}
	if mode := stat(t, filepath.Join(certificates, "cert-manager.key")); mode != 0o600 {
		t.Errorf("the key has mode %o", mode)
	}
}

func TestGivenNoAuthorityYetWhenAWebhookAsksForItThenItIsTriedAgain(t *testing.T) {
	cluster := newCluster(t, validatingWebhook)
	err := injectors()[0].Reconcile(t.Context(), cluster, cluster.get(t, validatingWebhooks, "", "cert-manager-webhook"))
	if err == nil {
		t.Error("no error: it would never be tried again")
	}
}

const patchJob = `
apiVersion: batch/v1
kind: Job
metadata: {name: admission-patch, namespace: monitoring}
spec: {template: {spec: {containers: [{name: patch, args: [patch, --webhook-name=admission, --secret-name=prometheus-admission, --patch-failure-policy=POLICY]}]}}}
status: {succeeded: 1}
---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: {name: admission}
webhooks: [{name: rules, failurePolicy: Ignore, clientConfig: {service: {name: operator, namespace: monitoring}}}]
`

func TestGivenThePatchingJobWhenItRanThenTheWebhooksTrustTheSecretAndHaveItsPolicy(t *testing.T) {
	for policy, wanted := range map[string]string{"": "Ignore", "Fail": "Fail"} {
		cluster := newCluster(t, certificateJob+"\n---\n"+replaced(patchJob, "POLICY", policy))
		cluster.reconciled(t, secretJobs(), "monitoring", "prometheus-admission-create")
		cluster.reconciled(t, secretJobs(), "monitoring", "admission-patch")

		webhooks := cluster.get(t, mutatingWebhooks, "", "admission")
		if len(authorityOf(t, webhooks)) == 0 {
			t.Error("no caBundle")
		}
		if got := first(webhooks)["failurePolicy"]; got != wanted {
			t.Errorf("%q: policy %v", policy, got)
		}
	}
}

func first(configuration *unstructured.Unstructured) object {
	webhooks, _, _ := unstructured.NestedSlice(configuration.Object, "webhooks")
	return webhooks[0].(object)
}

func authorityOf(t *testing.T, configuration *unstructured.Unstructured) []byte {
	t.Helper()
	bundle, _ := first(configuration)["clientConfig"].(object)["caBundle"].(string)
	content, err := base64.StdEncoding.DecodeString(bundle)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func stat(t *testing.T, path string) os.FileMode {
	t.Helper()
	information, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return information.Mode()
}
