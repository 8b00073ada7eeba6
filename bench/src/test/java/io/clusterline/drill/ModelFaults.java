package io.clusterline.drill;

import static io.clusterline.testkit.StoreCall.any;
import static io.clusterline.testkit.StoreCall.writes;

import io.clusterline.failure.ErrorCode;
import io.clusterline.testkit.MisbehavingStore;
import java.time.Duration;

/** How the state store misbehaves while it is compared with the model. */
final class ModelFaults {

  private static final double SELDOM = 0.003;

  private ModelFaults() {}

  static void startFaults(MisbehavingStore store) {
    store.on(any()).delay(Duration.ZERO, Duration.ofMillis(2));
    store.on(any()).withProbability(SELDOM).fails(ErrorCode.AWS_UNAVAILABLE);
    store.on(any()).withProbability(SELDOM).fails(ErrorCode.AWS_THROTTLED);
    store.on(any()).withProbability(SELDOM / 3).fails(ErrorCode.AWS_CREDENTIALS_EXPIRED);
    store.on(writes()).withProbability(2 * SELDOM).losesItsAnswer(ErrorCode.AWS_UNAVAILABLE);
  }
}
