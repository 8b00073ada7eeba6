package io.clusterline.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ClusterEvent} in its CloudEvents 1.0 envelope.
 *
 * @param id unique with {@code source}; the services derive it from cluster, generation, stage and
 *     event, so that publishing again gives the same event
 * @param source {@code /clusterline/<service>}, or any URI of an outside publisher
 * @param subject the cluster's name
 * @param clusterUid absent from a request that comes from outside
 * @param generation absent from a request that comes from outside
 * @param correlationId the build
 * @param causationId the id of the event that caused this one
 * @param traceparent W3C trace context; of an event of ours the span that published it, of a
 *     request from outside the requester's, if it is valid
 */
public record Event<T extends ClusterEvent>(
    String id,
    String source,
    String subject,
    Instant time,
    @Nullable String clusterUid,
    @Nullable Long generation,
    @Nullable String correlationId,
    @Nullable String causationId,
    @Nullable String traceparent,
    T data) {

  /** The same event with other data of its type. */
  Event<T> withData(T other) {
    return new Event<>(
        id,
        source,
        subject,
        time,
        clusterUid,
        generation,
        correlationId,
        causationId,
        traceparent,
        other);
  }

  /** The same event as one that this span has published. */
  public Event<T> within(TraceParent span) {
    return new Event<>(
        id,
        source,
        subject,
        time,
        clusterUid,
        generation,
        correlationId,
        causationId,
        span.toString(),
        data);
  }

  public EventType type() {
    return EventType.of(data);
  }

  /** The routing key {@code cluster-requested.eco2}. */
  public String routingKey() {
    return type().routingWord() + "." + subject;
  }
}
