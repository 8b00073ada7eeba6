package io.clusterline.infra.accept;

import io.clusterline.event.AddonsReady;
import io.clusterline.event.CancellationRequested;
import io.clusterline.event.ClusterDeletionRequested;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.event.InfraRemoved;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.execution.StageRuntime;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.messaging.Delivery;
import io.clusterline.messaging.StageQueue;
import io.clusterline.state.AllowedLocations;
import io.clusterline.telemetry.StageMetrics;
import java.time.Clock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;

/**
 * Handles the messages of the accept stage's queue: requests, and the ends of builds and removals.
 * Each is answered before it is acked: by its result, or by {@code RequestRefused}.
 */
public final class RequestHandler implements Consumer<Message<byte[]>> {

  private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

  /** Some twelve minutes: then the sender should get an answer. */
  private static final int LAST_ATTEMPT = 5;

  /** No sender waits for an event of a stage, and it must not be lost in a long outage. */
  private static final int LAST_ATTEMPT_OF_EVENT = 12;

  private final Acceptance acceptance;
  private final Deletion deletion;
  private final Cancellation cancellation;
  private final Rollback rollback;
  private final Completion completion;
  private final Refusal refusal;
  private final StageQueue queue;
  private final StageMetrics metrics;
  private final Clock clock;
  private final InFlightMarkers markers;

  /** Without markers, a message that ends the process is not recognised afterwards. */
  public RequestHandler(StageRuntime runtime, StageQueue queue, StageMetrics metrics) {
    this(runtime, queue, metrics, InFlightMarkers.none());
  }

  public RequestHandler(
      StageRuntime runtime, StageQueue queue, StageMetrics metrics, InFlightMarkers markers) {
    this(runtime, queue, metrics, markers, AllowedLocations.configured());
  }

  /**
   * @param allowed where clusters may be; what a request names beyond it is refused
   */
  RequestHandler(
      StageRuntime runtime,
      StageQueue queue,
      StageMetrics metrics,
      InFlightMarkers markers,
      AllowedLocations allowed) {
    GenerationService generations = new GenerationService(runtime, allowed);
    this.acceptance = new Acceptance(generations);
    this.deletion = new Deletion(generations);
    this.cancellation = new Cancellation(generations);
    this.rollback = new Rollback(generations);
    this.completion = new Completion(generations);
    this.refusal = new Refusal(runtime, queue, metrics);
    this.queue = queue;
    this.metrics = metrics;
    this.clock = runtime.clock();
    this.markers = markers;
  }

  @Override
  public void accept(Message<byte[]> message) {
    Delivery delivery = new Delivery(message);
    Arrival arrival = new Arrival(delivery, clock);
    try {
      IncomingMessage incoming =
          markers.reading(delivery.body(), () -> IncomingMessage.read(delivery, clock));
      metrics.message(StageName.ACCEPT, decide(incoming, arrival).toString());
    } catch (RuntimeException | Error e) {
      retryOrRefuse(arrival, ClusterlineException.of(e));
    }
  }

  private Disposition decide(IncomingMessage incoming, Arrival arrival) {
    Event<?> event = incoming.event();
    return switch (event.data()) {
      case ClusterRequested request -> acceptance.accept(with(event, request), incoming, arrival);
      case ClusterDeletionRequested request -> deletion.accept(with(event, request), arrival);
      case CancellationRequested request -> cancellation.accept(with(event, request), arrival);
      case StageFailed failed -> rollback.accept(with(event, failed));
      case AddonsReady ready -> completion.built(with(event, ready));
      case InfraRemoved removed -> completion.removed(with(event, removed));
      default ->
          throw new ClusterlineException(
              ErrorCode.MALFORMED_EVENT,
              "the accept stage does not start from a " + event.type().cloudEventsType());
    };
  }

  private void retryOrRefuse(Arrival arrival, ClusterlineException failure) {
    Delivery delivery = arrival.delivery();
    boolean again = failure.code().retryable() && delivery.attempt() < lastAttempt(delivery);
    LOG.warn(
        "a message {} (attempt {}): {}: {}",
        again ? "will be tried again" : "is refused",
        delivery.attempt() + 1,
        failure.code(),
        failure.getMessage());
    if (again) {
      queue.retry(delivery, arrival.headers());
    } else {
      refusal.refuse(arrival, failure);
      markers.remove(delivery.body());
    }
    metrics.message(StageName.ACCEPT, again ? "retried" : "refused");
  }

  private static int lastAttempt(Delivery delivery) {
    boolean request = Refusal.type(delivery.envelope()).filter(Refusal::isRequest).isPresent();
    return request ? LAST_ATTEMPT : LAST_ATTEMPT_OF_EVENT;
  }

  @SuppressWarnings({"unchecked", "unused"}) // the class of its data was just checked
  private static <T extends ClusterEvent> Event<T> with(Event<?> event, T data) {
    return (Event<T>) event;
  }
}
