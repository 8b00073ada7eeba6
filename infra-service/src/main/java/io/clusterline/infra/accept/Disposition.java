package io.clusterline.infra.accept;

import java.util.Locale;

/** How a message was handled, one word for the metrics. */
enum Disposition {
  ACCEPTED,
  /** It was handled before; what followed from it is published again. */
  REPEATED,
  /** It belongs to a generation that no longer counts, or changes nothing here. */
  STALE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
