package io.clusterline.stage;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Polls with jitter until a condition holds, within a deadline. The last observation is reported
 * while it waits and named in the error, so that a timeout explains itself.
 *
 * <pre>{@code
 * Wait.until("sshd answers on k8s-master").within(ofMinutes(5)).reporting(context::report)
 *     .poll(() -> ssh.banner().map(Seen::yes).orElseGet(() -> Seen.notYet("connection refused")));
 * }</pre>
 */
public final class Wait {

  private static final Duration FIRST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(2);

  /** Result of one poll: the value, or the observation instead. */
  public record Seen<T>(Optional<T> value, String description) {
    public static <T> Seen<T> yes(T value) {
      return new Seen<>(Optional.of(value), "");
    }

    public static <T> Seen<T> notYet(String description) {
      return new Seen<>(Optional.empty(), description);
    }
  }

  /** Passes the time between two polls of a wait that is notified of changes. */
  @FunctionalInterface
  public interface Pause {
    /**
     * Returns when it is time to look again.
     *
     * @param usual how long to wait where nothing tells of changes
     * @param remaining until the deadline
     */
    void pause(Duration usual, Duration remaining) throws InterruptedException;
  }

  private final String what;
  private @Nullable Pause told;
  private Duration limit = Duration.ofMinutes(5);
  private Duration longestPause = LONGEST;
  private ErrorCode code = ErrorCode.DEADLINE_EXCEEDED;
  private Consumer<String> report = message -> {};
  private Duration repeat = Duration.ofSeconds(20);

  private Wait(String what) {
    this.what = what;
  }

  /** Names the condition, as a clause: "calico-node is ready on 14 nodes". */
  public static Wait until(String what) {
    return new Wait(what);
  }

  /** The deadline. Default: five minutes. */
  public Wait within(Duration duration) {
    limit = duration;
    return this;
  }

  /** The longest pause between two polls; pauses grow from 50 ms. Default: two seconds. */
  public Wait atMostEvery(Duration pause) {
    longestPause = pause;
    return this;
  }

  /** The error's code when time is up. */
  public Wait orFail(ErrorCode errorCode) {
    code = errorCode;
    return this;
  }

  /** Receives the observation whenever it changes, and after some time again. */
  public Wait reporting(Consumer<String> consumer) {
    report = consumer;
    return this;
  }

  /** An unchanged observation is told again after that time: it may have been dropped before. */
  Wait repeatingAfter(Duration time) {
    repeat = time;
    return this;
  }

  /** Polls on notification, in place of the growing pauses; and once more at the deadline. */
  public Wait pausing(Pause pause) {
    told = pause;
    return this;
  }

  /**
   * Polls until there is a value.
   *
   * @throws ClusterlineException with the code of {@link #orFail}, naming the condition and the
   *     last observation; {@link ErrorCode#CANCELLED} when the thread is interrupted
   */
  public <T> T poll(Supplier<Seen<T>> look) {
    long end = System.nanoTime() + limit.toNanos();
    Duration pause = FIRST;
    Observed observed = new Observed();
    while (true) {
      Seen<T> seen = look.get();
      if (seen.value().isPresent()) {
        return seen.value().get();
      }
      observed.see(seen.description());
      Duration remaining = Duration.ofNanos(end - System.nanoTime());
      if (remaining.compareTo(told == null ? pause : Duration.ZERO) <= 0) {
        throw new ClusterlineException(
            code,
            "waited " + limit.toSeconds() + " s until " + what + "; last seen: " + observed.last);
      }
      pause(pause, remaining);
      pause = min(pause.multipliedBy(2), longestPause);
    }
  }

  /** A step of a stage that cannot succeed any more does not wait on. */
  private void pause(Duration usual, Duration remaining) {
    if (!StepRun.CURRENT.isBound()) {
      pauseFor(usual, remaining);
      return;
    }
    StepRun step = StepRun.CURRENT.get();
    step.beginPause();
    try {
      pauseFor(usual, remaining);
    } finally {
      step.endPause();
    }
  }

  private void pauseFor(Duration usual, Duration remaining) {
    try {
      if (told == null) {
        pause(usual.toNanos());
      } else {
        told.pause(usual, remaining);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new ClusterlineException(ErrorCode.CANCELLED, "stopped while waiting until " + what);
    }
  }

  private static void pause(long nanos) {
    LockSupport.parkNanos(nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2 + 1));
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /** The last observation of one wait, and when it was told. */
  private final class Observed {
    private String last = "";
    private long toldAt;

    void see(String description) {
      long now = System.nanoTime();
      if (!description.equals(last) || now - toldAt > repeat.toNanos()) {
        last = description;
        toldAt = now;
        report.accept(
            "waiting until %s, at most %d s; seen: %s".formatted(what, limit.toSeconds(), last));
      }
    }
  }
}
