package io.clusterline.spec;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/**
 * The {@link Bounds} of a YAML text, counted while it is parsed and before anything is built. An
 * alias counts as much as its anchor: a few lines of nested aliases expand to billions of values,
 * while sixty uses of one small anchor are harmless.
 */
final class YamlBounds {

  /** Keys of objects are events too. */
  private static final int MOST = 2 * Bounds.MAX_VALUES;

  private final YamlPlace place;
  private final Deque<Collection> open = new ArrayDeque<>();
  private final Map<Anchor, Long> sizes = new HashMap<>();
  private long values;

  YamlBounds(YamlPlace place) {
    this.place = place;
  }

  /** A list or object that has begun. */
  private static final class Collection {
    private final Optional<Anchor> anchor;
    private final int most;
    private final long before;
    private int elements;

    Collection(Optional<Anchor> anchor, int most, long before) {
      this.anchor = anchor;
      this.most = most;
      this.before = before;
    }
  }

  /**
   * Counts the next event of the text.
   *
   * @throws InvalidSpecificationException at the first bound that is exceeded
   */
  void count(Event event) {
    switch (event.getEventId()) {
      case Scalar -> {
        refuseLong((ScalarEvent) event);
        add(event, 1);
        ((ScalarEvent) event).getAnchor().ifPresent(anchor -> sizes.put(anchor, 1L));
      }
      case Alias -> add(event, sizes.getOrDefault(((AliasEvent) event).getAlias(), 1L));
      case SequenceStart -> open((NodeEvent) event, Bounds.MAX_ITEMS);
      case MappingStart -> open((NodeEvent) event, 2 * Bounds.MAX_ITEMS);
      case SequenceEnd, MappingEnd -> close(open.pop());
      default -> {
        // stream and document: not counted
      }
    }
  }

  private void refuseLong(ScalarEvent scalar) {
    if (scalar.getValue().length() > Bounds.MAX_CHARACTERS) {
      throw Bounds.tooLong(place.of(scalar.getStartMark()), scalar.getValue().length());
    }
  }

  private void open(NodeEvent event, int most) {
    long before = values;
    add(event, 1);
    open.push(new Collection(event.getAnchor(), most, before));
    if (open.size() > Bounds.MAX_DEPTH) {
      throw Bounds.tooDeep(place.of(event.getStartMark()));
    }
  }

  private void close(Collection collection) {
    collection.anchor.ifPresent(anchor -> sizes.put(anchor, values - collection.before));
  }

  private void add(Event event, long size) {
    values += size;
    if (values > MOST) {
      throw Bounds.exceeded(
          place.of(event.getStartMark()),
          Bounds.tooManyValues() + (size > 1 ? " once its aliases are expanded" : ""),
          "shorten the specification");
    }
    Collection collection = open.peek();
    if (collection != null && ++collection.elements > collection.most) {
      throw Bounds.exceeded(
          place.of(event.getStartMark()),
          "one of more than " + Bounds.MAX_ITEMS + " elements of a list or object",
          "remove some of them");
    }
  }
}
