package io.clusterline.spec;

/** What a taint does to pods that do not tolerate it; the names are those of Kubernetes. */
public enum TaintEffect {
  NoSchedule,
  PreferNoSchedule,
  NoExecute
}
