package io.clusterline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.cli.PseudoTerminal.Shown;
import io.clusterline.cli.line.FakeApplications;
import io.clusterline.cli.line.FakeApplications.Healthy;
import io.clusterline.cli.line.FakeApplications.Silent;
import io.clusterline.cli.line.Installation;
import io.clusterline.cli.line.LocalPipeline;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo on a terminal, up to where its sandbox would be ready; {@code verify} runs all of it.
 */
class DemoTerminalTest {

  @TempDir private Path folder;

  @Test
  void givenADemoThatStartsWhenInterruptedThenAllOfItEndsAndTheLastLineSaysSo() throws Exception {
    Installation installation =
        FakeApplications.install(
            folder, Healthy.class, LocalPipeline.SERVICES.toArray(String[]::new));
    FakeApplications.install(folder, Silent.class, "sandbox");

    Shown shown =
        terminal(installation)
            .runAndInterruptAt(
                "Starting the sandbox", "demo", "-f", "../deploy/clusters/small.yaml");

    assertThat(shown.exitCode()).as(shown.text()).isEqualTo(130);
    assertThat(shown.text()).doesNotContain("Exception", "\tat ", "WARNING");
    assertThat(shown.raw()).endsWith("\r\n");
    assertThat(shown.text()).contains("Interrupted. The sandbox is removed");
    assertThat(shown.lastLine()).startsWith("  " + folder);
    assertThat(processes()).isEmpty();
  }

  private PseudoTerminal terminal(Installation installation) {
    return new PseudoTerminal(
        folder,
        24,
        80,
        Map.of(
            "clusterline.home", Path.of("..").toAbsolutePath().toString(),
            "clusterline.line", installation.applications().toString()),
        Map.of("CLUSTERLINE_RABBITMQ_URI", "amqp://127.0.0.1:9"));
  }

  /** Those that were started from the folder and still run. */
  private List<String> processes() {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .filter(line -> line.contains(folder.toString()))
        .toList();
  }
}
