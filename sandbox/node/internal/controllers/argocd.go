package controllers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
)

const resourcesFinalizer = "resources-finalizer.argocd.argoproj.io"

var (
	applicationController = Program{LabelKey: "app.kubernetes.io/name", LabelValue: "argocd-application-controller"}
	commit                = regexp.MustCompile(`^[0-9a-f]{40}$`)
)

// argocd reports Applications as an application controller would that reached their repository: those that sync by
// themselves as synced, the others as out of sync. It reads no repository and creates nothing.
func argocd() Controller {
	return Controller{Name: "argocd", StandsFor: applicationController, Watches: applications, Reconcile: reportApplication}
}

func reportApplication(ctx context.Context, cluster Cluster, application *unstructured.Unstructured) error {
	if application.GetDeletionTimestamp() != nil {
		return finishDeletion(ctx, cluster, application)
	}
	comparedTo := object{"source": value(application, "spec", "source"), "destination": value(application, "spec", "destination")}
	if sources := value(application, "spec", "sources"); sources != nil {
		comparedTo["sources"] = sources
	}
	if known, err := hasProject(ctx, cluster, application); err != nil || !known {
		return errors.Join(err, refuse(ctx, cluster, application, known))
	}
	status, revision, err := syncResult(application)
	if err != nil || upToDate(application, status, comparedTo) {
		return err
	}
	now := time.Now().UTC().Format(time.RFC3339)
	report := object{
		"conditions": []any{},
		"sync":       object{"status": status, "revision": revision, "comparedTo": comparedTo},
		"health":     object{"status": "Missing"}, "reconciledAt": now,
	}
	if status == "Synced" {
		report["health"] = object{"status": "Healthy"}
		report["operationState"] = operationState(application, revision, now)
	}
	return cluster.patchStatus(ctx, applications, application, report)
}

// hasProject: the project default is always there.
func hasProject(ctx context.Context, cluster Cluster, application *unstructured.Unstructured) (bool, error) {
	name := text(application, "spec", "project")
	if name == "" || name == "default" {
		return true, nil
	}
	_, err := cluster.Resource(projects).Namespace(application.GetNamespace()).Get(ctx, name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return false, nil
	}
	return err == nil, err
}

// refuse says it in the words of the original, which compares nothing then.
func refuse(ctx context.Context, cluster Cluster, application *unstructured.Unstructured, known bool) error {
	conditions, _, _ := unstructured.NestedSlice(application.Object, "status", "conditions")
	if known || len(conditions) > 0 {
		return nil
	}
	message := fmt.Sprintf("application references project %s which does not exist", text(application, "spec", "project"))
	return cluster.patchStatus(ctx, applications, application, object{
		"sync": object{"status": "Unknown"}, "health": object{"status": "Unknown"},
		"conditions": []any{object{"type": "InvalidSpecError", "message": message, "lastTransitionTime": time.Now().UTC().Format(time.RFC3339)}},
	})
}

func syncResult(application *unstructured.Unstructured) (status, revision string, err error) {
	status = "OutOfSync"
	if value(application, "spec", "syncPolicy", "automated") != nil || value(application, "operation") != nil {
		status = "Synced"
	}
	revision = text(application, "spec", "source", "targetRevision")
	if commit.MatchString(revision) {
		return status, revision, nil
	}
	sum, err := hash(value(application, "spec", "source"), value(application, "spec", "sources"))
	if err != nil {
		return "", "", err
	}
	return status, sum[:40], nil // in place of the commit to which a branch or tag resolves
}

func upToDate(application *unstructured.Unstructured, status string, comparedTo object) bool {
	return text(application, "status", "sync", "status") == status &&
		reflect.DeepEqual(value(application, "status", "sync", "comparedTo"), any(withoutNil(comparedTo)))
}

func withoutNil(from object) object {
	for key, content := range from {
		if content == nil {
			delete(from, key)
		}
	}
	return from
}

func operationState(application *unstructured.Unstructured, revision, now string) object {
	sync := object{"revision": revision}
	return object{
		"phase": "Succeeded", "message": "successfully synced (all tasks run), as the sandbox pretends", "startedAt": now, "finishedAt": now,
		"operation":  object{"sync": sync, "initiatedBy": object{"automated": true}},
		"syncResult": object{"revision": revision, "source": value(application, "spec", "source"), "resources": []any{}},
	}
}

// finishDeletion lets a deleted Application go: there is nothing of it to prune.
func finishDeletion(ctx context.Context, cluster Cluster, application *unstructured.Unstructured) error {
	left := []string{}
	for _, finalizer := range application.GetFinalizers() {
		if !strings.HasPrefix(finalizer, resourcesFinalizer) {
			left = append(left, finalizer)
		}
	}
	if len(left) == len(application.GetFinalizers()) {
		return nil
	}
	patch, err := json.Marshal(object{"metadata": object{"finalizers": left, "resourceVersion": application.GetResourceVersion()}})
	if err != nil {
		return err
	}
	_, err = cluster.Resource(applications).Namespace(application.GetNamespace()).
		Patch(ctx, application.GetName(), types.MergePatchType, patch, metav1.PatchOptions{FieldManager: fieldManager})
	return ignoreGone(err)
}
