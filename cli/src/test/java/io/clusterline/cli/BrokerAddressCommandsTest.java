package io.clusterline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.clusterline.Json;
import io.clusterline.cli.Commands.Answer;
import io.clusterline.cli.line.LineState;
import io.clusterline.cli.line.Runs;
import io.clusterline.messaging.BrokerTrust;
import io.clusterline.process.FreePort;
import io.clusterline.testkit.TestBroker;
import io.clusterline.testkit.TlsRelay;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which broker the commands connect to, and that they never print its credentials. */
class BrokerAddressCommandsTest {

  private static final URI BROKER = TestBroker.uri();
  private static final String APPLY = "../deploy/clusters/small.yaml";

  @TempDir private Path cache;

  @Test
  void givenAListOfBrokersWhenCommandsRunThenTheOneThatAnswersIsAsked() throws Exception {
    String account = BROKER.getRawUserInfo() + "@127.0.0.1:";
    String list = "amqp://" + account + FreePort.unique() + ",amqp://" + account + BROKER.getPort();
    try (Requests requests = new Requests(list, Clock.systemUTC())) {
      requests.declareTopology();
    }
    Commands commands = on(list);

    assertThat(commands.run("get")).extracting(Answer::exitCode).isEqualTo(0);
    assertThat(commands.run("dead-letters", "list")).extracting(Answer::exitCode).isEqualTo(0);
    Answer status = commands.run("status");
    assertThat(status.out())
        .contains("amqp://127.0.0.1:" + BROKER.getPort())
        .doesNotContain(BROKER.getRawUserInfo().split(":")[1]);
  }

  @Test
  void givenALineWhenItIsShownAsJsonThenNoPasswordIsOnStandardOutput() throws Exception {
    Answer status = on("amqp://line:hidden-word@127.0.0.1:5672/%2f").run("status", "-o", "json");

    assertThat(status.out()).doesNotContain("hidden-word");
    assertThat(status.values("rabbitmqUri")).containsExactly("amqp://127.0.0.1:5672");
    Path file = Path.of(status.values("rabbitmqUriFile").getFirst());
    assertThat(file).isEqualTo(LineState.rabbitmqUriFile(file.getParent()));
  }

  @Test
  void givenASelfSignedBrokerWhenCommandsRunThenEachRefusesIt() throws Exception {
    try (TlsRelay relay =
        new TlsRelay(BROKER, Files.createDirectories(cache.resolve("tls")), "ip:127.0.0.1")) {
      Commands commands = on(relay.addresses());

      for (String[] command :
          List.of(
              new String[] {"get"},
              new String[] {"apply", "-f", APPLY},
              new String[] {"dead-letters", "list"})) {
        Answer answer = commands.run(command);
        assertThat(answer.exitCode()).as(command[0]).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(answer.err())
            .as(command[0])
            .contains("certificate that is not trusted", BrokerTrust.VARIABLE)
            .doesNotContain(BROKER.getRawUserInfo().split(":")[1], "clusterline up");
      }
    }
  }

  @Test
  void givenAnAddressThatIsNoneWhenCheckedThenItIsRefusedWithoutAWordOfIt() {
    CliException refusal =
        catchThrowableOfType(
            CliException.class, () -> LocalLine.checked("amqp://u:hidden-word@a:1,b:hidden-word"));

    assertThat(refusal.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(refusal.getMessage())
        .contains("CLUSTERLINE_RABBITMQ_URI", "address 2 has a port")
        .doesNotContain("hidden-word");
    assertThat(refusal.getCause()).isNull();
  }

  private Commands on(String addresses) throws IOException {
    Path run = new Runs(cache, Clock.systemUTC()).create();
    ProcessHandle self = ProcessHandle.current();
    LineState pipeline =
        new LineState(
            self.pid(),
            self.info().startInstant().orElseThrow(),
            run,
            addresses,
            "http://127.0.0.1:9",
            null,
            List.of(),
            List.of());
    Files.writeString(run.resolve("line.json"), Json.MAPPER.writeValueAsString(pipeline));
    return new Commands(cache);
  }
}
