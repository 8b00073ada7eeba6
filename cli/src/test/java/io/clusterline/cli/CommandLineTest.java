package io.clusterline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.Json;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
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
    return Main.commandLine(out, err).execute(arguments);
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
        "apply -f x -o yaml",
        "apply -f ../deploy/clusters/small.yaml --timeout soon",
        "validate"
      })
  void givenWrongArgumentsWhenRunThenItIsRefusedWithExitCode64(String line) {
    assertThat(run(line.split(" "))).isEqualTo(64);
    assertThat(err.toString()).startsWith("clusterline: ").contains("--help");
  }

  @Test
  void givenAMisspeltProfileOfAwsWhenTheDemoIsAskedForThenTheOneMeantIsNamedWithExitCode64() {
    assertThat(run("demo", "--aws=enforced-iam,evental")).isEqualTo(64);
    assertThat(err.toString()).contains("'evental'", "did you mean eventual?");
  }

  @Test
  void givenAProfileOfAwsThatIsLikeNoneWhenTheDemoIsAskedForThenAllAreNamed() {
    assertThat(run("demo", "--aws=strict")).isEqualTo(64);
    assertThat(err.toString()).contains("eventual, enforced-iam, new-account");
  }

  @Test
  void givenADemoThatIsToBeKeptAndDeletedWhenAskedForThenItIsRefusedWithExitCode64() {
    assertThat(run("demo", "--keep", "--delete")).isEqualTo(64);
    assertThat(err.toString()).contains("--delete and --keep exclude each other");
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo --monitoring", "up --monitoring"})
  void givenNoPrometheusWhenMonitoringIsAskedForThenNothingStartsWithExitCode69(String line) {
    assertThat(run(line.split(" "))).isEqualTo(69);
    assertThat(err.toString()).contains("Prometheus is missing", "./clusterline setup");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void givenANameInsteadOfAnAddressWhenApprovedThenTheFormIsGivenWithExitCode64() {
    assertThat(run("apply", "-f", "../deploy/clusters/small.yaml", "--approve", "worker-1"))
        .isEqualTo(64);
    assertThat(err.toString()).contains("'worker-1'", "instance/worker-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"apply -f ../deploy/clusters/small.yaml", "delete x", "cancel x"})
  void givenNoWaitAndATimeoutWhenRunThenItIsRefusedWithExitCode64(String line) {
    assertThat(run((line + " --no-wait --timeout 5m").split(" "))).isEqualTo(64);
    assertThat(err.toString()).contains("--timeout needs --wait");
  }

  @Test
  void givenAValidSpecificationWhenValidatedThenItReportsItWithoutAPipeline() {
    assertThat(run("validate", "-f", "../deploy/clusters/small.yaml")).isZero();
    assertThat(out.toString()).contains("specification of cluster small is valid");
  }

  @Test
  void givenAnInvalidSpecificationWhenValidatedThenItsProblemsAreShownWithExitCode65()
      throws Exception {
    Path file = folder.resolve("bad.yaml");
    Files.writeString(
        file,
        Files.readString(Path.of("../deploy/clusters/small.yaml"))
            .replaceFirst("kind: Cluster", "kind: Cluster\nnonsense: 1"));

    assertThat(run("validate", "-f", file.toString())).isEqualTo(65);
    assertThat(out.toString()).contains("1 problem", "FIELD", "nonsense");
    assertThat(run("validate", "-f", file.toString(), "-o", "json")).isEqualTo(65);
    var json = Json.MAPPER.readTree(out.toString().lines().toList().getLast());
    assertThat(json.at("/findings/0/path").stringValue()).isEqualTo("nonsense");
  }

  @Test
  void givenEveryVisibleCommandThenItAnswersMachinesToo() {
    leaves(Main.commandLine(out, err))
        .filter(command -> !command.getCommandSpec().usageMessage().hidden())
        .forEach(command ->
            assertThat(command.getCommandSpec().findOption("-o"))
                .as(command.getCommandSpec().qualifiedName())
                .isNotNull());
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "watch", "events"})
  void givenACommandThatShowsThenItCanFollow(String name) {
    CommandLine command = Main.commandLine(out, err).getSubcommands().get(name);
    assertThat(command.getCommandSpec().findOption("--follow")).isNotNull();
  }

  private static Stream<CommandLine> leaves(CommandLine command) {
    return command.getSubcommands().isEmpty()
        ? Stream.of(command)
        : command.getSubcommands().values().stream().flatMap(CommandLineTest::leaves);
  }

  @Test
  void givenNoFileWhenAppliedThenItNamesTheFileWithExitCode64() {
    assertThat(run("apply", "-f", folder.resolve("missing.yaml").toString())).isEqualTo(64);
    assertThat(err.toString()).contains("missing.yaml: no such file");
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
        .contains("FIELD", "PROBLEM")
        .contains("2 problems")
        .contains("metadata.name")
        .contains("nonsense");
  }

  @Test
  void givenNoPipelineOnThisMachineWhenAppliedThenItExplainsHowToStartOneWithExitCode69() {
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
  void givenNoPipelineOnThisMachineWhenAskedThenExitCode69(String line) {
    assertThat(run(line.split(" "))).isEqualTo(69);
  }

  @Test
  void givenNoPipelineOnThisMachineWhenAskedForStatusThenItReportsIt() {
    assertThat(run("status")).isZero();
    assertThat(out.toString()).contains("Clusterline is not running here");
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
