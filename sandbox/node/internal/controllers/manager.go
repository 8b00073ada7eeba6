package controllers

import (
	"context"
	"sync"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/metadata/metadatainformer"
	"k8s.io/client-go/tools/cache"
)

// manager starts each controller's watch when its kind of object is served, and its work when its program runs.
type manager struct {
	clients clients
	workers []*worker
	running sync.WaitGroup
}

func newManager(clients clients, controllers []Controller) *manager {
	m := &manager{clients: clients}
	for _, controller := range controllers {
		m.workers = append(m.workers, newWorker(controller, Cluster{clients.dynamic}))
	}
	return m
}

func (m *manager) run(ctx context.Context) error {
	for _, w := range m.workers {
		m.running.Go(func() { w.work(ctx) })
		if builtIn(w) {
			w.watch(ctx)
		}
	}
	m.watchPods(ctx)
	m.watchDefinitions(ctx)
	<-ctx.Done()
	m.running.Wait()
	return nil
}

func builtIn(w *worker) bool { return scheme.Scheme.IsGroupRegistered(w.Watches.Group) }

// watchPods tells each worker which pods of its program are Ready.
func (m *manager) watchPods(ctx context.Context) {
	factory := informers.NewSharedInformerFactoryWithOptions(m.clients.typed, 0, informers.WithTransform(essentials))
	factory.Core().V1().Pods().Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    func(pod any) { m.podChanged(pod.(*corev1.Pod), true) },
		UpdateFunc: func(_, pod any) { m.podChanged(pod.(*corev1.Pod), true) },
		DeleteFunc: func(gone any) { m.podChanged(last[*corev1.Pod](gone), false) },
	})
	factory.Start(ctx.Done())
}

func (m *manager) podChanged(pod *corev1.Pod, exists bool) {
	for _, w := range m.workers {
		if w.StandsFor.runsIn(pod) {
			w.programChanged(pod.Namespace+"/"+pod.Name, exists && ready(pod))
		}
	}
}

// watchDefinitions starts and stops the watches of custom resources as their definitions come and go.
func (m *manager) watchDefinitions(ctx context.Context) {
	factory := metadatainformer.NewSharedInformerFactory(m.clients.metadata, 0)
	factory.ForResource(customResources).Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    func(definition any) { m.definitionChanged(ctx, definition.(*metav1.PartialObjectMetadata), true) },
		DeleteFunc: func(gone any) { m.definitionChanged(ctx, last[*metav1.PartialObjectMetadata](gone), false) },
	})
	factory.Start(ctx.Done())
}

func (m *manager) definitionChanged(ctx context.Context, definition *metav1.PartialObjectMetadata, exists bool) {
	for _, w := range m.workers {
		if builtIn(w) || definition.Name != w.Watches.Resource+"."+w.Watches.Group {
			continue
		}
		w.unwatch()
		if exists {
			w.watch(ctx)
		}
	}
}

// last is the last known state of a deleted object.
func last[T any](gone any) T {
	if unknown, ok := gone.(cache.DeletedFinalStateUnknown); ok {
		gone = unknown.Obj
	}
	return gone.(T)
}
