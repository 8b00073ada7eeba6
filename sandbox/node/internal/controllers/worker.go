package controllers

import (
	"context"
	"sync"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/dynamic/dynamicinformer"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/util/workqueue"
	"k8s.io/klog/v2"
)

const (
	firstRetry = 100 * time.Millisecond
	lastRetry  = 5 * time.Second
)

// worker runs one controller: objects to look at wait in its queue, which it empties while its program runs.
type worker struct {
	Controller
	cluster Cluster
	queue   workqueue.TypedRateLimitingInterface[string]

	mu      sync.Mutex
	objects cache.Store     // nil: not watched
	stop    func()          // ends the watch
	running map[string]bool // Ready pods of the program
}

func newWorker(controller Controller, cluster Cluster) *worker {
	limiter := workqueue.NewTypedItemExponentialFailureRateLimiter[string](firstRetry, lastRetry)
	running := map[string]bool{}
	if controller.StandsFor == (Program{}) {
		running[""] = true
	}
	return &worker{Controller: controller, cluster: cluster, running: running, stop: func() {},
		queue: workqueue.NewTypedRateLimitingQueue(limiter)}
}

// watch queues every object that appears or changes.
func (w *worker) watch(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	informer := dynamicinformer.NewFilteredDynamicInformer(w.cluster.Interface, w.Watches, metav1.NamespaceAll, 0, cache.Indexers{},
		func(options *metav1.ListOptions) { options.LabelSelector, options.FieldSelector = w.Labels, w.Fields }).Informer()
	informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    w.enqueue,
		UpdateFunc: func(_, object any) { w.enqueue(object) },
	})
	w.mu.Lock()
	w.objects, w.stop = informer.GetStore(), cancel
	w.mu.Unlock()
	go informer.RunWithContext(ctx)
}

func (w *worker) unwatch() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stop()
	w.objects = nil
}

func (w *worker) enqueue(object any) {
	if key, err := cache.MetaNamespaceKeyFunc(object); err == nil { // it fails for what is no object only
		w.queue.Add(key)
	}
}

// programChanged notes whether a pod of the program is Ready; the first one gets everything looked at.
func (w *worker) programChanged(pod string, ready bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	stood := len(w.running) == 0
	if !ready {
		delete(w.running, pod)
		return
	}
	w.running[pod] = true
	if stood && w.objects != nil {
		for _, key := range w.objects.ListKeys() {
			w.queue.Add(key)
		}
	}
}

// work empties the queue until the context ends.
func (w *worker) work(ctx context.Context) {
	defer context.AfterFunc(ctx, w.queue.ShutDown)()
	for {
		key, down := w.queue.Get()
		if down {
			return
		}
		w.handle(ctx, key)
		w.queue.Done(key)
	}
}

func (w *worker) handle(ctx context.Context, key string) {
	object := w.object(key)
	if object == nil {
		w.queue.Forget(key)
		return
	}
	if err := w.Reconcile(ctx, w.cluster, object); err != nil && ctx.Err() == nil {
		klog.Infof("controller %s: %s: %v", w.Name, key, err)
		w.queue.AddRateLimited(key)
		return
	}
	w.queue.Forget(key)
}

// object is nil while the program does not run: its first Ready pod queues all objects again.
func (w *worker) object(key string) *unstructured.Unstructured {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.objects == nil || len(w.running) == 0 {
		return nil
	}
	object, exists, err := w.objects.GetByKey(key)
	if err != nil || !exists {
		return nil
	}
	return object.(*unstructured.Unstructured).DeepCopy()
}
