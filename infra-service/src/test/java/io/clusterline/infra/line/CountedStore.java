package io.clusterline.infra.line;

import io.clusterline.state.DocumentStore.Document;
import io.clusterline.state.StateStore;
import io.clusterline.testkit.InterceptedStore;
import io.clusterline.testkit.StoreCall;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** A state store that counts what is asked of it, by kind of document. */
final class CountedStore extends InterceptedStore {

  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  CountedStore(StateStore store) {
    super(store);
  }

  /** As {@code read lease}: how often. */
  Map<String, Long> counts() {
    Map<String, Long> sums = new TreeMap<>();
    counts.forEach((what, count) -> sums.put(what, count.sum()));
    return sums;
  }

  @Override
  protected <T> T intercept(StoreCall call, Supplier<T> next) {
    T result = next.get();
    switch (call.verb()) {
      case READ -> count("read", call.key());
      case CREATE, REPLACE -> count("write", call.key());
      case DELETE -> count("delete", call.key());
      case LIST -> ((List<?>) result).forEach(one -> count("read listed", ((Document) one).key()));
      case OPEN, GET_SECRET, PUT_SECRET, DELETE_SECRET -> {}
    }
    return result;
  }

  private void count(String verb, String key) {
    counts.computeIfAbsent(verb + " " + kind(key), what -> new LongAdder()).increment();
  }

  private static String kind(String key) {
    return key.contains("/ledger/")
        ? "ledger"
        : key.substring(key.lastIndexOf('/') + 1).replace(".json", "");
  }
}
