package io.clusterline.cli;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lists the clusters. The state stores of the known locations hold what exists; the journal, which
 * expires, adds what happened.
 */
final class Register {

  private final LocationOption where;
  private final PrintWriter notes;
  private final Map<ClusterLocation, List<ClusterRecord>> stored = new LinkedHashMap<>();
  private boolean hasFailed;

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
    ask(journal);
    List<ClusterView> meant = meant(journal);
    List<KnownCluster> known = new ArrayList<>();
    stored.forEach(
        (at, records) -> records.forEach(record -> known.add(knownCluster(record, at, meant))));
    meant.stream()
        .filter(view -> known.stream().noneMatch(each -> each.journal() == view))
        .forEach(view -> known.add(KnownCluster.of(view)));
    known.sort(Comparator.comparing(KnownCluster::name));
    return known;
  }

  /** Reads the state stores that were not read yet: of the known locations and of these. */
  void ask(List<ClusterView> journal) {
    List<ClusterLocation> locations =
        locations(meant(journal)).stream().filter(at -> !isAsked(at)).toList();
    if (locations.isEmpty() || !StateCheck.hasAccess(LocalLine.newestUnlessElsewhere())) {
      return;
    }
    LocalLine.useAwsOfPipeline();
    StateCheck.tryBriefly();
    try (StateStore store = StateStore.open()) {
      locations.forEach(at -> stored.put(at, stored(store, at)));
    }
  }

  private boolean isAsked(ClusterLocation location) {
    return stored.keySet().stream().anyMatch(at -> at.mayBe(location));
  }

  /** Those of them that are in the location, where there is one. */
  List<ClusterView> meant(List<ClusterView> journal) {
    return journal.stream().filter(view -> where.covers(view.location())).toList();
  }

  /** What the state stores hold that were read. */
  List<ClusterRecord> records() {
    return stored.values().stream().flatMap(List::stream).toList();
  }

  /** Whether every state store that is known was read, and one is. */
  boolean isComplete() {
    return !stored.isEmpty() && !hasFailed;
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

  private List<ClusterRecord> stored(StateStore store, ClusterLocation at) {
    try {
      return ClusterRegister.list(store.documents(at));
    } catch (ClusterlineException e) {
      if (e.code() != ErrorCode.STATE_NOT_INITIALISED) {
        hasFailed = true;
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
