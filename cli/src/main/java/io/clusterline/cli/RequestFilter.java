package io.clusterline.cli;

import io.clusterline.event.BuildCancelled;
import io.clusterline.event.Event;
import io.clusterline.event.RemovalAccepted;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lets pass what concerns one request: its acceptance or refusal, what came of it, and what put an
 * end to that because somebody wished something else.
 */
final class RequestFilter implements Predicate<Event<?>> {

  private final String requestId;
  private @Nullable String buildId;

  RequestFilter(String requestId) {
    this.requestId = requestId;
  }

  @Override
  public boolean test(Event<?> event) {
    boolean answersUs = requestId.equals(event.causationId());
    if (answersUs && buildId == null) {
      buildId = event.correlationId(); // a refusal has none
    }
    return event.id().equals(requestId)
        || answersUs
        || isAnotherWish(event)
        || (buildId != null && buildId.equals(event.correlationId()));
  }

  private static boolean isAnotherWish(Event<?> event) {
    return event.data() instanceof BuildCancelled || event.data() instanceof RemovalAccepted;
  }
}
