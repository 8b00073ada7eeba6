package io.clusterline.debian;

import io.clusterline.stage.Address;
import io.clusterline.stage.StageListener;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Remembers what steps say while they work. */
final class Reports implements StageListener {

  private final Map<Address, Collection<String>> messages = new ConcurrentHashMap<>();

  List<String> of(Address step) {
    return List.copyOf(messages.getOrDefault(step, List.of()));
  }

  @Override
  public void stepProgressed(Address step, int percent, String message) {
    messages.computeIfAbsent(step, address -> new ConcurrentLinkedQueue<>()).add(message);
  }
}
