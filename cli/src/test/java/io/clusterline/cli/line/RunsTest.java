package io.clusterline.cli.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsTest {

  @TempDir private Path cache;

  private Runs runs() {
    return new Runs(cache, Clock.systemUTC());
  }

  private static LineState state(Path folder, long pid, Instant started) {
    return new LineState(
        pid, started, folder, "amqp://u:p@127.0.0.1:1/%2f", null, null, List.of(), List.of());
  }

  @Test
  void givenALineOfAnEarlierVersionWhenReadThenItHasNoMonitoring() throws Exception {
    Path folder = runs().create();
    state(folder, 1, Instant.EPOCH).write();
    Path file = folder.resolve(LineState.FILE);
    String earlier = Files.readString(file).replaceAll(",\\s*\"monitoring\"\\s*:\\s*\\[\\s*]", "");
    assertThat(earlier).doesNotContain("monitoring");

    Files.writeString(file, earlier);

    assertThat(LineState.read(folder))
        .hasValueSatisfying(line -> assertThat(line.monitoring()).isEmpty());
  }

  @Test
  void givenLineOfThisProcessWhenAskedThenItRuns() {
    Path folder = runs().create();
    ProcessHandle self = ProcessHandle.current();
    state(folder, self.pid(), self.info().startInstant().orElseThrow()).write();

    assertThat(runs().runningInstances())
        .singleElement()
        .satisfies(pipeline -> assertThat(pipeline.folder()).isEqualTo(folder));
  }

  @Test
  void givenProcessThatOnlyHasTheNumberWhenAskedThenThePipelineIsNotRunning() {
    state(runs().create(), ProcessHandle.current().pid(), Instant.EPOCH).write();

    assertThat(runs().runningInstances()).isEmpty();
  }

  @Test
  void givenStateWhenWrittenThenOnlyItsOwnerMayReadIt() throws Exception {
    Path folder = runs().create();
    state(folder, 1, Instant.EPOCH).write();

    Path uri = LineState.rabbitmqUriFile(folder);
    assertThat(uri).hasContent("amqp://u:p@127.0.0.1:1/%2f");
    for (Path file : List.of(folder.resolve("line.json"), uri)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
  }

  @Test
  void givenManyOldRunsWhenAnotherBeginsThenOnlyTheLastFewAreLeft() throws Exception {
    for (int day = 1; day <= 9; day++) {
      Clock then = Clock.fixed(Instant.parse("2026-01-0" + day + "T00:00:00Z"), ZoneOffset.UTC);
      new Runs(cache, then).create();
    }

    Path newest = new Runs(cache, Clock.offset(Clock.systemUTC(), Duration.ofHours(1))).create();

    try (var left = Files.list(newest.getParent())) {
      assertThat(left).hasSize(6).contains(newest);
    }
  }
}
