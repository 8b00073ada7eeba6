package io.clusterline.gitops.reclaim;

import io.clusterline.kubernetes.ObjectRef;

/**
 * An object that represents a resource outside of the cluster, and exists until that is reclaimed.
 *
 * @param outside the provider's name of the resource; empty where it is not known
 */
record OutsideThing(ObjectRef ref, String outside) {

  @Override
  public String toString() {
    return outside.isEmpty() ? ref.toString() : ref + " (" + outside + ")";
  }
}
