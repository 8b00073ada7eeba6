package controllers

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
)

const (
	resourcesFinalizer = "resources-finalizer.argocd.argoproj.io"
	refreshAnnotation  = "argocd.argoproj.io/refresh"
	trackingAnnotation = "argocd.argoproj.io/tracking-id"
)

var applicationController = Program{LabelKey: "app.kubernetes.io/name", LabelValue: "argocd-application-controller"}

// argocd does an application controller's work: it compares an Application with what its path of the repository holds
// (argocdsource.go), and makes the Applications among that, wave by wave (argocdsync.go). Of everything else it only
// says that it is there. Like the original it looks again when the Application changes, or when it is told to refresh.
func argocd() Controller {
	return Controller{Name: "argocd", StandsFor: applicationController, Watches: applications, Reconcile: reportApplication}
}

func reportApplication(ctx context.Context, cluster Cluster, application *unstructured.Unstructured) error {
	if application.GetDeletionTimestamp() != nil {
		return finishDeletion(ctx, cluster, application)
	}
	report, err := assess(ctx, cluster, application)
	if err != nil {
		return err
	}
	changed := !sameReport(application, report)
	if !changed && !asked(application) {
		return nil
	}
	if err := publishReport(ctx, cluster, application, report); err != nil || !changed {
		return err
	}
	return reportParent(ctx, cluster, application)
}

// asked tells whether somebody waits for an answer: to a refresh, or to an operation.
func asked(application *unstructured.Unstructured) bool {
	return application.GetAnnotations()[refreshAnnotation] != "" || value(application, "operation") != nil
}

// assess is the status that the Application should have; on the way to it children are made.
func assess(ctx context.Context, cluster Cluster, application *unstructured.Unstructured) (object, error) {
	if known, err := hasProject(ctx, cluster, application); err != nil || !known {
		message := fmt.Sprintf("application references project %s which does not exist", text(application, "spec", "project"))
		return refused("InvalidSpecError", message), err
	}
	content, refusal, err := cluster.render(ctx, application)
	if err != nil {
		return nil, err
	}
	if refusal != "" {
		report := refused("ComparisonError", "Failed to load target state: failed to generate manifest for source 1 of 1: rpc error: code = Unknown desc = "+refusal)
		report["sync"].(object)["comparedTo"] = comparedTo(application)
		return report, nil
	}
	return newComparison(cluster, application, content).run(ctx)
}

// refused: nothing is compared then.
func refused(kind, message string) object {
	return object{
		"sync": object{"status": "Unknown"}, "health": object{"status": "Unknown"},
		"conditions": []any{object{"type": kind, "message": message}},
	}
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

// sameReport compares what was reported before, but for times.
func sameReport(application *unstructured.Unstructured, report object) bool {
	for key, content := range report {
		if !sameJSON(withoutTimes(value(application, "status", key)), withoutTimes(content)) {
			return false
		}
	}
	return true
}

func sameJSON(one, other any) bool {
	first, err1 := json.Marshal(one)
	second, err2 := json.Marshal(other)
	return err1 == nil && err2 == nil && string(first) == string(second)
}

func withoutTimes(content any) any {
	switch typed := content.(type) {
	case object:
		kept := object{}
		for key, each := range typed {
			if !strings.HasSuffix(key, "At") && key != "lastTransitionTime" && each != nil {
				kept[key] = withoutTimes(each)
			}
		}
		return kept
	case []any:
		kept := []any{}
		for _, each := range typed {
			kept = append(kept, withoutTimes(each))
		}
		return kept
	}
	return content
}

// publishReport also answers what was asked: the kind has no status subresource.
func publishReport(ctx context.Context, cluster Cluster, application *unstructured.Unstructured, report object) error {
	report["reconciledAt"] = time.Now().UTC().Format(time.RFC3339)
	return cluster.mergePatch(ctx, application, object{
		"metadata":  object{"annotations": object{refreshAnnotation: nil}},
		"operation": nil,
		"status":    report,
	})
}

func (c Cluster) mergePatch(ctx context.Context, application *unstructured.Unstructured, content object) error {
	patch, err := json.Marshal(content)
	if err != nil {
		return err
	}
	_, err = c.Resource(applications).Namespace(application.GetNamespace()).
		Patch(ctx, application.GetName(), types.MergePatchType, patch, metav1.PatchOptions{FieldManager: fieldManager})
	return ignoreGone(err)
}

// reportParent: an Application that another has made is part of that one's health.
func reportParent(ctx context.Context, cluster Cluster, application *unstructured.Unstructured) error {
	name, _, made := strings.Cut(application.GetAnnotations()[trackingAnnotation], ":")
	if !made {
		return nil
	}
	parent, err := cluster.Resource(applications).Namespace(application.GetNamespace()).Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return ignoreGone(err)
	}
	return reportApplication(ctx, cluster, parent)
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
	return cluster.mergePatch(ctx, application, object{
		"metadata": object{"finalizers": left, "resourceVersion": application.GetResourceVersion()},
	})
}
