package io.clusterline.kubernetes;

import java.time.Duration;

/**
 * How long a call may take, and how often it is tried again when nobody answers.
 *
 * @param connect until the connection stands
 * @param call until the answer is read
 * @param tries of one call, pauses growing from 0.2 s to 3 s between them
 */
public record Timeouts(Duration connect, Duration call, int tries) {

  /** Outlasts a restart of the API server by its kubelet. */
  public static final Timeouts DEFAULT =
      new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(30), 6);

  /** One try, for those who poll anyway. */
  public Timeouts once() {
    return new Timeouts(connect, call, 1);
  }
}
