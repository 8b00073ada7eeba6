package controllers

import (
	"context"
	"sync/atomic"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/kubernetes/fake"
	metadatafake "k8s.io/client-go/metadata/fake"
)

func podWith(image string, labels map[string]string) *corev1.Pod {
	pod := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: "controller-0", Namespace: "argocd", Labels: labels}}
	pod.Spec.Containers = []corev1.Container{{Name: "c", Image: image}}
	return pod
}

func readyIs(pod *corev1.Pod, status corev1.ConditionStatus) *corev1.Pod {
	pod.Status.Conditions = []corev1.PodCondition{{Type: corev1.PodReady, Status: status}}
	return pod
}

// counting is a controller on Applications that counts its work.
func counting(work *atomic.Int32) Controller {
	return Controller{Name: "counting", StandsFor: applicationController, Watches: applications,
		Reconcile: func(context.Context, Cluster, *unstructured.Unstructured) error {
			work.Add(1)
			return nil
		}}
}

func definition(name string) *metav1.PartialObjectMetadata {
	return &metav1.PartialObjectMetadata{
		TypeMeta:   metav1.TypeMeta{APIVersion: customResources.GroupVersion().String(), Kind: "CustomResourceDefinition"},
		ObjectMeta: metav1.ObjectMeta{Name: name},
	}
}

func TestGivenACustomResourceWhenItsProgramBecomesReadyThenItsObjectsAreWorkedOnAndNotBefore(t *testing.T) {
	var work atomic.Int32
	scheme := metadatafake.NewTestScheme()
	if err := metav1.AddMetaToScheme(scheme); err != nil {
		t.Fatal(err)
	}
	labels := map[string]string{"app.kubernetes.io/name": "argocd-application-controller"}
	typed := fake.NewClientset(readyIs(podWith("quay.io/argoproj/argocd:v3", labels), corev1.ConditionFalse))
	clients := clients{
		typed: typed, dynamic: newCluster(t, replaced(rootApplication, "POLICY", "{}")).Interface,
		metadata: metadatafake.NewSimpleMetadataClient(scheme, definition("applications.argoproj.io")),
	}
	m := newManager(clients, []Controller{counting(&work)})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- m.run(ctx) }()
	defer func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}()

	await(t, "the watch of the custom resource", func() bool { return watches(m.workers[0], "argocd/root") })
	if done := work.Load(); done != 0 {
		t.Errorf("worked %d times while the program was not ready", done)
	}
	pod := readyIs(podWith("quay.io/argoproj/argocd:v3", labels), corev1.ConditionTrue)
	if _, err := typed.CoreV1().Pods("argocd").UpdateStatus(ctx, pod, metav1.UpdateOptions{}); err != nil {
		t.Fatal(err)
	}
	await(t, "the work", func() bool { return work.Load() > 0 })
}

func watches(w *worker, key string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.objects == nil {
		return false
	}
	_, exists, err := w.objects.GetByKey(key)
	return err == nil && exists
}

func TestGivenAFailingReconcileWhenHandledThenTriedAgain(t *testing.T) {
	var tries atomic.Int32
	cluster := newCluster(t, replaced(rootApplication, "POLICY", "{}"))
	w := newWorker(Controller{Name: "failing", Watches: applications, Reconcile: func(context.Context, Cluster, *unstructured.Unstructured) error {
		if tries.Add(1) < 3 {
			return context.DeadlineExceeded
		}
		return nil
	}}, cluster)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go w.work(ctx)
	w.programChanged("a/b", true)
	w.watch(ctx)
	await(t, "three tries", func() bool { return tries.Load() == 3 })
}

func TestGivenTheProgramsLastPodGoesWhenObjectsChangeThenNothingIsDone(t *testing.T) {
	w := newWorker(counting(new(atomic.Int32)), newCluster(t, replaced(rootApplication, "POLICY", "{}")))
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	w.watch(ctx)
	w.programChanged("argocd/a", true)
	await(t, "the object", func() bool { return w.object("argocd/root") != nil })
	w.programChanged("argocd/a", false)
	if w.object("argocd/root") != nil {
		t.Error("still worked on")
	}
}
