package controllers

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const redisJob = `
apiVersion: batch/v1
kind: Job
metadata: {name: argocd-redis-secret-init, namespace: argocd}
spec: {template: {spec: {containers: [{name: secret-init, command: [argocd, admin, redis-initial-password]}]}}}
status: STATUS
`

const certificateJob = `
apiVersion: batch/v1
kind: Job
metadata: {name: prometheus-admission-create, namespace: monitoring}
spec: {template: {spec: {containers: [{name: create, args: [create, "--host=op,op.monitoring.svc", --namespace=monitoring, --secret-name=prometheus-admission]}]}}}
status: {succeeded: 1}
`

func TestGivenAJobThatRanWhenReconciledThenItsSecretIsThereAndStaysAsItIs(t *testing.T) {
	cluster := newCluster(t, replaced(redisJob, "STATUS", "{ready: 1}"))
	cluster.reconciled(t, secretJobs(), "argocd", "argocd-redis-secret-init")
	if password := text(cluster.get(t, secrets, "argocd", "argocd-redis"), "data", "auth"); len(password) < 16 {
		t.Errorf("password %q", password)
	}
}

func TestGivenAJobThatDidNotRunWhenReconciledThenThereIsNoSecret(t *testing.T) {
	cluster := newCluster(t, replaced(redisJob, "STATUS", "{active: 1, failed: 2}"))
	cluster.reconciled(t, secretJobs(), "argocd", "argocd-redis-secret-init")
	_, err := cluster.Resource(secrets).Namespace("argocd").Get(context.Background(), "argocd-redis", metav1.GetOptions{})
	if !apierrors.IsNotFound(err) {
		t.Errorf("got %v", err)
	}
}

func TestGivenTheCertificateJobWhenReconciledThenTheSecretHasItsKeys(t *testing.T) {
	cluster := newCluster(t, certificateJob)
	cluster.reconciled(t, secretJobs(), "monitoring", "prometheus-admission-create")
	secret := cluster.get(t, secrets, "monitoring", "prometheus-admission")
	for _, key := range []string{"ca", "cert", "key"} {
		content, err := base64.StdEncoding.DecodeString(text(secret, "data", key))
		if err != nil || !strings.HasPrefix(string(content), "-----BEGIN ") {
			t.Errorf("%s: %q, %v", key, content, err)
		}
	}
}

const webhookService = `
apiVersion: v1
kind: Service
metadata: {name: webhook, namespace: kube-system}
spec: {clusterIP: 10.96.0.7, ports: [{name: https, port: 443, targetPort: 9443}]}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: webhook-x, namespace: kube-system, labels: {kubernetes.io/service-name: webhook}}
ports: [{name: https, port: 9443}]
endpoints:
- {addresses: [192.168.3.2], conditions: {ready: true}}
- {addresses: [192.168.3.3], conditions: {ready: false}}
`

func TestGivenAServiceWhenReconciledThenTheTableLeadsToItsReadyPodsOnly(t *testing.T) {
	file := filepath.Join(t.TempDir(), "services.json")
	newCluster(t, webhookService).reconciled(t, serviceProxy(file), "kube-system", "webhook-x")
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var table map[string][]string
	if err := json.Unmarshal(content, &table); err != nil {
		t.Fatal(err)
	}
	if got := table["10.96.0.7:443"]; len(got) != 1 || got[0] != "192.168.3.2:9443" {
		t.Errorf("got %v", table)
	}
}
