package io.clusterline.infra.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads lists of CloudFront, for which the SDK has no paginators. */
final class Pages {

  /**
   * One answer.
   *
   * @param next the marker of the next one; null or empty after the last
   */
  record Page<T>(List<T> items, @Nullable String next) {}

  private Pages() {}

  /**
   * @param read the page that begins at a marker; null: the first one
   */
  static <T> List<T> all(Function<@Nullable String, Page<T>> read) {
    List<T> all = new ArrayList<>();
    @Nullable String marker = null;
    do {
      Page<T> page = read.apply(marker);
      all.addAll(page.items());
      marker = page.next();
    } while (marker != null && !marker.isEmpty());
    return all;
  }
}
