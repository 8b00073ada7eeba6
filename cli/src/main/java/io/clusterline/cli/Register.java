package io.clusterline.cli;

import io.clusterline.cli.line.LineState;
import io.clusterline.event.ClusterLocation;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.projection.ClusterView;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterRegister;
import io.clusterline.state.StateStore;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lists the clusters. The state stores of the known locations hold what exists; the journal, which
 * expires, adds what happened.
 */
final class Register {

  private final LocationOption where;
  private final PrintWriter notes;

  /**
   * @param where the location; null: all known ones
   * @param notes receives which state store could not be read, and why
   */
  Register(LocationOption where, PrintWriter notes) {
    this.where = where;
    this.notes = notes;
  }

  /** By name. */
  List<KnownCluster> read(List<ClusterView> journal) {
    List<ClusterView> meant =
        journal.stream().filter(view -> where.covers(view.location())).toList();
    List<KnownCluster> known = new ArrayList<>(stored(meant));
    meant.stream()
        .filter(view -> known.stream().noneMatch(each -> each.journal() == view))
        .forEach(view -> known.add(KnownCluster.of(view)));
    known.sort(Comparator.comparing(KnownCluster::name));
    return known;
  }

  private List<KnownCluster> stored(List<ClusterView> journal) {
    List<ClusterLocation> locations = locations(journal);
    Optional<LineState> pipeline = LocalLine.newestUnlessElsewhere();
    if (locations.isEmpty() || !StateCheck.hasAccess(pipeline)) {
      return List.of();
    }
    LocalLine.useAwsOfPipeline();
    StateCheck.tryBriefly();
    try (StateStore store = StateStore.open()) {
      return locations.stream().flatMap(at -> stored(store, at, journal).stream()).toList();
    }
  }

  private List<ClusterLocation> locations(List<ClusterView> journal) {
    if (where.location().isPresent()) {
      return List.of(where.location().get());
    }
    List<ClusterLocation> known = new ArrayList<>();
    journal.forEach(view -> add(known, view.location()));
    add(known, Locations.configured(System.getenv()).orElse(null));
    return known;
  }

  private static void add(List<ClusterLocation> known, @Nullable ClusterLocation location) {
    if (location != null && known.stream().noneMatch(each -> each.mayBe(location))) {
      known.add(location);
    }
  }

  private List<KnownCluster> stored(
      StateStore store, ClusterLocation at, List<ClusterView> journal) {
    try {
      return ClusterRegister.list(store.documents(at)).stream()
          .map(record -> knownCluster(record, at, journal))
          .toList();
    } catch (ClusterlineException e) {
      if (e.code() != ErrorCode.STATE_NOT_INITIALISED) {
        notes.println(
            "The state store in %s cannot be read, so only what the journal tells is shown: %s: %s"
                .formatted(at.region(), e.code(), e.getMessage()));
      }
      return List.of();
    }
  }

  private static KnownCluster knownCluster(
      ClusterRecord record, ClusterLocation at, List<ClusterView> journal) {
    ClusterView journaled =
        journal.stream()
            .filter(view -> view.name().equals(record.name()))
            .filter(view -> view.location() == null || view.location().mayBe(at))
            .findFirst()
            .orElseGet(() -> ClusterView.of(record.name()));
    return new KnownCluster(record.name(), record, journaled, at);
  }
}
