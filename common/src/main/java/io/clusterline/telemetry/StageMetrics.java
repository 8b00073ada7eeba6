package io.clusterline.telemetry;

import io.clusterline.event.StageName;
import io.clusterline.event.StepFinished.Outcome;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The metrics of stages and steps: {@link LineMetric}. */
public final class StageMetrics implements LeaseListener {

  /** The value of {@code error_code} where there was no error. */
  private static final String NONE = "none";

  private final MeterRegistry registry;

  public StageMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * Shows at zero what a stage counts, so that its first event is an increase and not a series that
   * has just appeared.
   *
   * @param delays after which it may be tried again
   */
  public void announce(StageName stage, List<Duration> delays) {
    String name = stage.toString();
    delays.forEach(delay -> LineMetric.STAGE_RETRIES.counter(registry, name, rung(delay)));
    LineMetric.LEASE_TAKEOVERS.counter(registry, name);
    LineMetric.LEASE_HEARTBEATS_MISSED.counter(registry, name);
    LineMetric.STAGE_ATTEMPTS.counter(registry, name, "complete", NONE);
    LineMetric.STAGE_DURATION.timer(registry, name, "complete");
    LineMetric.STAGE_START_DELAY.timer(registry, name);
    LineMetric.DEAD_LETTERS_PUBLISHED.counter(registry, name, ErrorCode.FORGED_EVENT.name());
    for (String fate : new String[] {"taken", "stalled", "tick-was-lost", "trigger-was-lost"}) {
      LineMetric.MESSAGES.counter(registry, name, fate);
    }
  }

  /** By stage, kind of step, outcome and error code. */
  public void stepFinished(
      StageName stage,
      String kind,
      Outcome outcome,
      @Nullable ClusterlineException failure,
      Duration duration) {
    LineMetric.STEP_DURATION
        .timer(registry, stage.toString(), kind, outcome.toString(), codeOf(failure))
        .record(duration);
  }

  /** An attempt ended, so long after it began. */
  public void attemptEnded(
      StageName stage, String outcome, @Nullable ClusterlineException failure, Duration duration) {
    LineMetric.STAGE_DURATION.timer(registry, stage.toString(), outcome).record(duration);
    LineMetric.STAGE_ATTEMPTS
        .counter(registry, stage.toString(), outcome, codeOf(failure))
        .increment();
  }

  /** The first attempt begins so long after its trigger was published. */
  public void stageBegins(StageName stage, Duration delay) {
    LineMetric.STAGE_START_DELAY
        .timer(registry, stage.toString())
        .record(delay.isNegative() ? Duration.ZERO : delay); // another machine's clock
  }

  /** Another attempt follows after that delay. */
  public void retried(StageName stage, Duration delay) {
    LineMetric.STAGE_RETRIES.counter(registry, stage.toString(), rung(delay)).increment();
  }

  private static String rung(Duration delay) {
    return delay.toSeconds() + "s";
  }

  /** A message was put into the dead-letter queue. */
  public void deadLettered(StageName stage, ErrorCode reason) {
    LineMetric.DEAD_LETTERS_PUBLISHED
        .counter(registry, stage.toString(), reason.name())
        .increment();
  }

  /** How many stages run or wait in this process; read at each scrape. */
  public <T> void stages(LineMetric gauge, StageName stage, T source, ToDoubleFunction<T> count) {
    Gauge.builder(gauge.meter(), source, count)
        .description(gauge.description())
        .tags(gauge.tags(stage.toString()))
        .register(registry);
  }

  /** The version that runs. */
  public void version(String version) {
    Gauge.builder(LineMetric.BUILD_INFO.meter(), () -> 1)
        .description(LineMetric.BUILD_INFO.description())
        .tags(LineMetric.BUILD_INFO.tags(version))
        .register(registry);
  }

  /** Outcomes of delivered messages. */
  public void message(StageName stage, String fate) {
    LineMetric.MESSAGES.counter(registry, stage.toString(), fate).increment();
  }

  @Override
  public void takenOver(StageName stage) {
    LineMetric.LEASE_TAKEOVERS.counter(registry, stage.toString()).increment();
  }

  @Override
  public void heartbeatMissed(StageName stage) {
    LineMetric.LEASE_HEARTBEATS_MISSED.counter(registry, stage.toString()).increment();
  }

  private static String codeOf(@Nullable ClusterlineException failure) {
    return failure == null ? NONE : failure.code().name();
  }
}
