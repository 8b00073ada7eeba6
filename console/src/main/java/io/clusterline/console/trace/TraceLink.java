package io.clusterline.console.trace;

import io.clusterline.console.feed.Board;
import io.clusterline.projection.BuildTrace;
import java.net.URI;
import java.util.Optional;

/**
 * Where the newest trace of a cluster is seen.
 *
 * @param template with {@code {trace}} in the place of the trace's id; empty: nowhere
 */
public record TraceLink(Board board, String template) {

  private static final String ID = "{trace}";

  /**
   * @throws IllegalArgumentException when the template is no address of a trace
   */
  public TraceLink {
    boolean isAddress = template.startsWith("http://") || template.startsWith("https://");
    if (!template.isEmpty() && !(isAddress && template.contains(ID))) {
      throw new IllegalArgumentException(
          "CLUSTERLINE_TRACE_URL is '%s': give an http address with %s in it"
              .formatted(template, ID));
    }
  }

  /** Whether there are links. */
  public boolean isConfigured() {
    return !template.isEmpty();
  }

  /**
   * @param cluster its key
   * @return empty when it is not known, or nothing was accepted yet
   */
  public Optional<URI> of(String cluster) {
    return isConfigured()
        ? board
            .currentWork(cluster)
            .map(board::events)
            .map(BuildTrace::of)
            .filter(spans -> !spans.isEmpty())
            .map(spans -> URI.create(template.replace(ID, spans.getLast().traceId())))
        : Optional.empty();
  }
}
