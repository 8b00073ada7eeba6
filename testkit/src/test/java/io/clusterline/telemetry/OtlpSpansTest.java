package io.clusterline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.event.StageName;
import io.clusterline.event.TraceParent;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.testkit.OtlpReceiver;
import io.clusterline.testkit.OtlpReceiver.Received;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The spans of calls on their way to a collector, and what becomes of them without one. */
class OtlpSpansTest {

  private static final TraceParent STEP =
      TraceIds.ofBuild("build-1").step(StageName.INFRA, 1, "vpc/main");
  private static final int FLOOD = 20_000;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final CallMetrics calls = new CallMetrics(registry);

  private void call(SpanSink spans, Runnable call) {
    ScopedValue.where(StepSpan.CURRENT, new StepSpan(STEP, spans)).run(call);
  }

  private double count(String outcome) {
    return LineMetric.TRACE_SPANS.counter(registry, outcome).count();
  }

  @Test
  void givenAStepThatCallsWhenTheCallEndsThenItsSpanIsAChildOfTheSteps() {
    try (OtlpReceiver receiver = new OtlpReceiver();
        OtlpSpans spans = OtlpSpans.to(receiver.endpoint(), "infra-service", registry)) {
      call(
          spans,
          () ->
              calls.record(
                  LineMetric.AWS_REQUESTS, Duration.ofMillis(3), "Ec2", "CreateVpc", "success"));

      Received span = await(receiver, 1).getFirst();

      assertThat(span.service()).isEqualTo("infra-service");
      assertThat(span.name()).isEqualTo("aws Ec2 CreateVpc");
      assertThat(span.traceId()).isEqualTo(STEP.traceId());
      assertThat(span.parentId()).isEqualTo(STEP.spanId());
      assertThat(span.isCall()).isTrue();
      assertThat(span.attributes())
          .containsEntry("clusterline.operation", "CreateVpc")
          .containsEntry("clusterline.outcome", "success");
      awaitCount("exported", 1);
    }
  }

  @Test
  void givenACallThatFailsWithASecretInItsMessageWhenItsSpanComesThenOnlyTheCodeIsInIt() {
    try (OtlpReceiver receiver = new OtlpReceiver();
        OtlpSpans spans = OtlpSpans.to(receiver.endpoint(), "gitops-service", registry)) {
      call(
          spans,
          () ->
              assertThatThrownBy(
                      () -> calls.timed(LineMetric.HELM_CALLS, OtlpSpansTest::fail, "get"))
                  .hasMessageContaining("hunter2"));

      Received span = await(receiver, 1).getFirst();

      assertThat(span.toString()).doesNotContain("hunter2");
      assertThat(span.attributes()).containsEntry("clusterline.outcome", "KUBERNETES_REJECTED");
    }
  }

  private static String fail() {
    throw new ClusterlineException(ErrorCode.KUBERNETES_REJECTED, "password hunter2");
  }

  @Test
  void givenNoStepWhenACallEndsThenThereIsNoSpan() {
    try (OtlpReceiver receiver = new OtlpReceiver();
        OtlpSpans spans = OtlpSpans.to(receiver.endpoint(), "infra-service", registry)) {
      calls.record(LineMetric.SSH_COMMANDS, Duration.ofMillis(1), "success");
      call(spans, () -> calls.record(LineMetric.SSH_COMMANDS, Duration.ofMillis(1), "success"));

      assertThat(await(receiver, 1)).extracting(Received::name).containsExactly("ssh");
    }
  }

  @Test
  void givenACollectorThatTakesConnectionsAndNeverAnswersWhenCallsEndThenNoneWaitsAndLossesCount()
      throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        OtlpSpans spans =
            OtlpSpans.to(
                "http://127.0.0.1:" + silent.getLocalPort() + "/v1/traces", "dead", registry)) {
      long begun = System.nanoTime();
      call(
          spans,
          () -> {
            for (int i = 0; i < FLOOD; i++) {
              calls.record(LineMetric.SSH_COMMANDS, Duration.ofMillis(1), "success");
            }
          });

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
      assertThat(count("queue-full")).as("bounded").isGreaterThan(FLOOD / 2.0);
      awaitCount("not-taken", 1);
      assertThat(count("exported")).isZero();
    }
  }

  private static List<Received> await(OtlpReceiver receiver, int spans) {
    return Wait.until(spans + " spans have come")
        .within(Duration.ofSeconds(20))
        .poll(() -> {
          List<Received> all = receiver.spans();
          return all.size() >= spans ? Seen.yes(all) : Seen.notYet(all.size() + " came");
        });
  }

  private void awaitCount(String outcome, int least) {
    Wait.until(least + " counted as " + outcome)
        .within(Duration.ofSeconds(20))
        .poll(() -> {
          double now = count(outcome);
          return now >= least ? Seen.yes(now) : Seen.notYet(now + " counted");
        });
  }
}
