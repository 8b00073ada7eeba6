package io.clusterline.infra.accept;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.messaging.DeadLetter;
import io.clusterline.messaging.Delivery;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterState;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A delivery, and what was known of its cluster when the request first arrived. That travels in
 * headers while the request waits on the retry ladder or is dead-lettered. When it comes back it
 * must not override what was accepted after it:
 *
 * <ul>
 *   <li>if the cluster's record could be read when it first arrived, it is refused once the
 *       generation is another one;
 *   <li>if it could not, it is refused once the present generation was accepted later than the
 *       request first arrived. Both times are of the services' clocks.
 * </ul>
 */
final class Arrival {

  private final Delivery delivery;
  private final Instant firstSeen;
  private final boolean returned;
  private @Nullable Long seenGeneration;
  private String seenUid;

  Arrival(Delivery delivery, Clock clock) {
    this.delivery = delivery;
    Optional<Instant> before = time(delivery);
    this.returned = before.isPresent();
    this.firstSeen = before.orElseGet(clock::instant);
    this.seenGeneration =
        header(DeadLetter.SEEN_GENERATION) instanceof Number number ? number.longValue() : null;
    this.seenUid = header(DeadLetter.SEEN_UID) instanceof String uid ? uid : "";
  }

  Delivery delivery() {
    return delivery;
  }

  /** The cluster's record; the first read of the request is remembered. */
  Optional<ClusterRecord> read(ClusterState state) {
    Optional<ClusterRecord> record = state.read();
    if (seenGeneration == null) {
      seenGeneration = record.map(ClusterRecord::generation).orElse(0L);
      seenUid = record.map(ClusterRecord::uid).orElse("");
    }
    return record;
  }

  /**
   * @throws ClusterlineException {@link ErrorCode#GENERATION_CONFLICT} when the request has waited,
   *     and something else was accepted meanwhile
   */
  void checkUnmoved(ClusterRecord now) {
    if (returned && (hasOtherGeneration(now) || isAcceptedLater(now))) {
      throw new ClusterlineException(
          ErrorCode.GENERATION_CONFLICT,
          "since this request arrived at %s, generation %d of %s was accepted"
              .formatted(firstSeen, now.generation(), now.name()));
    }
  }

  private boolean hasOtherGeneration(ClusterRecord now) {
    return seenGeneration != null
        && header(DeadLetter.SEEN_GENERATION) != null
        && (seenGeneration != now.generation()
            || now.generation() > 0 && !seenUid.equals(now.uid()));
  }

  private boolean isAcceptedLater(ClusterRecord now) {
    return header(DeadLetter.SEEN_GENERATION) == null
        && now.acceptedAt().filter(firstSeen::isBefore).isPresent();
  }

  /** Headers of the request while it waits in the retry ladder or is dead-lettered. */
  Map<String, Object> headers() {
    Map<String, Object> headers = new HashMap<>();
    headers.put(DeadLetter.FIRST_SEEN, firstSeen.toString());
    if (seenGeneration != null) {
      headers.put(DeadLetter.SEEN_GENERATION, seenGeneration);
      headers.put(DeadLetter.SEEN_UID, seenUid);
    }
    return headers;
  }

  private @Nullable Object header(String name) {
    return delivery.message().getHeaders().get(name);
  }

  private static Optional<Instant> time(Delivery delivery) {
    try {
      return Optional.ofNullable(delivery.message().getHeaders().get(DeadLetter.FIRST_SEEN))
          .map(Object::toString)
          .map(Instant::parse);
    } catch (DateTimeException notOurs) {
      return Optional.empty();
    }
  }
}
