package io.clusterline.cli;

import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.Json;
import io.clusterline.cli.Commands.Answer;
import io.clusterline.cli.view.TerminalText;
import io.clusterline.cli.view.Tree;
import io.clusterline.execution.TestLine;
import io.clusterline.messaging.Topology;
import io.clusterline.messaging.TopologyDeclarer;
import io.clusterline.projection.BuildHistory;
import io.clusterline.spec.Finding;
import io.clusterline.testkit.Story;
import io.clusterline.testkit.TestBroker;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text of machines and of other publishers never reaches the terminal as a command to it. */
class HostileTextTest {

  /**
   * Clears the screen, sets the title by C1, reverses the line by bidi, and begins another line.
   */
  private static final String HOSTILE =
      "a\u001b[2J\u001b]0;b\u0007\u009b31m\u009d0;c\u202etxt\u2066\u200f\u2028d\re\nclusterline: f\u007f";

  @TempDir private static Path cache;
  private static TestLine line;
  private static Commands commands;

  @BeforeAll
  static void publishStory() throws Exception {
    line = new TestLine();
    line.admin().deleteQueue(Topology.JOURNAL);
    new TopologyDeclarer(line.admin()).declare();
    commands = Commands.on(TestBroker.uri(), cache);
    Story story =
        new Story(1)
            .requested(0)
            .accepted(1)
            .started(1, INFRA, step("vpc/" + HOSTILE))
            .running(INFRA, "vpc/" + HOSTILE, 1, HOSTILE)
            .failed(5, INFRA, "vpc/" + HOSTILE, "AWS_DENIED", HOSTILE);
    Story refused = new Story(2).refused(6, "X", new Finding(HOSTILE, HOSTILE, HOSTILE, HOSTILE));
    try (Requests requests = new Requests(TestBroker.uri().toString(), Clock.systemUTC())) {
      story.events().forEach(requests::publish);
      refused.events().forEach(requests::publish);
    }
  }

  @AfterAll
  static void close() throws Exception {
    line.close();
  }

  private static void assertHarmless(String text) {
    assertThat(text.replace("\n", "").codePoints())
        .noneMatch(each ->
            Character.getType(each) == Character.CONTROL
                || Character.getType(each) == Character.FORMAT
                || Character.getType(each) == Character.LINE_SEPARATOR);
    assertThat(text.lines()).noneMatch(line -> line.startsWith("clusterline: f"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "get",
        "get small",
        "watch small",
        "events small",
        "dead-letters list",
        "get \u001b[31mx",
        "dead-letters show \u001b[31mx",
        "apply -f \u001b[31mx",
        "validate -f \u001b[31mx",
        "delete \u009b31mx",
        "delete small",
        "nonsense\u001b[2J"
      })
  void givenHostileTextWhenACommandPrintsItThenNothingOfItIsObeyed(String arguments) {
    Answer answer = commands.run(arguments.split(" "));

    assertHarmless(answer.out());
    assertHarmless(answer.err());
    assertThat(answer.out() + answer.err()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"get small -o json", "events small -o json", "get -o json"})
  void givenHostileTextWhenPrintedAsJsonThenItsMeaningIsKept(String arguments) {
    Answer answer = commands.run(arguments.split(" "));

    assertHarmless(answer.out());
    assertThat(answer.json()).anySatisfy(json -> assertThat(holds(json)).isTrue());
  }

  private static boolean holds(tools.jackson.databind.JsonNode json) {
    return json.isString()
        ? json.stringValue().contains(HOSTILE)
        : json.valueStream().anyMatch(HostileTextTest::holds);
  }

  @Test
  void givenHostileTextWhenDrawnThenNothingOfItIsObeyed() {
    Story running =
        new Story(1)
            .requested(0)
            .accepted(1)
            .started(1, INFRA, step("vpc/" + HOSTILE))
            .running(INFRA, "vpc/" + HOSTILE, 1, HOSTILE);

    assertThat(new Tree(200, 24).render(running.view(), BuildHistory.none(), Instant.now()))
        .allSatisfy(HostileTextTest::assertHarmless);
  }

  @Test
  void givenANoteOfAServiceLogWhenShownThenNothingOfItIsObeyed() {
    StringWriter out = new StringWriter();
    new PlainScreen(SafeWriter.wrap(out)).showNote(HOSTILE);

    assertHarmless(out.toString());
    assertThat(out.toString()).isEqualTo(TerminalText.line(HOSTILE) + "\n");
  }

  @Test
  void givenCharactersBeyondTheBasicPlaneWhenSanitisedThenTheyStay() {
    assertThat(TerminalText.line("ü 中 𝄞 …")).isEqualTo("ü 中 𝄞 …");
    String tag = Character.toString(0xE0041);
    assertThat(Json.MAPPER.readTree("\"" + TerminalText.line(tag) + "\"").stringValue())
        .isEqualTo(tag);
  }
}
