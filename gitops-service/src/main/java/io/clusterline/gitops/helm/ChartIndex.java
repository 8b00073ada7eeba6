package io.clusterline.gitops.helm;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/**
 * Reads one chart from the index of a repository. Read event by event: the index of a large public
 * repository has more than ten megabytes, of which one entry is wanted.
 */
final class ChartIndex {

  /**
   * @param digest SHA-256 of the archive, empty if the index has none
   */
  record Entry(String version, List<String> urls, String digest) {}

  private final Iterator<Event> events;
  private final List<Entry> found = new ArrayList<>();

  private ChartIndex(InputStream in) {
    LoadSettings settings = LoadSettings.builder().setCodePointLimit(256 * 1024 * 1024).build();
    this.events = new Parse(settings).parseInputStream(in).iterator();
  }

  /** All versions of the chart, in the index's order. */
  static List<Entry> entries(InputStream index, String chart) {
    ChartIndex reader = new ChartIndex(index);
    reader.read(chart);
    return List.copyOf(reader.found);
  }

  /** The entry of that version; an identical spelling is preferred to an equal version. */
  static Optional<Entry> find(List<Entry> entries, String version) {
    return entries.stream()
        .filter(entry -> ChartVersion.same(entry.version(), version))
        .max(Comparator.comparing(entry -> entry.version().equals(version)));
  }

  private void read(String chart) {
    while (events.hasNext()) {
      if (events.next().getEventId() == Event.ID.MappingStart) {
        mapping(key -> onlyIf(key.equals("entries"), () -> charts(chart)));
        return;
      }
    }
  }

  private void charts(String chart) {
    valueAsMapping(name -> onlyIf(name.equals(chart), this::versions));
  }

  private void versions() {
    if (events.next().getEventId() == Event.ID.SequenceStart) {
      while (events.next().getEventId() == Event.ID.MappingStart) {
        found.add(version());
      }
    }
  }

  private Entry version() {
    String[] text = {"", ""};
    List<String> urls = new ArrayList<>();
    mapping(key -> {
      switch (key) {
        case "version" -> text[0] = scalar();
        case "digest" -> text[1] = scalar();
        case "urls" -> scalars(urls);
        default -> skip(events.next());
      }
    });
    return new Entry(text[0], urls, text[1]);
  }

  private void onlyIf(boolean wanted, Runnable read) {
    if (wanted) {
      read.run();
    } else {
      skip(events.next());
    }
  }

  private void valueAsMapping(Consumer<String> onKey) {
    Event value = events.next();
    if (value.getEventId() == Event.ID.MappingStart) {
      mapping(onKey);
    } else {
      skip(value);
    }
  }

  private void mapping(Consumer<String> onKey) {
    while (events.next() instanceof ScalarEvent key) {
      onKey.accept(key.getValue());
    }
  }

  private String scalar() {
    Event value = events.next();
    if (value instanceof ScalarEvent scalar) {
      return scalar.getValue();
    }
    skip(value);
    return "";
  }

  private void scalars(List<String> into) {
    Event value = events.next();
    if (value.getEventId() != Event.ID.SequenceStart) {
      skip(value);
      return;
    }
    while (events.next() instanceof ScalarEvent scalar) {
      into.add(scalar.getValue());
    }
  }

  /** Leaves a value behind whose first event was just read. */
  private void skip(Event first) {
    int depth = change(first);
    while (depth > 0) {
      depth += change(events.next());
    }
  }

  private static int change(Event event) {
    return switch (event.getEventId()) {
      case MappingStart, SequenceStart -> 1;
      case MappingEnd, SequenceEnd -> -1;
      default -> 0;
    };
  }
}
