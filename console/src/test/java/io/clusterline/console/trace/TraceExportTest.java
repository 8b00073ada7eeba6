package io.clusterline.console.trace;

import static io.clusterline.event.StageName.EDGE;
import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.testkit.Story.BEGIN;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.console.ManualClock;
import io.clusterline.console.feed.Board;
import io.clusterline.console.feed.BoardSamples;
import io.clusterline.projection.BuildTrace;
import io.clusterline.testkit.Story;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A build whose stage beside it goes on for long after it is ready. */
class TraceExportTest {

  private static final Duration RETENTION = Duration.ofMinutes(30);
  private static final double READY = 12;
  private static final double LATE = READY + 20 * 60;

  /** Takes spans, unless it is out of order. */
  private static final class Collector implements SpanExporter {
    private final List<SpanData> spans = new ArrayList<>();
    private boolean broken;

    @Override
    public CompletableResultCode export(Collection<SpanData> more) {
      if (broken) {
        return CompletableResultCode.ofFailure();
      }
      spans.addAll(more);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  private final Collector collector = new Collector();
  private final ManualClock clock = new ManualClock();
  private final Board board = new Board(clock);
  private final TraceExport export = new TraceExport(board, collector, RETENTION);
  private final Story story =
      new Story(1)
          .requested(0)
          .accepted(1)
          .started(1, INFRA, step("vpc/main"))
          .started(1, EDGE, step("distribution/main"))
          .running(EDGE, "distribution/main", 2, "InProgress")
          .ran(INFRA, "vpc/main", 1, 3)
          .infraReady(5)
          .addonsReady(READY);

  @AfterEach
  void close() {
    export.close();
  }

  /** The story as far as it goes is in the journal, and the timer has come round. */
  private void exportAt(double seconds) {
    clock.set(BEGIN.plusMillis((long) (seconds * 1000)));
    BoardSamples.add(board, story.events());
    export.exportEnded();
  }

  private List<String> names() {
    return collector.spans.stream().map(SpanData::getName).toList();
  }

  private SpanData span(String name) {
    assertThat(names()).as("sent once").containsOnlyOnce(name);
    return collector.spans.stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void assertIsWhole() {
    Set<String> ids = collector.spans.stream().map(SpanData::getSpanId).collect(Collectors.toSet());
    assertThat(ids).as("every span once").hasSameSizeAs(collector.spans);
    assertThat(collector.spans)
        .filteredOn(span -> !ids.contains(span.getParentSpanId()))
        .extracting(SpanData::getName)
        .containsExactly("build small");
    assertThat(ids)
        .hasSameSizeAs(BuildTrace.of(story.events()))
        .allSatisfy(id ->
            assertThat(BuildTrace.of(story.events()))
                .anySatisfy(span -> assertThat(span.spanId()).isEqualTo(id)));
  }

  @Test
  void givenAStageBesideThatEndsTwentyMinutesLaterThenItsSpansAreSentOnceAndAsItEnded() {
    exportAt(READY + 1);
    assertThat(names()).containsExactlyInAnyOrder("vpc/main", "infra", "build small");

    exportAt(READY + 5 * 60);
    assertThat(names()).as("it still runs").hasSize(3);

    story.ran(EDGE, "distribution/main", 2, LATE).edgeReady(LATE);
    exportAt(LATE + 1);
    exportAt(LATE + 60);

    assertIsWhole();
    assertThat(span("edge").getStatus()).isEqualTo(StatusData.ok());
    assertThat(span("distribution/main").getStatus()).isEqualTo(StatusData.ok());
  }

  @Test
  void givenAStageBesideThatRunsWhenTheBuildIsReadyThenTheRootEndsWithTheBuild() {
    exportAt(READY + 1);

    assertThat(span("build small").getEndEpochNanos())
        .isEqualTo(BEGIN.plusSeconds((long) READY).getEpochSecond() * 1_000_000_000L);

    story.failed(LATE, EDGE, "distribution/main", "AWS_DENIED", "no");
    exportAt(LATE + 1);

    assertIsWhole();
    assertThat(span("build small").getStatus()).as("it is ready").isEqualTo(StatusData.ok());
    assertThat(span("edge").getStatus().getDescription()).contains("AWS_DENIED");
  }

  @Test
  void givenAStageBesideOfWhichNothingIsHeardAnyMoreThenItIsSentAsLost() {
    exportAt(READY + 1);
    exportAt(READY + Board.LOST.toSeconds() + 1);

    assertIsWhole();
    assertThat(span("edge").getStatus().getDescription()).isEqualTo("it had not ended");
    assertThat(span("distribution/main").getAttributes().asMap()).containsValue("lost");
  }

  @Test
  void givenAStageBesideThatRunsWhenANewerBuildTakesThePlaceThenItIsSentAsLost() {
    exportAt(READY + 1);
    BoardSamples.add(board, story.events());
    BoardSamples.append(board, new Story(2).requested(100).accepted(101).events());

    export.exportEnded();
    export.exportEnded();

    assertIsWhole();
    assertThat(span("edge").getStatus().getDescription()).isEqualTo("it had not ended");
  }

  @Test
  void givenAReplayOfTheStageBesideThenItsTraceIsSentOnceItHasEnded() {
    story.failed(READY - 1, EDGE, "distribution/main", "AWS_DENIED", "no");
    exportAt(READY + 1);
    assertThat(names()).contains("edge").containsOnlyOnce("build small");

    story.replayed(100, EDGE).startedAgain(101, 1, EDGE, step("distribution/main"));
    exportAt(102);
    assertThat(names()).as("the replay runs").containsOnlyOnce("build small");

    story.ran(EDGE, "distribution/main", 101, LATE).edgeReady(LATE);
    exportAt(LATE + 1);

    List<SpanData> roots =
        collector.spans.stream().filter(span -> span.getName().equals("build small")).toList();
    assertThat(roots).hasSize(2);
    assertThat(roots.getLast().getLinks()).hasSize(1);
    assertThat(roots.getLast().getEndEpochNanos() - roots.getLast().getStartEpochNanos())
        .isEqualTo(Duration.ofMillis(Math.round((LATE - 100) * 1000)).toNanos());
  }

  @Test
  void givenACollectorThatIsDownThenTheSpansAreSentLater() {
    collector.broken = true;
    exportAt(READY + 1);
    assertThat(names()).isEmpty();

    collector.broken = false;
    exportAt(READY + 2);
    assertThat(names()).contains("build small");
  }
}
