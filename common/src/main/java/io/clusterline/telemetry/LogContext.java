package io.clusterline.telemetry;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Log context (MDC) of an attempt: {@code cluster}, {@code generation}, {@code build}, {@code
 * stage} and, within a step, {@code step}. Closing it removes its entries.
 */
public final class LogContext implements AutoCloseable {

  private final @Nullable Map<String, String> before;

  private LogContext(@Nullable Map<String, String> before) {
    this.before = before;
  }

  /** For the present thread. */
  public static LogContext of(String cluster, long generation, String build, String stage) {
    LogContext context = new LogContext(MDC.getCopyOfContextMap());
    MDC.put("cluster", cluster);
    MDC.put("generation", Long.toString(generation));
    MDC.put("build", build);
    MDC.put("stage", stage);
    return context;
  }

  /**
   * For a thread that runs one step of an attempt.
   *
   * @param attempt the context of the attempt's own thread; null when it had none
   */
  public static LogContext ofStep(@Nullable Map<String, String> attempt, String step) {
    LogContext context = new LogContext(MDC.getCopyOfContextMap());
    if (attempt != null) {
      MDC.setContextMap(attempt);
    }
    MDC.put("step", step);
    return context;
  }

  @Override
  public void close() {
    if (before == null) {
      MDC.clear();
    } else {
      MDC.setContextMap(before);
    }
  }
}
