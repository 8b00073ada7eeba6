package io.clusterline.cli;

import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.Event;
import io.clusterline.event.RemovalAccepted;
import io.clusterline.messaging.JournalReader.Entry;
import io.clusterline.projection.Projection;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What of the journal tells how clusters stand: the newest events, and older builds from their
 * begin. So its size depends on the work under way, not on the journal's.
 */
final class JournalExcerpt {

  /** So many events take a tenth of a second; one build of 14 nodes has half as many. */
  static final long NEWEST = 2_000;

  /** A request is older than its acceptance, and clocks differ. */
  private static final Duration EARLIER = Duration.ofMinutes(2);

  private final String uri;
  private final NavigableMap<Long, Event<?>> events = new TreeMap<>();
  private final Set<String> begun = new HashSet<>();
  private final Set<String> mentioned = new HashSet<>();
  private final long begin;
  private final long end;
  private boolean isWhole;

  private JournalExcerpt(String uri, long end) {
    this.uri = uri;
    this.end = end;
    this.begin = Math.max(0, end - NEWEST + 1);
    this.isWhole = begin == 0;
  }

  /** The newest events. */
  static JournalExcerpt open(String uri) throws IOException {
    JournalExcerpt excerpt = new JournalExcerpt(uri, History.newestOffset(uri));
    excerpt.read(excerpt.begin, excerpt.end, excerpt::add);
    return excerpt;
  }

  /** Whether nothing older is left to read. */
  boolean isWhole() {
    return isWhole;
  }

  /** Whether events of that build or removal were read, but not its begin. */
  boolean isCut(String buildId) {
    return mentioned.contains(buildId) && !begun.contains(buildId);
  }

  /** Whether that build or removal was read from its begin. */
  boolean hasBegin(String buildId) {
    return begun.contains(buildId);
  }

  void readAll() throws IOException {
    read("first", begin - 1, this::add);
    isWhole = true;
  }

  /**
   * The events between that time and the newest ones.
   *
   * @param goOn false: what is between this event and the newest ones is not wanted
   */
  void readSince(Instant acceptedAt, Predicate<Event<?>> goOn) throws IOException {
    Date since = Date.from(acceptedAt.minus(EARLIER));
    read(since, begin - 1, entry -> add(entry) && goOn.test(entry.event()));
  }

  private void read(Object from, long last, Predicate<Entry> goOn) throws IOException {
    if (!History.readPart(uri, from, last, goOn)) {
      throw new IOException("the journal does not answer any more");
    }
  }

  private boolean add(Entry entry) {
    Event<?> event = entry.event();
    events.put(entry.offset(), event);
    String build = event.correlationId();
    if (build != null) {
      mentioned.add(build);
      if (event.data() instanceof ClusterAccepted || event.data() instanceof RemovalAccepted) {
        begun.add(build);
      }
    }
    return true;
  }

  /** A build whose begin was not read is left out: half of it would mislead. */
  List<Entry> entries() {
    return events.entrySet().stream()
        .filter(each -> isWhole || !isPartOfCut(each.getValue()))
        .map(each -> new Entry(each.getKey(), each.getValue()))
        .toList();
  }

  private boolean isPartOfCut(Event<?> event) {
    return event.correlationId() != null && isCut(event.correlationId());
  }

  /** What it tells. */
  Projection projection() {
    Projection projection = new Projection();
    entries().forEach(entry -> projection.add(entry.offset(), entry.event()));
    return projection;
  }

  /** The offset of what will follow. */
  long next() {
    return end + 1;
  }
}
