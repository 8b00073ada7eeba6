package controllers

import (
	"context"
	"fmt"
	"os"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/klog/v2"
)

const (
	accessInterval = 500 * time.Millisecond // between attempts to use an API that is still being set up
	accessReport   = 10 * time.Second       // between log lines that say why it cannot be used yet
)

// Run runs all controllers against the cluster of the kubeconfig until the context ends.
func Run(ctx context.Context, kubeconfig string, files Files) error {
	if err := awaitFile(ctx, kubeconfig); err != nil {
		return nil // asked to end before there was anything to do
	}
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return fmt.Errorf("kubeconfig %s: %w", kubeconfig, err)
	}
	config.UserAgent, config.QPS, config.Burst = "clusterline-sandbox-controllers", 50, 100
	clients, err := newClients(config)
	if err != nil {
		return err
	}
	if err := awaitAccess(ctx, clients.typed); err != nil {
		return nil
	}
	return newManager(clients, All(files)).run(ctx)
}

type clients struct {
	typed    kubernetes.Interface
	dynamic  dynamic.Interface
	metadata metadata.Interface
}

func newClients(config *rest.Config) (c clients, err error) {
	httpClient, err := rest.HTTPClientFor(config)
	if err != nil {
		return c, err
	}
	typed := rest.CopyConfig(config)
	typed.ContentType = "application/vnd.kubernetes.protobuf"
	if c.typed, err = kubernetes.NewForConfigAndClient(typed, httpClient); err != nil {
		return c, err
	}
	if c.dynamic, err = dynamic.NewForConfigAndClient(config, httpClient); err != nil {
		return c, err
	}
	c.metadata, err = metadata.NewForConfigAndClient(config, httpClient)
	return c, err
}

// awaitFile waits for a kubeconfig that is not there yet or was taken away: an error would end the controller-manager,
// with which these controllers share their life.
func awaitFile(ctx context.Context, file string) error {
	told := false
	return wait.PollUntilContextCancel(ctx, accessInterval, true, func(context.Context) (bool, error) {
		_, err := os.Stat(file)
		if err != nil && !told {
			told = true
			klog.Infof("controllers wait for their kubeconfig: %v", err)
		}
		return err == nil, nil
	})
}

// awaitAccess waits until kubeadm has given the administrator's credentials their rights, which it does some seconds
// after the API server has started: watches that fail meanwhile would back off for longer than that.
func awaitAccess(ctx context.Context, client kubernetes.Interface) error {
	reported := time.Now()
	return wait.PollUntilContextCancel(ctx, accessInterval, true, func(ctx context.Context) (bool, error) {
		_, err := client.CoreV1().Pods(metav1.NamespaceAll).List(ctx, metav1.ListOptions{Limit: 1})
		if err != nil && time.Since(reported) > accessReport {
			reported = time.Now()
			klog.Infof("controllers wait for the API; last answer: %v", err)
		}
		return err == nil, nil
	})
}
