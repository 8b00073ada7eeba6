package io.clusterline.cli;

import static io.clusterline.event.StageName.ACCEPT;
import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.cli.PseudoTerminal.Shown;
import io.clusterline.event.Event;
import io.clusterline.event.RemovalRequest.Mode;
import io.clusterline.execution.TestLine;
import io.clusterline.messaging.Topology;
import io.clusterline.messaging.TopologyDeclarer;
import io.clusterline.testkit.RemovalStory;
import io.clusterline.testkit.Story;
import io.clusterline.testkit.TestBroker;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands as a person sees them: on a terminal, with a keyboard. */
class TerminalTest {

  /** Sets one of the colours, bold or another look; not what sets everything back. */
  static final Pattern COLOUR = Pattern.compile("\u001b\\[(?!0?m)[0-9;]+m");

  private static final String FILE = "../deploy/clusters/small.yaml";

  @TempDir private Path cache;
  private TestLine line;

  @BeforeEach
  void startWithoutHistory() throws Exception {
    line = new TestLine();
    line.admin().deleteQueue(Topology.JOURNAL);
    new TopologyDeclarer(line.admin()).declare();
    Commands.on(TestBroker.uri(), cache);
  }

  @AfterEach
  void close() throws Exception {
    line.close();
  }

  private static void publish(List<Event<?>> events) {
    try (Requests requests = new Requests(TestBroker.uri().toString(), Clock.systemUTC())) {
      events.forEach(requests::publish);
    }
  }

  /** No colours, whatever NO_COLOR says, and none that are written out in place of being shown. */
  @Test
  void givenATerminalWhenTheHelpIsShownThenItIsPlainText() {
    Shown help = new PseudoTerminal(cache, 24, 80).run("--help");
    Shown plain =
        new PseudoTerminal(cache, 24, 80, Map.of(), Map.of("NO_COLOR", "1")).run("--help");

    assertThat(help.raw())
        .contains("Usage: clusterline")
        .doesNotContain("\\u001b")
        .doesNotContainPattern(COLOUR);
    assertThat(plain.raw()).isEqualTo(help.raw());
  }

  /** The command, and what the services say to its request. */
  private Shown runAndReply(Supplier<Shown> command, Function<Event<?>, List<Event<?>>> reply) {
    CompletableFuture<Shown> shown = CompletableFuture.supplyAsync(command);
    publish(reply.apply(line.nextEvent(ACCEPT)));
    return shown.join();
  }

  private static Story begunStory(Event<?> request) {
    return new Story(1, request.id())
        .accepted(1)
        .started(1, INFRA, step("vpc/main"), step("subnet/a", "vpc/main"))
        .ran(INFRA, "vpc/main", 1, 3)
        .running(INFRA, "subnet/a", 3, "creating");
  }

  private static List<Event<?>> ready(Event<?> request) {
    return begunStory(request).infraReady(4).nodesJoined(8).cniReady(9).addonsReady(12).events();
  }

  private static void assertClean(Shown shown) {
    assertThat(shown.text()).doesNotContain("Exception", "\tat ", "WARNING");
    assertThat(shown.raw()).endsWith("\r\n");
    assertThat(shown.lastLine()).isNotBlank().doesNotContain("\u001b");
  }

  @ParameterizedTest
  @CsvSource({"24, 80", "8, 40"})
  void givenATerminalWhenABuildSucceedsThenTheCommandEndsWithItsReport(int rows, int columns) {
    PseudoTerminal terminal = new PseudoTerminal(cache, rows, columns);

    Shown shown =
        runAndReply(() -> terminal.run("apply", "-f", FILE, "--wait"), TerminalTest::ready);

    assertThat(shown.exitCode()).as(shown.text()).isZero();
    assertClean(shown);
    assertThat(shown.text()).contains("k8s-master   Ready", "from request to result");
  }

  @ParameterizedTest
  @CsvSource({"24, 80", "8, 40"})
  void givenATerminalWhenAClusterIsDeletedThenTheCommandEndsWithItsReport(int rows, int columns) {
    publish(new Story(1).requested(0).accepted(1).started(1, INFRA, step("vpc/main")).events());
    line.admin().purgeQueue(ACCEPT.queue());
    PseudoTerminal terminal = new PseudoTerminal(cache, rows, columns);

    Shown shown =
        runAndReply(
            () -> terminal.run("delete", Story.name(), "--yes"),
            request ->
                new RemovalStory(Mode.DELETE, 2, 0, request.id())
                    .accepted(20)
                    .deleted(25)
                    .events());

    assertThat(shown.exitCode()).as(shown.text()).isZero();
    assertClean(shown);
  }

