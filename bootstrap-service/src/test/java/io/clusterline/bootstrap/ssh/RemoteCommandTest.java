package io.clusterline.bootstrap.ssh;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RemoteCommandTest {

  @Test
  void givenAScriptWithQuotesWhenItIsSentThenTheShellTakesItLiterally() {
    RemoteCommand command = new RemoteCommand("say", "echo 'it''s' \"$HOME\"", ofSeconds(30));

    assertThat(command.line("sudo -n "))
        .isEqualTo(
            "exec sudo -n timeout -k 5 30 /bin/bash -c "
                + "'echo '\\''%s'\\''\n".formatted(RemoteCommand.OUTPUT_BEGINS)
                + "echo '\\''it'\\'''\\''s'\\'' \"$HOME\"'");
  }

  @Test
  void givenSecretInputWhenTheCommandIsPrintedThenOnlyItsTitleShows() {
    RemoteCommand command = new RemoteCommand("write a file", "cat", "hunter2", ofSeconds(1));

    assertThat(command.toString()).isEqualTo("write a file");
    assertThat(command.line("")).doesNotContain("hunter2");
  }
}
