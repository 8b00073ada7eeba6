package io.clusterline.bootstrap.step;

import java.util.Locale;

/** How far a machine has come to be the control plane, as control-plane-state.sh prints it. */
enum ControlPlaneState {
  CLEAN,
  PARTIAL,
  INITIALISED,
  HEALTHY;

  static ControlPlaneState parse(String printed) {
    return valueOf(printed.strip().toUpperCase(Locale.ROOT));
  }
}
