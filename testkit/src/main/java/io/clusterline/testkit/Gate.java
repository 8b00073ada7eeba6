package io.clusterline.testkit;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Holds calls until the test opens it: to bring two threads into an order.
 *
 * <p>A test that forgets to open it fails after half a minute instead of hanging.
 */
public final class Gate {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);

  /** Returns once a call waits here. */
  public void awaitArrival() {
    try {
      if (!arrived.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            "no call came to the gate within " + LIMIT.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Releases all calls that wait here, and later ones. */
  public void open() {
    open.countDown();
  }

  /**
   * Waits until the gate is open.
   *
   * @throws ClusterlineException {@code CANCELLED} when the thread is interrupted, as a call of the
   *     AWS SDK is aborted then
   */
  void awaitOpen(String doing) {
    arrived.countDown();
    try {
      if (!open.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            doing + " was held longer than " + LIMIT.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterlineException(ErrorCode.CANCELLED, doing + " failed: aborted", e);
    }
  }
}
