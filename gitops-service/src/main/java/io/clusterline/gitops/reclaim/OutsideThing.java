package io.clusterline.gitops.reclaim;

import io.clusterline.kubernetes.ObjectRef;

/**
 * An object that stands for something outside of the cluster, and stays until that is given back.
 *
 * @param outside what it stands for, in the provider's words; empty where that is not known
 */
record OutsideThing(ObjectRef ref, String outside) {

  @Override
  public String toString() {
    return outside.isEmpty() ? ref.toString() : ref + " (" + outside + ")";
  }
}
