package io.clusterline.cli.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

  @Test
  void givenManyOldRunsWhenSeveralBeginAtOnceThenNoneStumblesOverAnother() throws Exception {
    Clock longAgo = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    for (int run = 0; run < 60; run++) {
      Path old = Files.createDirectories(cache.resolve("run").resolve("old-" + run));
      for (int log = 0; log < 20; log++) {
        Files.createFile(old.resolve(log + ".log"));
      }
      Files.setLastModifiedTime(old, FileTime.from(longAgo.instant()));
    }

    try (var commands = Executors.newFixedThreadPool(4)) {
      List<Callable<Path>> begun = Collections.nCopies(4, () -> runs().create());
      for (Future<Path> each : commands.invokeAll(begun)) {
        assertThat(each.get()).isDirectory();
      }
    }

    try (var left = Files.list(cache.resolve("run"))) {
      assertThat(left.filter(run -> run.getFileName().toString().startsWith("old-"))).hasSize(5);
    }
  }
}
