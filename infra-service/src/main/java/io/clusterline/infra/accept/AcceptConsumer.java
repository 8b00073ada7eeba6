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
import io.clusterline.spec.InvalidSpecificationException;
import io.clusterline.telemetry.StageMetrics;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;

/**
 * What arrives in the accept stage's queue: everything that may become a cluster's next generation.
 * A refused wish is answered and put to rest; the consumer lives on.
 */
public final class AcceptConsumer implements Consumer<Message<byte[]>> {

  private static final Logger LOG = LoggerFactory.getLogger(AcceptConsumer.class);
  private static final int LAST_ATTEMPT = 5;

  private final Acceptance acceptance;
  private final Deletion deletion;
  private final Cancellation cancellation;
  private final Rollback rollback;
  private final Completion completion;
  private final Refusal refusal;
  private final StageQueue queue;
  private final StageMetrics metrics;

  public AcceptConsumer(StageRuntime line, StageQueue queue, StageMetrics metrics) {
    GenerationService desk = new GenerationService(line);
    this.acceptance = new Acceptance(desk);
    this.deletion = new Deletion(desk);
    this.cancellation = new Cancellation(desk);
    this.rollback = new Rollback(desk);
    this.completion = new Completion(desk);
    this.refusal = new Refusal(line, queue);
    this.queue = queue;
    this.metrics = metrics;
  }

  @Override
  public void accept(Message<byte[]> message) {
    Delivery delivery = new Delivery(message);
    try {
      metrics.message(StageName.ACCEPT, decide(delivery.event()).toString());
    } catch (InvalidSpecificationException e) {
      refusal.refuse(delivery, e);
      metrics.message(StageName.ACCEPT, "refused");
    } catch (RuntimeException e) {
      retryOrDeadLetter(delivery, ClusterlineException.of(e));
    }
  }

  private Disposition decide(Event<?> event) {
    return switch (event.data()) {
      case ClusterRequested wish -> acceptance.accept(with(event, wish));
      case ClusterDeletionRequested wish -> deletion.accept(with(event, wish));
      case CancellationRequested wish -> cancellation.accept(with(event, wish));
      case StageFailed failed -> rollback.accept(with(event, failed));
      case AddonsReady ready -> completion.built(with(event, ready));
      case InfraRemoved gone -> completion.removed(with(event, gone));
      default ->
          throw new ClusterlineException(
              ErrorCode.MALFORMED_EVENT,
              "accept does not start from a " + event.type().cloudEventsType());
    };
  }

  private void retryOrDeadLetter(Delivery delivery, ClusterlineException failure) {
    int attempt = delivery.attempt();
    LOG.warn(
        "a request could not be accepted (attempt {}): {}: {}",
        attempt + 1,
        failure.code(),
        failure.getMessage());
    if (failure.code().retryable() && attempt < LAST_ATTEMPT) {
      queue.retry(delivery);
      metrics.message(StageName.ACCEPT, "retried");
    } else {
      refusal.refuse(delivery, failure);
      metrics.message(StageName.ACCEPT, "refused");
    }
  }

  @SuppressWarnings({"unchecked", "unused"}) // the class of its data was just looked at
  private static <T extends ClusterEvent> Event<T> with(Event<?> event, T data) {
    return (Event<T>) event;
  }
}
