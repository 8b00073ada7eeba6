package io.clusterline.cli.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.cli.monitoring.MonitoringPlan.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MonitoringPlanTest {

  @TempDir private Path folder;
  private Path prometheus = Path.of("");

  @BeforeEach
  void makeProgram() throws IOException {
    prometheus = program("prometheus");
  }

  private Path program(String name) throws IOException {
    Path program = Files.createFile(folder.resolve(name));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return program;
  }

  private MonitoringPlan plan(Map<String, String> environment) {
    return MonitoringPlan.of(folder, prometheus, environment);
  }

  @Test
  void givenNoPrometheusWhenAskedThenTheCommandThatBringsItIsNamed() {
    MonitoringPlan plan = MonitoringPlan.of(folder, folder.resolve("absent"), Map.of());

    assertThat(plan.problem().map(Problem::remedy))
        .hasValueSatisfying(remedy -> assertThat(remedy).contains("./clusterline setup"));
  }

  @Test
  void givenNothingSetWhenAskedThenItCanStart() {
    assertThat(plan(Map.of()).problem()).isEmpty();
  }

  @Test
  void givenAPortInUseWhenAskedThenItIsNamedWithItsVariable() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      Problem problem =
          plan(Map.of("CLUSTERLINE_PROMETHEUS_PORT", "" + port)).problem().orElseThrow();

      assertThat(problem.message()).contains("Port " + port, "CLUSTERLINE_PROMETHEUS_PORT");
      assertThat(problem.isUsage()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "web", "-1", "999999"})
  void givenNoPortWhenAskedThenItIsAMistakeOfTheCaller(String text) {
    assertThat(plan(Map.of("CLUSTERLINE_PROMETHEUS_PORT", text)).problem())
        .hasValueSatisfying(problem -> assertThat(problem.isUsage()).isTrue());
  }

  @Test
  void givenNoGrafanaWhenItsPortIsInUseThenThatDoesNotMatter() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, String> port = Map.of("CLUSTERLINE_GRAFANA_PORT", "" + taken.getLocalPort());
      assertThat(plan(port).problem()).isEmpty();

      program("grafana-server");
      MonitoringPlan withGrafana =
          plan(
              Map.of(
                  "CLUSTERLINE_GRAFANA_PORT",
                  "" + taken.getLocalPort(),
                  "PATH",
                  "/absent:" + folder));
      assertThat(withGrafana.grafana()).isEqualTo(folder.resolve("grafana-server"));
      assertThat(withGrafana.problem()).isPresent();
    }
  }
}
