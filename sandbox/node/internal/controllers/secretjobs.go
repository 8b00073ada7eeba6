package controllers

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"strings"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

const (
	redisSecret     = "argocd-redis" // of argocd admin redis-initial-password
	passwordBytes   = 12
	certificateLife = 100 * 365 * 24 * time.Hour // as kube-webhook-certgen's
)

// secretJobs does what Jobs of the real charts do: Argo CD's password for Redis, and the certificate of a webhook by
// kube-webhook-certgen, which another of its Jobs lets the API server trust. A Job that never ran does nothing.
func secretJobs() Controller {
	return Controller{Name: "secret-jobs", Watches: jobs, Reconcile: makeSecret}
}

func makeSecret(ctx context.Context, cluster Cluster, job *unstructured.Unstructured) error {
	if !hasRun(job) {
		return nil
	}
	command := commandOf(job)
	secret := option(command, "--secret-name")
	switch {
	case contains(command, "redis-initial-password"):
		return cluster.create(ctx, secrets, job.GetNamespace(), secretOf(redisSecret, map[string][]byte{"auth": []byte(password())}))
	case contains(command, "create") && secret != "":
		content, err := certificateFor(strings.Split(option(command, "--host"), ","))
		if err != nil {
			return err
		}
		return cluster.create(ctx, secrets, job.GetNamespace(), secretOf(secret, content))
	case contains(command, "patch") && secret != "":
		return patchWebhooks(ctx, cluster, job, option(command, "--webhook-name"), secret, option(command, "--patch-failure-policy"))
	}
	return nil
}

func patchWebhooks(ctx context.Context, cluster Cluster, job *unstructured.Unstructured, name, secret, policy string) error {
	made, err := cluster.Resource(secrets).Namespace(job.GetNamespace()).Get(ctx, secret, metav1.GetOptions{})
	if err != nil {
		return err
	}
	for _, kind := range webhookConfigurations {
		configuration, err := cluster.Resource(kind).Get(ctx, name, metav1.GetOptions{})
		if apierrors.IsNotFound(err) {
			continue
		}
		if err != nil {
			return err
		}
		if err := trust(ctx, cluster, kind, configuration, text(made, "data", "ca"), policy); err != nil {
			return err
		}
	}
	return nil
}

// hasRun: its container was started and did not fail.
func hasRun(job *unstructured.Unstructured) bool {
	for _, field := range []string{"ready", "succeeded"} {
		if count, _, _ := unstructured.NestedInt64(job.Object, "status", field); count > 0 {
			return true
		}
	}
	return false
}

func commandOf(job *unstructured.Unstructured) (command []string) {
	containers, _, _ := unstructured.NestedSlice(job.Object, "spec", "template", "spec", "containers")
	for _, each := range containers {
		container, _ := each.(object)
		for _, part := range []string{"command", "args"} {
			words, _, _ := unstructured.NestedStringSlice(container, part)
			command = append(command, words...)
		}
	}
	return command
}

func contains(command []string, word string) bool {
	for _, each := range command {
		if each == word {
			return true
		}
	}
	return false
}

func option(command []string, name string) string {
	for _, word := range command {
		if value, found := strings.CutPrefix(word, name+"="); found {
			return value
		}
	}
	return ""
}

func secretOf(name string, content map[string][]byte) object {
	data := object{}
	for key, value := range content {
		data[key] = base64.StdEncoding.EncodeToString(value)
	}
	return object{"apiVersion": "v1", "kind": "Secret", "type": "Opaque", "metadata": object{"name": name}, "data": data}
}

func password() string {
	random := make([]byte, passwordBytes)
	rand.Read(random) // never fails (crypto/rand)
	return base64.RawURLEncoding.EncodeToString(random)
}

// certificateFor is its own authority, under the keys that kube-webhook-certgen uses.
func certificateFor(hosts []string) (map[string][]byte, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{Organization: []string{"nil2"}}, DNSNames: hosts, IsCA: true,
		BasicConstraintsValid: true, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(certificateLife),
	}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	private, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return nil, err
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate})
	return map[string][]byte{"ca": text, "cert": text, "key": pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: private})}, nil
}
