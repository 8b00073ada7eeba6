package io.clusterline.infra.accept;

import java.util.Locale;

/** How a message was handled, one word for the metrics. */
enum Disposition {
  ACCEPTED,
  /** Handled before; the resulting events are published again. */
  REPEATED,
  /** Of a generation that no longer counts, or without effect here. */
  STALE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
