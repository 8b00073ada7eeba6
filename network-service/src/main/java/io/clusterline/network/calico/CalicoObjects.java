package io.clusterline.network.calico;

import io.clusterline.kubernetes.ObjectRef;

/** Names of Calico's parts. */
public final class CalicoObjects {

  /** The agent on every node. */
  public static final ObjectRef NODE_AGENT =
      ObjectRef.namespaced("apps/v1", "DaemonSet", "kube-system", "calico-node");

  public static final ObjectRef CONTROLLERS =
      ObjectRef.namespaced("apps/v1", "Deployment", "kube-system", "calico-kube-controllers");

  public static final ObjectRef CONFIG =
      ObjectRef.namespaced("v1", "ConfigMap", "kube-system", "calico-config");

  /** Created by the first agent that starts. */
  public static final ObjectRef POOL =
      ObjectRef.cluster("crd.projectcalico.org/v1", "IPPool", "default-ipv4-ippool");

  private CalicoObjects() {}
}
