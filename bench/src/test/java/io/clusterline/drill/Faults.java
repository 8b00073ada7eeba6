package io.clusterline.drill;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.StageScope;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Resources that cannot be created, found or removed until they are repaired. */
final class Faults implements Disturbance {

  private final Map<String, ErrorCode> broken = new ConcurrentHashMap<>();

  /**
   * From now on every step of that resource fails.
   *
   * @param key of the resource, such as {@code bootstrap-last}
   * @param code of the failure; one that is not retryable ends the stage
   */
  void breakResource(String key, ErrorCode code) {
    broken.put(key, code);
  }

  void repair() {
    broken.clear();
  }

  void repair(String key) {
    broken.remove(key);
  }

  @Override
  public void before(StageScope scope, String key) {
    Optional.ofNullable(broken.get(key))
        .ifPresent(code -> {
          throw new ClusterlineException(code, "the drill has broken " + key);
        });
  }
}
