package io.clusterline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.event.StageName;
import io.clusterline.state.StageRecord.Status;
import io.clusterline.state.Transition.Move;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The state machine of a stage: what its table allows happens, everything else is refused. */
class StageRecordTest {

  private static final Path FILE = Path.of("../docs/stage-record.md");
  private static final String HEAD =
      """
      # The state machine of a stage

      Generated from `io.clusterline.state.Transition.Move`; do not edit: change the enum and run
      `mvn -pl common test -Dtest=StageRecordTest -Dclusterline.regenerate=true`.

      There is one record per cluster uid and stage. Rows are moves, columns are states; a cell says
      where the move leads, an empty cell is a refusal. Only the record's present attempt may make
      a **fenced** move: an attempt that is late changes nothing.

      """;

  private record Case(StageRecord record, Transition transition) {}

  private static Stream<Case> everyMoveInEveryState() {
    return Arrays.stream(Status.values())
        .flatMap(status -> transitions().stream().map(move -> new Case(in(status), move)));
  }

  private static List<Transition> transitions() {
    return List.of(
        new Transition.Begin(),
        new Transition.Announce("type", "{}"),
        new Transition.Retry("AWS_THROTTLED: slow down", Instant.EPOCH),
        new Transition.Finish("{}"),
        new Transition.Published(),
        new Transition.Fail("{}", "letter"),
        new Transition.DeadLettered(),
        new Transition.Recover(),
        new Transition.Replay("letter"),
        new Transition.Reset(),
        new Transition.Rerun("letter"),
        new Transition.Retick());
  }

  private static StageRecord in(Status status) {
    return new StageRecord(
        StageName.INFRA,
        1,
        status,
        3,
        "{}",
        "{}",
        Map.of(),
        "tick",
        List.of(),
        null,
        "letter",
        0,
        null);
  }

  @Test
  void givenTheMoves_whenTheirTransitionsAreCounted_thenEachHasOne() {
    assertThat(transitions().stream().map(Transition::move))
        .containsExactlyInAnyOrder(Move.values());
  }

  @ParameterizedTest
  @MethodSource("everyMoveInEveryState")
  void givenAState_whenAMoveIsMade_thenItLeadsWhereTheTableLeadsOrIsRefused(Case one) {
    StageRecord before = one.record();
    one.transition()
        .move()
        .from(before.status())
        .ifPresentOrElse(
            next ->
                assertThat(before.on(one.transition(), before.attemptId()).status())
                    .isEqualTo(next),
            () ->
                assertThatThrownBy(() -> before.on(one.transition(), before.attemptId()))
                    .isInstanceOf(IllegalTransitionException.class));
  }

  @ParameterizedTest
  @MethodSource("everyMoveInEveryState")
  void givenAnAttemptThatIsLate_whenItMakesAFencedMove_thenItIsRefused(Case one) {
    StageRecord before = one.record();
    if (one.transition().move().isFenced()) {
      assertThatThrownBy(() -> before.on(one.transition(), new AttemptId(1, 2)))
          .isInstanceOf(IllegalTransitionException.class);
      assertThatThrownBy(() -> before.on(one.transition(), new AttemptId(2, 3)))
          .isInstanceOf(IllegalTransitionException.class);
    }
  }

  @Test
  void givenAFailedStage_whenAnotherWorkerBegins_thenTheDeadLetterIsNotForgotten() {
    StageRecord failed = in(Status.FAILED);

    assertThatThrownBy(() -> failed.on(new Transition.Begin(), failed.attemptId()))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessageContaining("infra of generation 1 is FAILED in attempt 3: it refuses BEGIN");
    assertThat(failed.on(new Transition.Replay("letter"), failed.attemptId()).status())
        .isEqualTo(Status.RUNNING);
    assertThatThrownBy(() -> failed.on(new Transition.Replay("another"), failed.attemptId()))
        .isInstanceOf(IllegalTransitionException.class);
  }

  @Test
  void givenAttemptsThatEndAndAttemptsThatDie_whenCounted_thenOnlyTheLatterAreUnfinished() {
    StageRecord record = StageRecord.ofTrigger(StageName.INFRA, 1, "{}");
    record = record.on(new Transition.Begin(), record.attemptId()); // dies
    record = record.on(new Transition.Begin(), record.attemptId());
    record = record.on(new Transition.Retry("E: 1", Instant.EPOCH), record.attemptId());
    record = record.on(new Transition.Begin(), record.attemptId()); // dies

    assertThat(record.unfinishedAttempts()).isEqualTo(2);
    assertThat(record.attempt()).isEqualTo(3);
  }

  @Test
  void givenAnAnnouncement_whenTheStageIsReplayed_thenItIsToBePublishedAgain() {
    StageRecord record = in(Status.RUNNING);
    record = record.on(new Transition.Announce("type", "event"), record.attemptId());
    assertThat(record.published("type")).contains("event");

    record = record.on(new Transition.Fail("failure", "letter"), record.attemptId());
    record = record.on(new Transition.DeadLettered(), record.attemptId());
    assertThat(record.published("type")).contains("event");
    record = record.on(new Transition.Replay("letter"), record.attemptId());

    assertThat(record.published("type")).isEmpty();
    assertThat(record.replays()).isEqualTo(1);
  }

  @Test
  void givenTheTable_whenItIsWritten_thenItIsTheOneCheckedIn() throws IOException {
    String table = HEAD + head() + rows();
    if (Boolean.getBoolean("clusterline.regenerate")) {
      Files.writeString(FILE, table);
    }
    assertThat(FILE)
        .as("run this test with -Dclusterline.regenerate=true to write the table anew")
        .hasContent(table);
  }

  private static String head() {
    String states = states(Status::toString);
    return "| move | fenced |" + states + "\n|---|---|" + states(state -> "---") + "\n";
  }

  private static String rows() {
    return Arrays.stream(Move.values())
        .map(move ->
            "| %s | %s |%s\n"
                .formatted(
                    move,
                    move.isFenced() ? "yes" : "no",
                    states(state -> move.from(state).map(Status::toString).orElse(""))))
        .collect(Collectors.joining());
  }

  private static String states(java.util.function.Function<Status, String> cell) {
    return Arrays.stream(Status.values())
        .map(state -> " " + cell.apply(state) + " |")
        .collect(Collectors.joining());
  }
}
