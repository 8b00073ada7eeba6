package io.clusterline.drill;

import io.clusterline.stage.StageScope;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A resource at which each step waits until the gate is opened. */
final class Hold implements Disturbance {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);
  private volatile @Nullable String gateAt;

  void gateAt(String key) {
    gateAt = key;
  }

  boolean isReached() {
    return reached.getCount() == 0;
  }

  void open() {
    open.countDown();
  }

  @Override
  public void before(StageScope scope, String key) {
    if (!key.equals(gateAt)) {
      return;
    }
    reached.countDown();
    try {
      if (!open.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(key + " was held for too long");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