  @ParameterizedTest
  @CsvSource({"24, 80", "8, 40"})
  void givenATerminalWhenABuildIsWatchedThenTheCommandEndsWithItsReport(int rows, int columns) {
    publish(
        new Story(1)
            .requested(0)
            .accepted(1)
            .started(1, INFRA, step("vpc/main"))
            .addonsReady(12)
            .events());

    Shown shown = new PseudoTerminal(cache, rows, columns).run("watch", Story.name());

    assertThat(shown.exitCode()).as(shown.text()).isZero();
    assertClean(shown);
  }

  private static void assertInterrupted(Shown shown, String what) {
    assertThat(shown.exitCode()).as(shown.text()).isEqualTo(130);
    assertClean(shown);
    assertThat(shown.text()).contains(what + " continues");
    assertThat(shown.lastLine()).contains("./clusterline");
  }

  @Test
  void givenARequestNotYetTakenWhenInterruptedThenItReportsThatTheBuildContinues() {
    Shown shown =
        runAndReply(
            () ->
                new PseudoTerminal(cache, 24, 80)
                    .runAndInterruptAt("small · ", "apply", "-f", FILE, "--wait"),
            request -> List.of());

    assertInterrupted(shown, "The build of small");
    assertThat(shown.lastLine()).contains("./clusterline cancel small");
  }

  @Test
  void givenABuildThatRunsWhenInterruptedThenItReportsThatItContinues() {
    Shown shown =
        runAndReply(
            () ->
                new PseudoTerminal(cache, 8, 40)
                    .runAndInterruptAt("subnet/a", "apply", "-f", FILE, "--wait"),
            request -> begunStory(request).events());

    assertInterrupted(shown, "The build of small");
    assertThat(shown.lastLine()).contains("./clusterline cancel small");
  }

  @Test
  void givenARemovalThatRunsWhenInterruptedThenItReportsThatItContinues() {
    publish(new Story(1).requested(0).accepted(1).started(1, INFRA, step("vpc/main")).events());
    line.admin().purgeQueue(ACCEPT.queue());

    Shown shown =
        runAndReply(
            () ->
                new PseudoTerminal(cache, 24, 80)
                    .runAndInterruptAt("generation 2", "delete", Story.name(), "--yes"),
            request -> new RemovalStory(Mode.DELETE, 2, 0, request.id()).accepted(20).events());

    assertInterrupted(shown, "The removal of small");
    assertThat(shown.lastLine()).contains("./clusterline watch small");
  }

  @Test
  void givenABuildThatIsWatchedWhenInterruptedThenItReportsThatItContinues() {
    publishBegun();

    Shown shown =
        new PseudoTerminal(cache, 24, 80).runAndInterruptAt("vpc/main", "watch", Story.name());

    assertInterrupted(shown, "The build of small");
    assertThat(shown.lastLine()).contains("./clusterline cancel small");
  }

  private static void publishBegun() {
    publish(
        new Story(1)
            .requested(0)
            .accepted(1)
            .started(1, INFRA, step("vpc/main"))
            .running(INFRA, "vpc/main", 1, "creating")
            .events());
  }

  @Test
  void givenGetWithFollowWhenTheClusterChangesThenItIsPrintedAgainUntilCtrlC() {
    publishBegun();

    Shown shown =
        new PseudoTerminal(cache, 24, 80)
            .runAndInterruptAt(
                "\"phase\":\"ready\"",
                "\"phase\":\"building\"",
                () -> publish(new Story(1).addonsReady(12).events()),
                "get",
                "--follow",
                "-o",
                "json");

    assertThat(shown.exitCode()).as(shown.text()).isEqualTo(130);
    assertThat(shown.text().lines().filter(line -> line.contains("\"phase\"")))
        .hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void givenWatchWithFollowWhenABuildIsOverThenTheNextOneIsShownUntilCtrlC() {
    publish(new Story(1).requested(0).accepted(1).addonsReady(12).events());

    Shown shown =
        new PseudoTerminal(cache, 24, 100)
            .runAndInterruptAt(
                "subnet/next",
                "from request to result",
                () ->
                    publish(
                        new Story(2)
                            .requested(20)
                            .accepted(21)
                            .started(21, INFRA, step("subnet/next"))
                            .running(INFRA, "subnet/next", 21, "creating")
                            .events()),
                "watch",
                "small",
                "--follow");

    assertInterrupted(shown, "The build of small");
  }
}
