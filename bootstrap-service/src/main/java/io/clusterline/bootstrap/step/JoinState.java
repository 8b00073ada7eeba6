package io.clusterline.bootstrap.step;

import java.util.Locale;

/** How far a machine's join is, as node-state.sh prints it. */
enum JoinState {
  CLEAN,
  PARTIAL,
  JOINED;

  static JoinState parse(String printed) {
    return valueOf(printed.strip().toUpperCase(Locale.ROOT));
  }
}
