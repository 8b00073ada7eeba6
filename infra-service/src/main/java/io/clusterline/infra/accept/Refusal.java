package io.clusterline.infra.accept;

import io.clusterline.event.CancellationRequested;
import io.clusterline.event.ClusterDeletionRequested;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.event.EventType;
import io.clusterline.event.Ids;
import io.clusterline.event.RefusedSubject;
import io.clusterline.event.RequestRefused;
import io.clusterline.event.StageName;
import io.clusterline.execution.StageRuntime;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.failure.ErrorCode.Fault;
import io.clusterline.messaging.DeadLetter;
import io.clusterline.messaging.Delivery;
import io.clusterline.messaging.Envelope;
import io.clusterline.messaging.StageQueue;
import io.clusterline.spec.Finding;
import io.clusterline.state.LocationNotAllowedException;
import io.clusterline.telemetry.StageMetrics;
import java.util.List;
import java.util.Optional;

/**
 * Refuses a message: publishes {@code RequestRefused} with the reason, and leaves the cluster as it
 * was. A user's mistake leaves no dead letter, because sending the same again cannot help;
 * unreadable messages, other failures and every event of a stage are dead-lettered. Needs no state
 * store.
 */
final class Refusal {

  private final StageRuntime runtime;
  private final StageQueue queue;
  private final StageMetrics metrics;

  Refusal(StageRuntime runtime, StageQueue queue, StageMetrics metrics) {
    this.runtime = runtime;
    this.queue = queue;
    this.metrics = metrics;
  }

  /**
   * When this returns, the refusal is published, and a kept message is in its dead-letter queue.
   */
  void refuse(Arrival arrival, ClusterlineException reason) {
    Delivery delivery = arrival.delivery();
    Envelope envelope = delivery.envelope();
    String id = id(delivery, reason.code());
    if (isDeadLettered(envelope, reason.code())) {
      int attempts = delivery.attempt() + 1;
      queue.deadLetter(delivery.body(), reason, attempts, id, arrival.headers());
      metrics.deadLettered(StageName.ACCEPT, reason.code());
    }
    runtime.publisher().publish(event(envelope, reason, id));
  }

  /** The same id when a crash repeats the refusal; another id when a dead letter is replayed. */
  private static String id(Delivery delivery, ErrorCode code) {
    Object replayed = delivery.message().getHeaders().get(DeadLetter.ID);
    return StageQueue.deadLetterId(
        StageName.ACCEPT, delivery.body(), delivery.attempt(), code, String.valueOf(replayed));
  }

  private static boolean isDeadLettered(Envelope envelope, ErrorCode code) {
    boolean request = type(envelope).filter(Refusal::isRequest).isPresent();
    boolean poison = code == ErrorCode.MALFORMED_EVENT || code == ErrorCode.POISON_MESSAGE;
    return !request || poison || code.fault() != Fault.USER;
  }

  /**
   * Whether it is a request from outside; anything else is an event of a stage, and must not be
   * lost.
   */
  static boolean isRequest(EventType type) {
    return type.data() == ClusterRequested.class
        || type.data() == ClusterDeletionRequested.class
        || type.data() == CancellationRequested.class;
  }

  static Optional<EventType> type(Envelope envelope) {
    return envelope.text("type").flatMap(EventType::byCloudEventsType);
  }

  private Event<RequestRefused> event(Envelope envelope, ClusterlineException reason, String id) {
    return new Event<>(
        Ids.derived("refused", id),
        "/clusterline/" + StageName.ACCEPT.service(),
        RefusedSubject.of(envelope.text("subject").orElse("")),
        runtime.clock().instant(),
        null,
        null,
        null,
        envelope.text("id").orElse(null),
        null,
        new RequestRefused(
            type(envelope).map(EventType::eventName).orElse("unknown"),
            reason.code().name(),
            String.valueOf(reason.getMessage()),
            reason.code().fix(),
            findings(reason)));
  }

  private static List<Finding> findings(ClusterlineException reason) {
    return switch (reason) {
      case RefusedRequestException refused -> refused.findings();
      case LocationNotAllowedException refused -> refused.findings();
      default -> List.of();
    };
  }
}
