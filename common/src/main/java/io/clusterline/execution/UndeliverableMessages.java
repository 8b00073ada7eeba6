package io.clusterline.execution;

import io.clusterline.event.ClusterEvent;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.Event;
import io.clusterline.event.EventType;
import io.clusterline.event.Ids;
import io.clusterline.event.RefusedSubject;
import io.clusterline.event.RequestRefused;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.event.StageTrigger;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.messaging.Delivery;
import io.clusterline.messaging.StageQueue;
import io.clusterline.stage.ClusterRef;
import io.clusterline.telemetry.StageMetrics;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles a message that a stage could not handle: retries it while the failure is transient, else
 * dead-letters it, and publishes an event that needs no state store. All of it happens before the
 * ack; when nothing succeeds the delivery goes back to the queue.
 */
final class UndeliverableMessages {

  private static final Logger LOG = LoggerFactory.getLogger(UndeliverableMessages.class);
  private static final int LAST_ATTEMPT = 12;

  private final StageName stage;
  private final StageRuntime runtime;
  private final StageQueue queue;
  private final StageMetrics metrics;

  UndeliverableMessages(
      StageName stage, StageRuntime runtime, StageQueue queue, StageMetrics metrics) {
    this.stage = stage;
    this.runtime = runtime;
    this.queue = queue;
    this.metrics = metrics;
  }

  /**
   * A tick is retried while the failure is transient: its stage has no other. An {@code Error},
   * such as a message that needs too much memory, is final at once.
   */
  void retryOrDeadLetter(Delivery delivery, Throwable thrown) {
    ClusterlineException failure = ClusterlineException.of(thrown);
    int attempt = delivery.attempt();
    boolean mayTryAgain = attempt < LAST_ATTEMPT || Tick.in(delivery.body()).isPresent();
    boolean again = failure.code().retryable() && mayTryAgain && !(thrown instanceof Error);
    LOG.warn(
        "{}: a message {} (attempt {}): {}: {}",
        stage,
        again ? "will be tried again" : "is dead-lettered",
        attempt + 1,
        failure.code(),
        failure.getMessage());
    if (again) {
      queue.retry(delivery);
    } else {
      deadLetter(delivery, failure);
    }
    metrics.message(stage, again ? "retried" : "dead-lettered");
  }

  private void deadLetter(Delivery delivery, ClusterlineException failure) {
    int attempts = delivery.attempt() + 1;
    String id = StageQueue.deadLetterId(stage, delivery.body(), attempts);
    queue.deadLetter(delivery.body(), failure, attempts, id);
    metrics.deadLettered(stage, failure.code());
    runtime.publisher().publish(reportEvent(delivery, failure, id));
  }

  /**
   * A build has failed only when its own trigger could not be handled; a message that does not
   * belong to it, or only claims to, is refused without effect on the build.
   */
  private Event<?> reportEvent(Delivery delivery, ClusterlineException failure, String id) {
    Optional<Event<?>> event = decode(delivery);
    boolean trusted =
        switch (failure.code()) {
          case FORGED_EVENT, MALFORMED_EVENT, UNKNOWN_CLUSTER, GENERATION_NEVER_ASSIGNED -> false;
          default -> true;
        };
    Optional<Tick> tick = Tick.in(delivery.body());
    if (trusted && tick.isPresent()) {
      return failed(tick.get().cluster(), null, tick.get().location(), failure, delivery, id);
    }
    return event
        .filter(known -> trusted && known.data() instanceof StageTrigger)
        .<Event<?>>map(known -> failed(known, failure, delivery, id))
        .orElseGet(() -> refused(event, failure, id));
  }

  private Event<?> failed(
      Event<?> event, ClusterlineException failure, Delivery delivery, String id) {
    StageTrigger trigger = (StageTrigger) event.data();
    ClusterLocation location = ClusterLocation.of(trigger.cluster().spec().aws());
    return failed(TriggerHandler.ref(event), event.id(), location, failure, delivery, id);
  }

  private Event<?> failed(
      ClusterRef cluster,
      @Nullable String causationId,
      ClusterLocation location,
      ClusterlineException failure,
      Delivery delivery,
      String id) {
    StageFailed failed =
        new StageFailed(
            stage,
            failure.code().name(),
            String.valueOf(failure.getMessage()),
            failure.code().fix(),
            failure.code().retryable(),
            delivery.attempt() + 1,
            List.of(),
            List.of(),
            List.of(),
            location,
            id);
    return runtime.event(stage, cluster, causationId, failed, id);
  }

  private Event<?> refused(Optional<Event<?>> event, ClusterlineException failure, String id) {
    String subject = RefusedSubject.of(event.<String>map(Event::subject).orElse(""));
    String kind = event.map(Event::type).map(EventType::eventName).orElse("unknown");
    ClusterEvent data =
        new RequestRefused(
            kind,
            failure.code().name(),
            String.valueOf(failure.getMessage()),
            failure.code().fix(),
            List.of());
    return new Event<>(
        Ids.derived("refused", stage, id),
        "/clusterline/" + stage.service(),
        subject,
        runtime.clock().instant(),
        null,
        null,
        null,
        event.map(Event::id).orElse(null),
        null,
        data);
  }

  private static Optional<Event<?>> decode(Delivery delivery) {
    try {
      return Optional.of(delivery.event());
    } catch (RuntimeException malformed) {
      return Optional.empty();
    }
  }
}
