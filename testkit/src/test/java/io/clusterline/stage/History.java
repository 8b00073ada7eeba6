package io.clusterline.stage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The events of a run, in order. */
final class History {

  private final List<String> started = Collections.synchronizedList(new ArrayList<>());
  private final List<String> made = Collections.synchronizedList(new ArrayList<>());
  private final List<String> removed = Collections.synchronizedList(new ArrayList<>());

  void started(String name) {
    started.add(name);
  }

  void recordCreated(String name) {
    made.add(name);
  }

  void removed(String name) {
    removed.add(name);
  }

  List<String> started() {
    return List.copyOf(started);
  }

  List<String> created() {
    return List.copyOf(made);
  }

  List<String> removed() {
    return List.copyOf(removed);
  }
}
