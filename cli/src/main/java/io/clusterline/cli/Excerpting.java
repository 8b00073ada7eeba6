package io.clusterline.cli;

import io.clusterline.event.Event;
import io.clusterline.state.ClusterRecord;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is read of the journal beside its newest events: the state stores say which builds
 * and removals are under way and when they were accepted.
 */
final class Excerpting {

  private final Register register;
  private final @Nullable String name;

  /**
   * @param name the cluster whose newest build is wanted as well; null: none
   */
  Excerpting(Register register, @Nullable String name) {
    this.register = register;
    this.name = name;
  }

  void complete(JournalExcerpt excerpt) throws IOException {
    if (excerpt.isWhole()) {
      return;
    }
    register.ask(excerpt.projection().clusters());
    List<ClusterRecord> wanted =
        register.records().stream()
            .filter(record -> isWanted(record, excerpt))
            .filter(record -> !excerpt.hasBegin(record.buildId()))
            .toList();
    if (!register.isComplete() || isUnknown() || !wanted.stream().allMatch(this::hasOneBegin)) {
      excerpt.readAll();
    } else {
      read(excerpt, wanted);
    }
  }

  private static void read(JournalExcerpt excerpt, List<ClusterRecord> wanted) throws IOException {
    List<UntilReady> ends = wanted.stream().map(UntilReady::new).toList();
    Optional<Instant> since = wanted.stream().map(Excerpting::begin).min(Comparator.naturalOrder());
    if (since.isPresent()) {
      excerpt.readSince(since.get(), event -> anyGoesOn(ends, event));
    }
  }

  /** Each hears of every event. */
  private static boolean anyGoesOn(List<UntilReady> ends, Event<?> event) {
    boolean goesOn = false;
    for (UntilReady end : ends) {
      goesOn |= end.goesOn(event);
    }
    return goesOn;
  }

  private static Instant begin(ClusterRecord record) {
    return record.acceptedAt().orElseThrow();
  }

  private boolean isWanted(ClusterRecord record, JournalExcerpt excerpt) {
    boolean underWay =
        record.phase() == ClusterRecord.Phase.BUILDING
            || record.phase() == ClusterRecord.Phase.REMOVING;
    return isNamed(record) || underWay || excerpt.isCut(record.buildId());
  }

  private boolean isNamed(ClusterRecord record) {
    return record.name().equals(name);
  }

  /** What a cancelled build has done was asked for by an older request, whose time is not kept. */
  private boolean hasOneBegin(ClusterRecord record) {
    return record.acceptedAt().isPresent()
        && !(isNamed(record) && record.phase() == ClusterRecord.Phase.HELD);
  }

  /** It may be in a region that only older events name. */
  private boolean isUnknown() {
    return name != null && register.records().stream().noneMatch(this::isNamed);
  }
}
