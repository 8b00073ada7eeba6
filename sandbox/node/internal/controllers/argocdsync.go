package controllers

import (
	"context"
	"fmt"
	"sort"
	"strconv"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

const (
	waveAnnotation   = "argocd.argoproj.io/sync-wave"
	healthAnnotation = "sandbox.clusterline.io/health" // on an Application of the repository: what becomes of it
)

// Of Argo CD's operations, and of what it says about them.
const (
	running, failed, succeeded, terminating = "Running", "Failed", "Succeeded", "Terminating"

	unsuccessful = "one or more synchronization tasks completed unsuccessfully"
	terminated   = "Operation terminated"
	complete     = "successfully synced (all tasks run)"
)

// target is an object of the repository, and what of it is in the cluster.
type target struct {
	wanted  *unstructured.Unstructured
	wave    int64
	synced  bool
	health  string // empty: nobody says
	isChild bool
}

func (t *target) well() bool { return t.synced && (t.health == "" || t.health == "Healthy") }

// comparison of one Application with the repository.
type comparison struct {
	cluster     Cluster
	application *unstructured.Unstructured
	revision    string
	targets     []*target
}

func newComparison(cluster Cluster, application *unstructured.Unstructured, content []*unstructured.Unstructured) *comparison {
	c := &comparison{cluster: cluster, application: application, revision: revisionOf(application, content)}
	for _, each := range content {
		wave, _ := strconv.ParseInt(each.GetAnnotations()[waveAnnotation], 10, 64) // none, or none that is a number: 0
		isChild := each.GetAPIVersion() == applicationAPI && each.GetKind() == "Application"
		c.targets = append(c.targets, &target{wanted: each, wave: wave, isChild: isChild})
	}
	sort.SliceStable(c.targets, func(i, j int) bool { return c.targets[i].wave < c.targets[j].wave })
	return c
}

// revisionOf stands in for the commit to which a branch or tag resolves.
func revisionOf(application *unstructured.Unstructured, content []*unstructured.Unstructured) string {
	if revision := text(application, "spec", "source", "targetRevision"); commit.MatchString(revision) {
		return revision
	}
	sum, err := hash(value(application, "spec", "source"), value(application, "spec", "sources"), content)
	if err != nil {
		return ""
	}
	return sum[:40]
}

func (c *comparison) run(ctx context.Context) (object, error) {
	if err := c.compare(ctx); err != nil {
		return nil, err
	}
	operation, err := c.operate(ctx)
	if err != nil {
		return nil, err
	}
	report := object{
		"conditions": []any{}, "resources": c.resources(), "health": object{"status": c.health()},
		"sync": object{"status": status(c.allSynced()), "revision": c.revision, "comparedTo": comparedTo(c.application)},
	}
	if operation != nil {
		report["operationState"] = operation
	}
	return report, nil
}

func comparedTo(application *unstructured.Unstructured) object {
	compared := object{"source": value(application, "spec", "source"), "destination": value(application, "spec", "destination")}
	if sources := value(application, "spec", "sources"); sources != nil {
		compared["sources"] = sources
	}
	return compared
}

func status(synced bool) string {
	if synced {
		return "Synced"
	}
	return "OutOfSync"
}

// compare: of what is no Application it says that it is there once an operation of this revision has begun.
func (c *comparison) compare(ctx context.Context) error {
	for _, each := range c.targets {
		if !each.isChild {
			each.synced = c.lastOperation() == c.revision
			continue
		}
		live, err := c.cluster.Resource(applications).Namespace(c.application.GetNamespace()).Get(ctx, each.wanted.GetName(), metav1.GetOptions{})
		switch {
		case apierrors.IsNotFound(err):
			each.synced, each.health = false, "Missing"
		case err != nil:
			return err
		default:
			each.synced, each.health = sameJSON(withoutTimes(live.Object["spec"]), withoutTimes(each.wanted.Object["spec"])), text(live, "status", "health", "status")
			if each.health == "" {
				each.health = "Progressing"
			}
		}
	}
	return nil
}

func (c *comparison) lastOperation() string {
	return text(c.application, "status", "operationState", "syncResult", "revision")
}

func (c *comparison) phase() string { return text(c.application, "status", "operationState", "phase") }

// operate goes on with the operation under way, or begins one where there is reason to. One that failed is not begun
// again by itself, and one that waits keeps to its revision, whatever the repository has meanwhile.
func (c *comparison) operate(ctx context.Context) (object, error) {
	requested := value(c.application, "operation") != nil
	automated := value(c.application, "spec", "syncPolicy", "automated") != nil
	before, _ := value(c.application, "status", "operationState").(object)
	switch {
	case c.phase() == terminating:
		return c.operation(failed, terminated, c.lastOperation()), nil
	case c.phase() == running && c.lastOperation() != c.revision:
		return before, nil
	case requested, c.phase() == running, automated && !c.allSynced() && (c.phase() != failed || c.lastOperation() != c.revision):
		return c.sync(ctx)
	case automated && before == nil:
		return c.operation(succeeded, complete, c.revision), nil
	}
	return before, nil
}

func (c *comparison) sync(ctx context.Context) (object, error) {
	for i := 0; i < len(c.targets); {
		end := i
		for end < len(c.targets) && c.targets[end].wave == c.targets[i].wave {
			end++
		}
		if message, phase, err := c.syncWave(ctx, c.targets[i:end]); err != nil || phase != succeeded {
			return c.operation(phase, message, c.revision), err
		}
		i = end
	}
	return c.operation(succeeded, complete, c.revision), nil
}

// syncWave: only where there are several waves does Argo CD wait for the health of one.
func (c *comparison) syncWave(ctx context.Context, wave []*target) (message, phase string, err error) {
	waiting, multiStep := "", c.targets[0].wave != c.targets[len(c.targets)-1].wave
	for _, each := range wave {
		if !each.synced {
			if err := c.make(ctx, each); err != nil {
				return "", running, err
			}
		}
		if multiStep && each.health == "Degraded" {
			return unsuccessful, failed, nil
		}
		if multiStep && !each.well() && waiting == "" {
			waiting = fmt.Sprintf("waiting for healthy state of argoproj.io/Application/%s", each.wanted.GetName())
		}
	}
	if waiting != "" {
		return waiting, running, nil
	}
	return "", succeeded, nil
}

func (c *comparison) make(ctx context.Context, made *target) error {
	made.synced = true
	if !made.isChild {
		return nil
	}
	made.health = "Progressing"
	name := made.wanted.GetName()
	annotations := object{trackingAnnotation: c.application.GetName() + ":argoproj.io/Application:" + c.application.GetNamespace() + "/" + name}
	for key, content := range made.wanted.GetAnnotations() {
		annotations[key] = content
	}
	child := object{
		"apiVersion": applicationAPI, "kind": "Application", "spec": made.wanted.Object["spec"],
		"metadata": object{"name": name, "annotations": annotations},
	}
	if err := c.cluster.create(ctx, applications, c.application.GetNamespace(), child); err != nil {
		return err
	}
	live, err := c.cluster.Resource(applications).Namespace(c.application.GetNamespace()).Get(ctx, name, metav1.GetOptions{})
	if err != nil || sameJSON(withoutTimes(live.Object["spec"]), withoutTimes(child["spec"])) {
		return err
	}
	return c.cluster.mergePatch(ctx, live, object{"spec": child["spec"], "metadata": object{"annotations": annotations}})
}

func (c *comparison) operation(phase, message, revision string) object {
	now := time.Now().UTC().Format(time.RFC3339)
	state := object{
		"phase": phase, "message": message, "startedAt": now,
		"operation":  object{"sync": object{"revision": revision}, "initiatedBy": object{"automated": true}},
		"syncResult": object{"revision": revision, "source": value(c.application, "spec", "source"), "resources": []any{}},
	}
	if phase == succeeded || phase == failed {
		state["finishedAt"] = now
	}
	return state
}

func (c *comparison) allSynced() bool {
	for _, each := range c.targets {
		if !each.synced {
			return false
		}
	}
	return true
}

// health is the worst of all.
func (c *comparison) health() string {
	if told := c.application.GetAnnotations()[healthAnnotation]; told != "" {
		return told
	}
	for _, worst := range []string{"Degraded", "Missing", "Unknown", "Progressing"} {
		for _, each := range c.targets {
			if each.health == worst || worst == "Missing" && !each.synced && each.health == "" {
				return worst
			}
		}
	}
	return "Healthy"
}

func (c *comparison) resources() []any {
	resources := []any{}
	for _, each := range c.targets {
		group := each.wanted.GroupVersionKind()
		resource := object{
			"group": group.Group, "version": group.Version, "kind": group.Kind, "name": each.wanted.GetName(),
			"namespace": c.application.GetNamespace(), "status": status(each.synced), "syncWave": each.wave,
		}
		if each.health != "" {
			resource["health"] = object{"status": each.health}
		}
		resources = append(resources, resource)
	}
	return resources
}
