package io.clusterline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  private int run(String... arguments) {
    System.setProperty("clusterline.cache", folder.toString());
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apply",
        "apply --nonsense",
        "watch",
        "nonsense",
        "get a b",
        "events",
        "init",
        "demo --latency=slow",
        "delete",
        "cancel",
        "dead-letters",
        "dead-letters show",
        "dead-letters replay --all",
        "dead-letters list --stage paint",
        "apply -f x -o yaml"
      })
  void givenWrongArgumentsWhenRunThenItSaysSoWithExitCode64(String line) {
    assertThat(run(line.split(" "))).isEqualTo(64);
    assertThat(err.toString()).startsWith("clusterline: ").contains("--help");
  }

  @Test
  void givenNoFileWhenAppliedThenItNamesTheFileWithExitCode64() {
    assertThat(run("apply", "-f", folder.resolve("missing.yaml").toString())).isEqualTo(64);
    assertThat(err.toString()).contains("missing.yaml");
  }

  @Test
  void givenInvalidSpecificationWhenAppliedThenAllFindingsAreShownWithExitCode65()
      throws Exception {
    Path file = folder.resolve("bad.yaml");
    Files.writeString(
        file,
        Files.readString(Path.of("../deploy/clusters/small.yaml"))
            .replaceFirst("name: [a-z0-9-]+", "name: \"\\$(reboot)\"")
            .replaceFirst("kind: Cluster", "kind: Cluster\nnonsense: 1"));

    assertThat(run("apply", "-f", file.toString())).isEqualTo(65);
    assertThat(err.toString())
        .contains("nothing was published")
        .contains("WHERE")
        .contains("metadata.name")
        .contains("nonsense");
  }

  @Test
  void givenNoLineOnThisMachineWhenAppliedThenItSaysHowToStartOneWithExitCode69() {
    assertThat(run("apply", "-f", "../deploy/clusters/small.yaml")).isEqualTo(69);
    assertThat(err.toString()).contains("./clusterline up");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "watch eco2",
        "get",
        "events eco2",
        "delete eco2 --yes",
        "cancel eco2",
        "dead-letters list",
        "dead-letters replay --all --reason x",
        "kubeconfig eco2",
        "down",
        "restart infra-service"
      })
  void givenNoLineOnThisMachineWhenAskedThenExitCode69(String line) {
    assertThat(run(line.split(" "))).isEqualTo(69);
  }

  @Test
  void givenNoLineOnThisMachineWhenAskedForStatusThenItSaysSo() {
    assertThat(run("status")).isZero();
    assertThat(out.toString()).contains("No line runs");
  }

  @Test
  void givenHelpWhenAskedThenEveryVisibleCommandIsNamed() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains(
            "apply",
            "watch",
            "get",
            "events",
            "delete",
            "cancel",
            "dead-letters",
            "init",
            "demo",
            "up",
            "down",
            "restart")
        .doesNotContain("hold  ", "train  ");
  }
}
