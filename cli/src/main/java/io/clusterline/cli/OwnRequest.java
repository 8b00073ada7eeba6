package io.clusterline.cli;

import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lets pass what concerns one request: its acceptance or refusal, and the build that came of it.
 */
final class OwnRequest implements Predicate<Event<?>> {

  private final String requestId;
  private @Nullable String buildId;

  OwnRequest(String requestId) {
    this.requestId = requestId;
  }

  @Override
  public boolean test(Event<?> event) {
    boolean answersUs = requestId.equals(event.causationId());
    if (event.data() instanceof ClusterRequested) {
      return event.id().equals(requestId);
    }
    if (event.data() instanceof ClusterAccepted && answersUs) {
      buildId = event.correlationId();
    }
    return answersUs || (buildId != null && buildId.equals(event.correlationId()));
  }
}
