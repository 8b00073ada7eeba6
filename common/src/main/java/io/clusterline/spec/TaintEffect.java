package io.clusterline.spec;

/** Effect of a taint on pods that do not tolerate it; the names are those of Kubernetes. */
public enum TaintEffect {
  NoSchedule,
  PreferNoSchedule,
  NoExecute
}
