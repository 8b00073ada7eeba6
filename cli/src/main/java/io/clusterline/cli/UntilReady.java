package io.clusterline.cli;

import io.clusterline.event.AddonsReady;
import io.clusterline.event.Event;
import io.clusterline.event.RemovalAccepted;
import io.clusterline.state.ClusterRecord;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether events of a build may follow: of one that is ready, none does a little later, unless what
 * left its specification is removed then.
 */
final class UntilReady {

  private static final Duration REMOVAL_BEGINS_WITHIN = Duration.ofMinutes(1);

  private final ClusterRecord record;
  private @Nullable Instant readyAt;
  private boolean removes;

  UntilReady(ClusterRecord record) {
    this.record = record;
  }

  /** After that event. */
  boolean goesOn(Event<?> event) {
    if (event.data() instanceof AddonsReady && record.buildId().equals(event.correlationId())) {
      readyAt = event.time();
    }
    removes |= event.data() instanceof RemovalAccepted && record.uid().equals(event.clusterUid());
    return record.phase() != ClusterRecord.Phase.READY
        || readyAt == null
        || removes
        || event.time().isBefore(readyAt.plus(REMOVAL_BEGINS_WITHIN));
  }
}
