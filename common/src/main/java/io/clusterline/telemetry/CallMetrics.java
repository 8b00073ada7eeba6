package io.clusterline.telemetry;

import io.clusterline.failure.ClusterlineException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures calls that leave the process. Of a call that a step makes there is also a span, whose
 * name and attributes are the metric's labels: no secret and no argument can get there.
 */
public final class CallMetrics {

  /** The outcome of a call that did what it should. */
  public static final String SUCCESS = "success";

  private final MeterRegistry registry;

  public CallMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Counts a call or connection. */
  public void count(LineMetric counter, String... labels) {
    counter.counter(registry, labels).increment();
  }

  /**
   * Makes a call and measures it. Its outcome is success, or the code of its error; it is the last
   * label.
   *
   * @param labels those before it
   */
  public <T extends @Nullable Object> T timed(
      LineMetric timer, Supplier<T> call, String... labels) {
    return timed(timer, call, result -> SUCCESS, CallMetrics::codeOf, labels);
  }

  /**
   * As above.
   *
   * @param outcome of a call that returned
   * @param failed outcome of one that did not
   */
  public <T extends @Nullable Object> T timed(
      LineMetric timer,
      Supplier<T> call,
      Function<T, String> outcome,
      Function<Throwable, String> failed,
      String... labels) {
    long begin = System.nanoTime();
    try {
      T result = call.get();
      record(timer, begin, labels, outcome.apply(result));
      return result;
    } catch (RuntimeException | Error e) {
      record(timer, begin, labels, failed.apply(e));
      throw e;
    }
  }

  /** Measures a call that has just ended. */
  public void record(LineMetric timer, Duration duration, String... labels) {
    timer.timer(registry, labels).record(duration);
    StepSpan.CURRENT.orElse(StepSpan.NONE).called(timer, duration, labels);
  }

  private void record(LineMetric timer, long begin, String[] labels, String outcome) {
    String[] all = Arrays.copyOf(labels, labels.length + 1);
    all[labels.length] = outcome;
    record(timer, Duration.ofNanos(System.nanoTime() - begin), all);
  }

  /** Its error code. */
  public static String codeOf(Throwable failure) {
    return ClusterlineException.of(failure).code().name();
  }
}
