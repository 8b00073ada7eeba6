package io.clusterline.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.Json;
import io.clusterline.event.StageFailed.StepFailure;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.spec.Finding;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FittingEventsTest {

  private static final int LIMIT = 1 << 20;

  @ParameterizedTest
  @MethodSource("io.clusterline.event.Samples#all")
  void givenAnEventThatFitsWhenFittedThenItIsTheSame(Event<?> event) {
    assertThat(FittingEvents.shortenToFit(event, LIMIT)).isSameAs(event);
  }

  @Test
  void givenLongLogsWhenFittedThenOnlyTheyAreCutAndTheirEndIsKept() {
    StageFailed failed = failed(40, 1_000, 100, "short");

    StageFailed fitted = shortened(failed);

    assertThat(fitted.failures()).hasSize(40);
    assertThat(fitted.failures().getFirst().logTail()).endsWith("line 999 " + "x".repeat(100));
    assertThat(fitted.failures()).allSatisfy(one -> assertThat(one.logTail()).hasSize(100));
    assertThat(fitted.message()).startsWith("short [cut,").contains("of the log lines");
    assertThat(fitted.findings()).isEqualTo(failed.findings());
  }

  @Test
  void givenManyFailuresWhenFittedThenTheLogsGoFirstAndTheFirstFailuresStay() {
    StageFailed fitted = shortened(failed(3_000, 3, 1_000, "short"));

    assertThat(fitted.failures()).hasSizeBetween(5, 50);
    assertThat(fitted.failures().getFirst().step()).isEqualTo("instance/node-0");
    assertThat(fitted.message()).contains("of the log lines", "of the failures");
  }

  @Test
  void givenALongMessageWhenFittedThenItIsCutLast() {
    StageFailed fitted = shortened(failed(1, 1, 10, "é🚀".repeat(1_000_000)));

    assertThat(fitted.failures()).hasSize(1);
    assertThat(fitted.message())
        .startsWith("é🚀")
        .contains("of the characters")
        .doesNotContain("?");
  }

  @Test
  void givenManyFindingsWhenFittedThenTheFirstStay() {
    List<Finding> findings =
        IntStream.range(0, 50_000)
            .mapToObj(index -> new Finding("spec.nodes[" + index + "]", "", "is empty", "fill it"))
            .toList();
    RequestRefused refused =
        new RequestRefused("ClusterRequested", "INVALID_SPECIFICATION", "many", "fix", findings);

    RequestRefused fitted =
        (RequestRefused) FittingEvents.shortenToFit(event(refused), LIMIT).data();

    assertThat(fitted.findings()).hasSizeBetween(10, 100).startsWith(findings.getFirst());
    assertThat(fitted.message()).contains("of the findings");
  }

  @Test
  void givenALongStepMessageWhenFittedThenItIsCut() {
    StepFinished finished =
        new StepFinished(
            StageName.CNI, "a/b", StepFinished.Outcome.FAILED, 1, 1, "m".repeat(2 * LIMIT));

    StepFinished fitted = (StepFinished) FittingEvents.shortenToFit(event(finished), LIMIT).data();

    assertThat(fitted.message()).startsWith("mmm").contains("of the characters");
  }

  @Test
  void givenASpecificationThatIsTooLargeWhenFittedThenItIsRefusedAndNeverCut() {
    ClusterRequested request =
        ClusterRequested.of(Json.MAPPER.createObjectNode().put("values", "v".repeat(LIMIT)));

    assertThatThrownBy(() -> FittingEvents.shortenToFit(event(request), LIMIT))
        .isInstanceOf(ClusterlineException.class)
        .hasMessageMatching("ClusterRequested of eco2 has \\d+ bytes; a message may have 1048576")
        .extracting("code")
        .isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);
  }

  private static StageFailed shortened(StageFailed failed) {
    Event<ClusterEvent> fitted = FittingEvents.shortenToFit(event(failed), LIMIT);
    assertThat(CloudEventCodec.encode(fitted)).hasSizeLessThanOrEqualTo(LIMIT);
    assertThat(fitted.id()).isEqualTo(event(failed).id());
    assertThat(CloudEventCodec.decode(CloudEventCodec.encode(fitted))).isEqualTo(fitted);
    return (StageFailed) fitted.data();
  }

  private static Event<ClusterEvent> event(ClusterEvent data) {
    return Samples.enveloped(data);
  }

  private static StageFailed failed(int failures, int lines, int width, String message) {
    List<String> log =
        IntStream.range(0, lines).mapToObj(n -> "line " + n + " " + "x".repeat(width)).toList();
    List<StepFailure> steps =
        IntStream.range(0, failures)
            .mapToObj(
                n -> new StepFailure("instance/node-" + n, "UNEXPECTED", "y".repeat(500), log))
            .toList();
    return new StageFailed(
        StageName.INFRA,
        "UNEXPECTED",
        message,
        "fix",
        false,
        2,
        steps,
        List.of("first", "second"),
        List.of(new Finding("spec", "v", "wrong", "fix")),
        null,
        "0a1b");
  }
}
