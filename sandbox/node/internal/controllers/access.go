package controllers

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
)

const fieldManager = "clusterline-sandbox"

// object is a nested JSON object.
type object = map[string]any

// text is the string at a path, or empty.
func text(from *unstructured.Unstructured, path ...string) string {
	value, _, _ := unstructured.NestedString(from.Object, path...)
	return value
}

// value is what is at a path, or nil.
func value(from *unstructured.Unstructured, path ...string) any {
	found, _, _ := unstructured.NestedFieldNoCopy(from.Object, path...)
	return found
}

// create makes the object unless one of that name is there already.
func (c Cluster) create(ctx context.Context, resource schema.GroupVersionResource, namespace string, content object) error {
	wanted := &unstructured.Unstructured{Object: content}
	_, err := c.Resource(resource).Namespace(namespace).Create(ctx, wanted, metav1.CreateOptions{FieldManager: fieldManager})
	if apierrors.IsAlreadyExists(err) {
		return nil
	}
	return err
}

// patchStatus merges into .status, also for kinds that have no status subresource.
func (c Cluster) patchStatus(ctx context.Context, resource schema.GroupVersionResource, of *unstructured.Unstructured, status object) error {
	patch, err := json.Marshal(object{"status": status})
	if err != nil {
		return err
	}
	client := c.Resource(resource).Namespace(of.GetNamespace())
	options := metav1.PatchOptions{FieldManager: fieldManager}
	_, err = client.Patch(ctx, of.GetName(), types.MergePatchType, patch, options, "status")
	if apierrors.IsNotFound(err) {
		_, err = client.Patch(ctx, of.GetName(), types.MergePatchType, patch, options)
	}
	return ignoreGone(err)
}

// ignoreGone: what was deleted meanwhile needs no work.
func ignoreGone(err error) error {
	if apierrors.IsNotFound(err) {
		return nil
	}
	return err
}

// hash is a short name for any JSON value.
func hash(values ...any) (string, error) {
	content, err := json.Marshal(values)
	if err != nil {
		return "", errors.Join(errors.New("not JSON"), err)
	}
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:]), nil
}

// ownedBy is the reference that lets the garbage collector remove what belongs to the owner.
func ownedBy(owner *unstructured.Unstructured) []any {
	return []any{object{
		"apiVersion": owner.GetAPIVersion(), "kind": owner.GetKind(), "name": owner.GetName(), "uid": string(owner.GetUID()),
		"controller": true, "blockOwnerDeletion": true,
	}}
}
