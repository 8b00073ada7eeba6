package io.clusterline.cli;

import io.clusterline.event.ClusterLocation;
import io.clusterline.projection.ClusterView;
import io.clusterline.projection.ClusterView.Phase;
import io.clusterline.projection.ClusterViews;
import io.clusterline.state.ClusterRecord;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A known cluster: from its record in the state store, which holds what exists, from the journal,
 * which holds what happened, or from both.
 *
 * @param record null: the state store could not be read, or holds no such cluster
 * @param journal empty where the journal holds nothing of it
 * @param storeLocation the location of the state store that holds the record
 */
record KnownCluster(
    String name,
    @Nullable ClusterRecord record,
    ClusterView journal,
    @Nullable ClusterLocation storeLocation) {

  static KnownCluster of(ClusterView journal) {
    return new KnownCluster(journal.name(), null, journal, null);
  }

  Optional<String> uid() {
    return Optional.ofNullable(record != null ? record.uid() : journal.uid());
  }

  /** The newest that was accepted. */
  long generation() {
    return Math.max(record == null ? 0 : record.generation(), journal.newest().generation());
  }

  /** Its location, with the role to assume. */
  @Nullable ClusterLocation location() {
    return record == null
        ? journal.location()
        : ClusterViews.inSpecification(record.specification())
            .orElse(journal.location() != null ? journal.location() : storeLocation);
  }

  /** The journal's phase where it has the newest generation; the record may lag behind. */
  Phase phase() {
    Phase phase = journal.phase();
    if (record == null || journal.newest().generation() >= record.generation() && phase.isOver()) {
      return phase;
    }
    return switch (record.phase()) {
      case BUILDING -> Phase.BUILDING;
      case READY -> Phase.READY;
      case FAILED -> Phase.FAILED;
      case HELD -> Phase.STOPPED;
      case REMOVING -> Phase.REMOVING;
      case REMOVED -> Phase.REMOVED;
    };
  }

  boolean exists() {
    return phase() != Phase.REMOVED;
  }

  /** Whether the journal has the newest generation. */
  boolean isInJournal() {
    return journal.uid() != null && journal.newest().generation() == generation();
  }

  /** How many machines its newest specification has; 0 when that is not known. */
  int machines() {
    if (record != null && record.specification() != null) {
      return record.specification().at("/spec/nodes").size();
    }
    var result = journal.build().result();
    return result == null ? 0 : result.nodes().size();
  }
}
