package io.clusterline.bootstrap.step;

import java.util.Locale;

/** How far a machine has come to be the control plane, as control-plane-state.sh prints it. */
enum ControlPlaneState {
  CLEAN,
  PARTIAL,
  INITIALISED,
  HEALTHY;

  /** Whether {@code kubeadm init} has ended well at some time: etcd's data are the cluster's. */
  boolean stood() {
    return this == INITIALISED || this == HEALTHY;
  }

  static ControlPlaneState parse(String printed) {
    return valueOf(printed.strip().toUpperCase(Locale.ROOT));
  }
}
