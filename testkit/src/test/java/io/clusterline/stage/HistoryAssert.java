package io.clusterline.stage;

import java.util.List;
import org.assertj.core.api.AbstractAssert;

/** Assertions on a history, one line each. */
final class HistoryAssert extends AbstractAssert<HistoryAssert, History> {

  private HistoryAssert(History actual) {
    super(actual, HistoryAssert.class);
  }

  static HistoryAssert assertThat(History history) {
    return new HistoryAssert(history);
  }

  /** Each of these was made, and each after the one before it. */
  HistoryAssert wereCreatedInOrder(String... names) {
    return inOrder("made", actual.created(), names);
  }

  HistoryAssert removedInOrder(String... names) {
    return inOrder("removed", actual.removed(), names);
  }

  HistoryAssert wasCreated(int times, String name) {
    long count = actual.created().stream().filter(name::equals).count();
    if (count != times) {
      failWithMessage(
          "expected %s to be made %s times, but it was %s: %s",
          name, times, count, actual.created());
    }
    return this;
  }

  HistoryAssert neverStarted(String... names) {
    for (String name : names) {
      if (actual.started().contains(name)) {
        failWithMessage("expected %s never to be started, but: %s", name, actual.started());
      }
    }
    return this;
  }

  private HistoryAssert inOrder(String verb, List<String> events, String... names) {
    int last = -1;
    for (String name : names) {
      int index = events.indexOf(name);
      if (index <= last) {
        failWithMessage("expected to be %s in order %s, but: %s", verb, List.of(names), events);
      }
      last = index;
    }
    return this;
  }
}
