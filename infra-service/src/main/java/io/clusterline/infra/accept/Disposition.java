package io.clusterline.infra.accept;

import java.util.Locale;

/** What became of a message, one word for the metrics. */
enum Disposition {
  ACCEPTED,
  /** It was accepted before; what followed from it is said again. */
  REPEATED,
  /** It speaks of a generation that no longer counts, or of nothing that matters here. */
  STALE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
