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
import java.util.List;
import java.util.Optional;

/**
 * Refuses a message: {@code RequestRefused} says why, and the cluster stays as it was. A mistake of
 * whoever sent a request leaves no dead letter, because sending the same again cannot help; what
 * cannot be understood, what failed for another reason, and every event of a stage is kept. Needs
 * no state store.
 */
final class Refusal {

  private final StageRuntime runtime;
  private final StageQueue queue;

  Refusal(StageRuntime runtime, StageQueue queue) {
    this.runtime = runtime;
    this.queue = queue;
  }

  /** The refusal has been published when this returns, and what is kept is in its queue. */
  void refuse(Arrival arrival, ClusterlineException reason) {
    Delivery delivery = arrival.delivery();
    Envelope envelope = delivery.envelope();
    String id = id(delivery, reason.code());
    if (isKept(envelope, reason.code())) {
      int attempts = delivery.attempt() + 1;
      queue.deadLetter(delivery.body(), reason, attempts, id, arrival.headers());
    }
    runtime.publisher().publish(event(envelope, reason, id));
  }

  /** The same when a crash makes us refuse again; another one when a dead letter is replayed. */
  private static String id(Delivery delivery, ErrorCode code) {
    Object replayed = delivery.message().getHeaders().get(DeadLetter.ID);
    return StageQueue.deadLetterId(
        StageName.ACCEPT, delivery.body(), delivery.attempt(), code, String.valueOf(replayed));
  }

  private static boolean isKept(Envelope envelope, ErrorCode code) {
    boolean request = type(envelope).filter(Refusal::isRequest).isPresent();
    boolean poison = code == ErrorCode.MALFORMED_EVENT || code == ErrorCode.POISON_MESSAGE;
    return !request || poison || code.fault() != Fault.USER;
  }

  /** Whether it comes from outside; anything else is an event of a stage, and must not be lost. */
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
    return reason instanceof RefusedRequestException refused ? refused.findings() : List.of();
  }
}
