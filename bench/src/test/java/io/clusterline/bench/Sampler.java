package io.clusterline.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Times an operation: warms it up, then takes samples of several calls each, so that the clock's
 * own cost does not show.
 *
 * @param callsPerSample a sample should take well over a microsecond
 */
public record Sampler(Duration warmUp, int samples, int callsPerSample) {

  /** The last result: without a reader the compiler could optimise the work away. */
  @SuppressWarnings("unused")
  private static volatile @Nullable Object sink;

  /** Nanoseconds per call. */
  public record Figure(String what, long median, long p90) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%-52s median %10.1f µs   p90 %10.1f µs", what, median / 1e3, p90 / 1e3);
    }
  }

  /** Warms up and measures. */
  public Figure measure(String what, Supplier<?> operation) {
    long end = System.nanoTime() + warmUp.toNanos();
    while (System.nanoTime() < end) {
      sink = operation.get();
    }
    long[] perCall = new long[samples];
    for (int i = 0; i < samples; i++) {
      perCall[i] = sample(operation) / callsPerSample;
    }
    Arrays.sort(perCall);
    return new Figure(what, perCall[samples / 2], perCall[samples * 9 / 10]);
  }

  private long sample(Supplier<?> operation) {
    long begin = System.nanoTime();
    for (int i = 0; i < callsPerSample; i++) {
      sink = operation.get();
    }
    return System.nanoTime() - begin;
  }
}
