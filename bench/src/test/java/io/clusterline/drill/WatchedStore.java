package io.clusterline.drill;

import io.clusterline.Json;
import io.clusterline.testkit.InterceptedStore;
import io.clusterline.testkit.MemoryStateStore;
import io.clusterline.testkit.StoreCall;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A state store that notes every write by which an older generation takes a newer one's place. */
final class WatchedStore extends InterceptedStore {

  private final List<String> regressions = new CopyOnWriteArrayList<>();

  WatchedStore() {
    super(new MemoryStateStore());
  }

  /** Violations. */
  List<String> regressions() {
    return regressions;
  }

  @Override
  protected <T> T intercept(StoreCall call, Supplier<T> next) {
    T result = next.get();
    if (call.before() != null && call.body() != null) {
      compare(call.key(), generation(call.before()), generation(call.body()));
    }
    return result;
  }

  private void compare(String key, long before, long after) {
    if (after < before) {
      regressions.add(key + ": generation " + before + " became " + after);
    }
  }

  private static long generation(String body) {
    return Json.MAPPER.readTree(body).path("generation").asLong(0);
  }
}
