package io.clusterline.spec;

import java.util.ArrayDeque;
import java.util.Deque;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/** The {@link Bounds} of a YAML text, counted while it is parsed and before anything is built. */
final class YamlBounds {

  private final YamlPlace place;
  private final Deque<Collection> open = new ArrayDeque<>();
  private int values;

  YamlBounds(YamlPlace place) {
    this.place = place;
  }

  /** A list, or an object whose keys count as well. */
  private static final class Collection {
    private final int most;
    private int elements;

    Collection(int most) {
      this.most = most;
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
        element(event);
      }
      case Alias -> element(event);
      case SequenceStart -> open(event, Bounds.MAX_ITEMS);
      case MappingStart -> open(event, 2 * Bounds.MAX_ITEMS);
      case SequenceEnd, MappingEnd -> open.pop();
      default -> {
        // stream and document: nothing to count
      }
    }
  }

  private void refuseLong(ScalarEvent scalar) {
    if (scalar.getValue().length() > Bounds.MAX_CHARACTERS) {
      throw Bounds.tooLong(place.of(scalar.getStartMark()), scalar.getValue().length());
    }
  }

  private void open(Event event, int most) {
    element(event);
    open.push(new Collection(most));
    if (open.size() > Bounds.MAX_DEPTH) {
      throw Bounds.tooDeep(place.of(event.getStartMark()));
    }
  }

  private void element(Event event) {
    if (++values > 2 * Bounds.MAX_VALUES) {
      String where = place.of(event.getStartMark());
      throw Bounds.exceeded(where, Bounds.tooManyValues(), "shorten the specification");
    }
    Collection collection = open.peek();
    if (collection != null && ++collection.elements > collection.most) {
      String where = place.of(event.getStartMark());
      throw Bounds.exceeded(
          where,
          "one of more than " + Bounds.MAX_ITEMS + " elements of a list or object",
          "remove some of them");
    }
  }
}
