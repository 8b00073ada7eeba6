package io.clusterline.cli;

import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.cli.Commands.Answer;
import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.Event;
import io.clusterline.execution.TestLine;
import io.clusterline.messaging.Topology;
import io.clusterline.messaging.TopologyDeclarer;
import io.clusterline.testkit.Story;
import io.clusterline.testkit.TestBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A name may be used once in each account and region: commands never take one for the other. */
class NamesakesTest {

  private static final String SEOUL = "\"region\":\"ap-northeast-2\"";
  private static final String IRELAND = "\"region\":\"eu-west-1\"";
  private static final String FIRST_ACCOUNT = "\"accountId\":\"111111111111\"," + SEOUL;
  private static final String SECOND_ACCOUNT = "\"accountId\":\"222222222222\"," + SEOUL;

  @TempDir private Path cache;
  private TestLine line;
  private Commands commands;

  @BeforeEach
  void startWithoutHistory() throws Exception {
    line = new TestLine();
    line.admin().deleteQueue(Topology.JOURNAL);
    new TopologyDeclarer(line.admin()).declare();
    commands = Commands.on(TestBroker.uri(), cache);
  }

  @AfterEach
  void close() throws Exception {
    line.close();
  }

  /** One is ready, and the other has failed; their events come in turn. */
  private static void publish(String aws, String awsOfTheOther) {
    Story ready = begun("vpc/first").addonsReady(12);
    Story failed = begun("vpc/second").failed(9, INFRA, "vpc/second", "AWS_DENIED", "not allowed");
    try (Requests requests = new Requests(TestBroker.uri().toString(), Clock.systemUTC())) {
      for (int at = 0; at < Math.max(ready.events().size(), failed.events().size()); at++) {
        publish(requests, ready, at, "a", aws);
        publish(requests, failed, at, "b", awsOfTheOther);
      }
    }
  }

  private static Story begun(String step) {
    return new Story(1).accepted(1).started(1, INFRA, step(step)).ran(INFRA, step, 1, 3);
  }

  private static void publish(Requests requests, Story story, int at, String uid, String aws) {
    if (at < story.events().size()) {
      requests.publish(in(aws, uid, story.events().get(at)));
    }
  }

  /** The same event of a cluster in that place. */
  private static Event<?> in(String aws, String uid, Event<?> event) {
    String text =
        CloudEventCodec.text(event)
            .replace("\"" + event.id() + "\"", "\"" + event.id() + uid + "\"")
            .replace("\"uid\"", "\"uid-" + uid + "\"")
            .replace("\"build-1\"", "\"build-" + uid + "\"")
            .replace(SEOUL, aws);
    return CloudEventCodec.decode(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"watch", "get", "events", "report", "kubeconfig", "cancel", "delete"})
  void givenTwoRegionsWhenOnlyTheNameIsGivenThenBothAreNamedAndNoneIsChosen(String command) {
    publish(SEOUL, IRELAND);

    Answer answer = commands.run(command, Story.name());

    assertThat(answer.exitCode()).as(answer.out()).isEqualTo(ExitCode.USAGE);
    assertThat(answer.err())
        .contains("several clusters are named \"small\"", "ap-northeast-2", "eu-west-1")
        .contains("--region");
    assertThat(answer.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"watch", "get", "events", "report"})
  void givenTwoAccountsWhenOnlyTheRegionIsGivenThenBothAreNamed(String command) {
    publish(FIRST_ACCOUNT, SECOND_ACCOUNT);

    Answer answer = commands.run(command, Story.name(), "--region", "ap-northeast-2");

    assertThat(answer.exitCode()).as(answer.out()).isEqualTo(ExitCode.USAGE);
    assertThat(answer.err()).contains("111111111111", "222222222222", "--account");
  }

  @ParameterizedTest
  @CsvSource({
    "ap-northeast-2, 0, vpc/first, vpc/second",
    "eu-west-1, 1, vpc/second, vpc/first",
  })
  void givenTwoRegionsWhenOneIsWatchedThenOnlyItsBuildIsShown(
      String region, int exitCode, String shown, String other) {
    publish(SEOUL, IRELAND);

    Answer answer = commands.run("watch", Story.name(), "--region", region);

    assertThat(answer.exitCode()).as(answer.err()).isEqualTo(exitCode);
    assertThat(answer.out()).contains(shown).doesNotContain(other);
  }

  @ParameterizedTest
  @CsvSource({
    "111111111111, 0, vpc/first, vpc/second",
    "222222222222, 1, vpc/second, vpc/first",
  })
  void givenTwoAccountsWhenOneIsWatchedThenOnlyItsBuildIsShown(
      String account, int exitCode, String shown, String other) {
    publish(FIRST_ACCOUNT, SECOND_ACCOUNT);

    Answer answer =
        commands.run("watch", Story.name(), "--region", "ap-northeast-2", "--account", account);

    assertThat(answer.exitCode()).as(answer.err()).isEqualTo(exitCode);
    assertThat(answer.out()).contains(shown).doesNotContain(other);
  }

  @Test
  void givenTwoRegionsWhenTheUidIsNamedThenOnlyItsBuildIsShown() {
    publish(SEOUL, IRELAND);

    Answer answer = commands.run("watch", Story.name(), "--uid", "uid-b");

    assertThat(answer.exitCode()).isEqualTo(ExitCode.BUILD_FAILED);
    assertThat(answer.out()).contains("vpc/second").doesNotContain("vpc/first");
  }

  @Test
  void givenTwoRegionsWhenTheEventsOfOneArePrintedThenThoseOfTheOtherAreNot() {
    publish(SEOUL, IRELAND);

    Answer answer = commands.run("events", Story.name(), "--region", "eu-west-1");

    assertThat(answer.exitCode()).as(answer.err()).isZero();
    assertThat(answer.out()).contains("vpc/second").doesNotContain("vpc/first");
  }
}
