package io.clusterline.infra.accept;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.event.StageName;
import io.clusterline.messaging.StageQueue;
import io.clusterline.spec.InvalidSpecificationException;
import io.clusterline.stage.ErrorCode;
import io.clusterline.stage.StageException;
import io.clusterline.telemetry.StageMetrics;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;

/**
 * What arrives in the accept stage's queue. A refused request is answered and put to rest; the
 * consumer lives on.
 */
public final class AcceptConsumer implements Consumer<Message<byte[]>> {

  private static final Logger LOG = LoggerFactory.getLogger(AcceptConsumer.class);
  private static final int LAST_ATTEMPT = 5;

  private final Acceptance acceptance;
  private final Refusal refusal;
  private final StageQueue queue;
  private final StageMetrics metrics;

  public AcceptConsumer(
      Acceptance acceptance, Refusal refusal, StageQueue queue, StageMetrics metrics) {
    this.acceptance = acceptance;
    this.refusal = refusal;
    this.queue = queue;
    this.metrics = metrics;
  }

  @Override
  public void accept(Message<byte[]> message) {
    byte[] body = message.getPayload();
    int attempt = attempt(message);
    try {
      metrics.message(StageName.ACCEPT, acceptance.accept(request(body)).toString());
    } catch (InvalidSpecificationException e) {
      refusal.refuse(body, e, attempt);
      metrics.message(StageName.ACCEPT, "refused");
    } catch (RuntimeException e) {
      handOn(body, StageException.of(e), attempt);
    }
  }

  private void handOn(byte[] body, StageException failure, int attempt) {
    LOG.warn(
        "a request could not be accepted (attempt {}): {}: {}",
        attempt,
        failure.code(),
        failure.getMessage());
    if (failure.code().retryable() && attempt < LAST_ATTEMPT) {
      queue.retry(body, attempt);
      metrics.message(StageName.ACCEPT, "retried");
    } else {
      refusal.refuse(body, failure, attempt);
      metrics.message(StageName.ACCEPT, "refused");
    }
  }

  private static Event<ClusterRequested> request(byte[] body) {
    Event<?> event = CloudEventCodec.decode(body);
    if (!(event.data() instanceof ClusterRequested)) {
      throw new StageException(
          ErrorCode.MALFORMED_EVENT,
          "accept does not start from a " + event.type().cloudEventsType());
    }
    @SuppressWarnings("unchecked") // the class of its data was just looked at
    Event<ClusterRequested> typed = (Event<ClusterRequested>) event;
    return typed;
  }

  private static int attempt(Message<byte[]> message) {
    return message.getHeaders().get(StageQueue.ATTEMPT) instanceof Number number
        ? number.intValue()
        : 0;
  }
}
