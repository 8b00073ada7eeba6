package io.clusterline.gitops.helm;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One call of Helm, as sent to the process that makes it.
 *
 * @param chart path of the packaged chart; null for uninstall
 */
record HelmRequest(
    long id,
    Operation operation,
    String release,
    String namespace,
    @Nullable String chart,
    @Nullable JsonNode values) {

  enum Operation {
    INSTALL,
    UPGRADE,
    UNINSTALL
  }

  HelmRequest withId(long newId) {
    return new HelmRequest(newId, operation, release, namespace, chart, values);
  }

  /** For messages; values stay out of them. */
  @Override
  public String toString() {
    return operation.name().toLowerCase(java.util.Locale.ROOT) + " " + namespace + "/" + release;
  }

  /**
   * Result of the call.
   *
   * @param error Helm's message; null on success
   */
  record Response(long id, @Nullable String error) {}
}
