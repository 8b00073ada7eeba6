package io.clusterline.cli;

import static io.clusterline.event.StageName.ACCEPT;
import static io.clusterline.event.StageName.BOOTSTRAP;
import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.cli.PseudoTerminal.Shown;
import io.clusterline.cli.view.Tree;
import io.clusterline.execution.TestLine;
import io.clusterline.messaging.Topology;
import io.clusterline.messaging.TopologyDeclarer;
import io.clusterline.projection.BuildHistory;
import io.clusterline.testkit.Story;
import io.clusterline.testkit.TestBroker;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is drawn on a terminal while a build runs: how soon, how steadily, and at any size. */
class LiveTerminalTest {

  private static final Duration BEHIND = Duration.ofSeconds(2);

  @TempDir private Path cache;
  private TestLine line;
  private Requests requests;

  @BeforeEach
  void startWithoutHistory() throws Exception {
    line = new TestLine();
    line.admin().deleteQueue(Topology.JOURNAL);
    new TopologyDeclarer(line.admin()).declare();
    Commands.on(TestBroker.uri(), cache);
    requests = new Requests(TestBroker.uri().toString(), Clock.systemUTC());
  }

  @AfterEach
  void close() throws Exception {
    requests.close();
    line.close();
  }

  private Story publish(Story story) {
    story.events().forEach(requests::publish);
    return story;
  }

  private TerminalSession start(int rows, int columns, String... arguments) {
    return new PseudoTerminal(cache, rows, columns).start(arguments);
  }

  private static Story begun(String request) {
    return new Story(1, request)
        .accepted(1)
        .started(1, INFRA, step("vpc/main"), step("instance/worker-1", "vpc/main"))
        .ran(INFRA, "vpc/main", 1, 3)
        .running(INFRA, "instance/worker-1", 3, "waiting until 1 machine runs; seen: 0 of 1 run");
  }

  /** The command is shown a build that has begun, whether it asked for it or only watches. */
  private TerminalSession startShowing(String command) {
    if (command.equals("watch")) {
      publish(begun("request"));
      return start(24, 80, "watch", Story.name());
    }
    TerminalSession session =
        start(24, 80, "apply", "-f", "../deploy/clusters/small.yaml", "--wait");
    publish(begun(line.nextEvent(ACCEPT).id()));
    return session;
  }

  @ParameterizedTest
  @ValueSource(strings = {"watch", "apply"})
  void givenABuildThatRunsWhenSomethingHappensThenTheTerminalShowsItWithinTwoSeconds(String command)
      throws Exception {
    try (TerminalSession session = startShowing(command)) {
      session.awaitText("0 of 1 run");
      List<Duration> delays = new ArrayList<>();
      for (int news = 0; news < 12; news++) {
        TestJournal.publishOthers(200);
        Instant published = Instant.now();
        publish(
            new Story(1).running(INFRA, "instance/worker-1", 4 + news, "news " + news + " of 12"));
        session.awaitText("news " + news + " of 12");
        delays.add(Duration.between(published, Instant.now()));
      }
      session.interrupt();
      assertThat(delays).allSatisfy(delay -> assertThat(delay).isLessThanOrEqualTo(BEHIND));
    }
  }

  @Test
  void givenATerminalWhenItIsResizedThenThePictureFitsAndNothingElseIsLeft() throws Exception {
    Story story = publish(begun("request"));
    try (TerminalSession session = start(24, 80, "watch", Story.name())) {
      awaitPicture(session, story, 24, 80);
      session.resize(40, 120);
      awaitPicture(session, story, 40, 120);
      session.resize(20, 60);
      awaitPicture(session, story, 20, 60);
      publish(story.infraReady(5).started(5, BOOTSTRAP, step("host/worker-1")));
      awaitPicture(session, story, 20, 60);
      session.resize(24, 80);
      awaitPicture(session, story, 24, 80);

      Shown shown = session.interrupt();

      assertThat(shown.exitCode()).as(shown.text()).isEqualTo(130);
      assertThat(session.rows()).anyMatch(row -> row.startsWith("The build of small continues."));
      assertThat(shown.raw()).as("colours").doesNotContainPattern(TerminalTest.COLOUR);
    }
  }

  @Test
  void givenANarrowTerminalWhenALineIsCutThenItsValueIsNot() throws Exception {
    publish(begun("request"));
    try (TerminalSession session = start(20, 60, "watch", Story.name())) {
      session.await(
          "the value is shown",
          rows ->
              rows.stream()
                  .anyMatch(
                      row -> row.matches(" +\\d+:\\d\\d {2}instance/worker-1 +0 of 1 run .*…")));
      session.interrupt();
    }
  }

  /**
   * The screen holds the tree as it is to be at that size, from its first row on, and nothing more.
   */
  private static void awaitPicture(TerminalSession session, Story story, int rows, int columns) {
    session.await(
        "the picture of " + columns + "x" + rows,
        shown -> {
          List<String> picture =
              new Tree(columns - 1, rows - 1)
                  .render(story.view(), BuildHistory.none(), Instant.now());
          return withoutTimes(trimmed(shown)).equals(withoutTimes(trimmed(picture)));
        });
  }

  private static List<String> trimmed(List<String> rows) {
    List<String> trimmed = new ArrayList<>(rows);
    while (!trimmed.isEmpty() && trimmed.getLast().isBlank()) {
      trimmed.removeLast();
    }
    return trimmed;
  }

  /** Seconds go by while they are compared. */
  private static List<String> withoutTimes(List<String> rows) {
    return rows.stream()
        .map(row -> row.stripTrailing().replaceAll("\\d+:\\d\\d", "#"))
        .map(row -> row.replaceAll("about # left|\\d+ %", "#"))
        .toList();
  }

  @Test
  void givenStepsThatComeAndGoWhenDrawnThenNoRowJumps() throws Exception {
    publish(begun("request"));
    try (TerminalSession session = start(24, 80, "watch", Story.name())) {
      session.awaitText("0 of 1 run");
      publish(
          new Story(1)
              .infraReady(5)
              .started(5, BOOTSTRAP, step("host/a"), step("host/b"))
              .running(BOOTSTRAP, "host/a", 6, "boots")
              .running(BOOTSTRAP, "host/b", 6, "boots"));
      session.awaitText("host/b");
      publish(new Story(1).ran(BOOTSTRAP, "host/a", 6, 9));
      session.await("host/a ends", rows -> rows.stream().noneMatch(row -> row.contains("host/a")));
      for (String steady : List.of("accept", "addons", "machine", "ready", "host/b")) {
        assertThat(session.rowNumbersOf(steady)).as(steady).hasSize(1);
      }
      session.interrupt();
    }
  }
}
