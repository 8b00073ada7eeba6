package io.clusterline.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The metrics of the services: name, meaning, labels. No label of theirs holds a cluster, an id or
 * free text, so that the number of series does not grow with time. {@code docs/metrics.md} is
 * written from here.
 */
public enum LineMetric {
  STAGE_DURATION(
      Kind.LONG_TIMER,
      "clusterline.stage.duration",
      "Attempts at a stage, from their begin to their recorded end",
      "stage",
      "outcome"),
  STEP_DURATION(
      Kind.LONG_TIMER,
      "clusterline.step.duration",
      "Steps of a stage, by their kind",
      "stage",
      "step",
      "outcome",
      "error_code"),
  STAGE_START_DELAY(
      Kind.LONG_TIMER,
      "clusterline.stage.start.delay",
      "From the trigger's publication to the begin of the stage's first attempt",
      "stage"),
  STAGES_RUNNING(
      Kind.GAUGE,
      "clusterline.stages.running",
      "Stages that this process works on; their slots are in use",
      "stage"),
  STAGES_WAITING(
      Kind.GAUGE,
      "clusterline.stages.waiting",
      "Stages that wait in this process for a free slot",
      "stage"),
  STAGE_ATTEMPTS(
      Kind.COUNTER,
      "clusterline.stage.attempts",
      "Attempts that ended: complete, retry (another one follows), failed (dead-lettered), "
          + "superseded (by a newer generation), handed-over (to another worker)",
      "stage",
      "outcome",
      "error_code"),
  STAGE_RETRIES(
      Kind.COUNTER,
      "clusterline.stage.retries",
      "Attempts that are tried again, by the delay before the next one",
      "stage",
      "rung"),
  LEASE_TAKEOVERS(
      Kind.COUNTER,
      "clusterline.lease.takeovers",
      "Stages taken over from a holder that was silent for the lease's time to live",
      "stage"),
  LEASE_HEARTBEATS_MISSED(
      Kind.COUNTER,
      "clusterline.lease.heartbeats.missed",
      "Heartbeats that the state store did not take",
      "stage"),
  DEAD_LETTERS_PUBLISHED(
      Kind.COUNTER,
      "clusterline.dead.letters.published",
      "Messages put into the stage's dead-letter queue",
      "stage",
      "error_code"),
  MESSAGES(
      Kind.COUNTER, "clusterline.messages", "What became of delivered messages", "stage", "fate"),
  AWS_REQUESTS(
      Kind.CALL_TIMER,
      "clusterline.aws.requests",
      "Calls to AWS, each attempt by itself: success, failure or throttled",
      "service",
      "operation",
      "outcome"),
  AWS_THROTTLED(
      Kind.COUNTER,
      "clusterline.aws.throttled",
      "Calls that AWS refused for coming too soon",
      "service",
      "operation"),
  AWS_CREDENTIALS_EXPIRY(
      Kind.TIMESTAMP,
      "clusterline.aws.credentials.expiry.timestamp",
      "When the service's own credentials expire; absent of credentials that do not"),
  SSH_CONNECTIONS(
      Kind.COUNTER,
      "clusterline.ssh.connections",
      "Connections that were opened (success), or why not, as an error code",
      "outcome"),
  SSH_COMMANDS(
      Kind.CALL_TIMER,
      "clusterline.ssh.commands",
      "Commands: success, exit-status (it was not 0), or an error code",
      "outcome"),
  HELM_CALLS(
      Kind.CALL_TIMER,
      "clusterline.helm.calls",
      "Calls of Helm: success or an error code",
      "operation",
      "outcome"),
  KUBERNETES_REQUESTS(
      Kind.CALL_TIMER,
      "clusterline.kubernetes.requests",
      "Requests to API servers, each attempt by itself; watches are none of them. Success, a "
          + "status such as 404, or no-answer",
      "verb",
      "outcome"),
  TRACE_SPANS(
      Kind.COUNTER,
      "clusterline.trace.spans",
      "Spans of calls: exported, queue-full (dropped at once), not-taken (by the collector)",
      "outcome"),
  BUILD_INFO(
      Kind.GAUGE, "clusterline.build.info", "1; its label is the version that runs", "version");

  /** What its values are, and how they are named in Prometheus. */
  public enum Kind {
    COUNTER("counter", "_total"),
    GAUGE("gauge", ""),
    TIMESTAMP("gauge, seconds since 1970", "_seconds"),
    /** Of calls: buckets from 10 ms to a minute. */
    CALL_TIMER("histogram, seconds", "_seconds"),
    /** Of work: buckets from 100 ms to an hour. */
    LONG_TIMER("histogram, seconds", "_seconds");

    private final String text;
    private final String suffix;

    Kind(String text, String suffix) {
      this.text = text;
      this.suffix = suffix;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static final Duration[] CALL =
      millis(10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000);

  private static final Duration[] LONG =
      millis(
          100, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000,
          1_200_000, 3_600_000);

  private final Kind kind;
  private final String meter;
  private final String description;
  private final List<String> labels;

  LineMetric(Kind kind, String meter, String description, String... labels) {
    this.kind = kind;
    this.meter = meter;
    this.description = description;
    this.labels = List.of(labels);
  }

  private static Duration[] millis(long... values) {
    return LongStream.of(values).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }

  public Kind kind() {
    return kind;
  }

  /** Its name in Micrometer. */
  public String meter() {
    return meter;
  }

  /** Its name in Prometheus, without what a histogram adds: {@code clusterline_messages_total}. */
  public String prometheusName() {
    return meter.replace('.', '_') + kind.suffix;
  }

  public String description() {
    return description;
  }

  public List<String> labels() {
    return labels;
  }

  /**
   * @param values of the labels, in their order
   */
  public Counter counter(MeterRegistry registry, String... values) {
    return Counter.builder(meter).description(description).tags(tags(values)).register(registry);
  }

  /** As {@link #counter}. */
  public Timer timer(MeterRegistry registry, String... values) {
    return Timer.builder(meter)
        .description(description)
        .tags(tags(values))
        .serviceLevelObjectives(kind == Kind.CALL_TIMER ? CALL : LONG)
        .register(registry);
  }

  /** Labels and values in turn. */
  public String[] tags(String... values) {
    if (values.length != labels.size()) {
      throw new IllegalArgumentException(this + " has the labels " + labels);
    }
    String[] tags = new String[2 * values.length];
    for (int i = 0; i < values.length; i++) {
      tags[2 * i] = labels.get(i);
      tags[2 * i + 1] = values[i];
    }
    return tags;
  }
}
