package io.clusterline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.cli.Commands.Answer;
import io.clusterline.event.StageName;
import io.clusterline.execution.TestLine;
import io.clusterline.testkit.TestBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sender keeps the limit on the size of a request; the broker's own may be larger. */
class OversizedRequestTest {

  @TempDir private Path folder;

  /** 31 kB of YAML, and twenty times as much as JSON. */
  private Path oversized() throws Exception {
    Path file = folder.resolve("large.yaml");
    String text = "        text: &text '" + "x".repeat(30_000) + "'\n";
    String texts = "        texts: [" + "*text, ".repeat(20) + "end]\n";
    String values = "      values:\n" + text + texts;
    String small = Files.readString(Path.of("../deploy/clusters/small.yaml"));
    return Files.writeString(
        file, small.replaceFirst("(?m)^    - name: metrics-server\n", "$0" + values));
  }

  private void assertRefused(String what, String... arguments) throws Exception {
    try (TestLine line = new TestLine()) {
      Answer answer = Commands.on(TestBroker.uri(), folder).run(arguments);

      assertThat(answer.exitCode()).as(answer.err()).isEqualTo(65);
      assertThat(answer.err()).containsPattern(what).doesNotContain("clusterline up");
      assertThat(line.admin().getQueueInfo(StageName.ACCEPT.queue()).getMessageCount()).isZero();
    }
  }

  @Test
  void givenASpecificationOverTheLimitWhenAppliedThenItIsRefusedWithTheLimit() throws Exception {
    assertRefused("more than 524288 bytes as JSON", "apply", "-f", oversized().toString());
  }

  @Test
  void givenASpecificationOverTheLimitWhenValidatedThenItIsRefused() throws Exception {
    Commands commands = Commands.on(TestBroker.uri(), folder);

    assertThat(commands.run("validate", "-f", oversized().toString()).exitCode()).isEqualTo(65);
  }

  @Test
  void givenARequestOverTheLimitWhenAppliedThenSizeAndLimitAreNamed() throws Exception {
    assertRefused(
        "MESSAGE_TOO_LARGE: .*5\\d{5} bytes; a message may have 524288",
        "apply",
        "-f",
        "../deploy/clusters/small.yaml",
        "--approve",
        "instance/" + "x".repeat(530_000));
  }
}
