package io.clusterline.process;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpawnerTest {

  private static final List<String> SAYS_ITS_SESSION_AND_STAYS =
      List.of("/bin/sh", "-c", "ps -o sid= -p $$; exec sleep 60");

  @TempDir Path folder;

  @Test
  void givenALaunch_whenStarted_thenItsSessionAndOutputAreItsOwn() {
    Child child = Spawner.start(launch());
    try {
      assertThat(awaitFirstLine(child).strip()).isEqualTo(Long.toString(child.pid()));
    } finally {
      child.kill();
    }
  }

  @Test
  void givenALaunchBehindOthers_whenItCatchesUp_thenItHadGivenWayIfThatCouldBeTakenBack()
      throws IOException {
    Child child = Spawner.start(launch().startedBehind());
    try {
      awaitFirstLine(child);
      assertThat(priority(child)).endsWith(isAutogroupWritable() ? "nice 5" : "nice 0");

      child.restorePriority();

      assertThat(priority(child)).endsWith("nice 0");
    } finally {
      child.kill();
    }
  }

  /** Without groups by session there is no priority of them, and nothing to test. */
  private static String priority(Child child) throws IOException {
    Path group = Path.of("/proc", Long.toString(child.pid()), "autogroup");
    return Files.exists(group) ? Files.readString(group).strip() : "nice 0";
  }

  private static boolean isAutogroupWritable() {
    return "root".equals(System.getProperty("user.name"))
        && Files.isWritable(Path.of("/proc/self/autogroup"));
  }

  private Launch launch() {
    return new Launch(
        "sleeper",
        SAYS_ITS_SESSION_AND_STAYS,
        Map.of("PATH", "/usr/bin:/bin"),
        folder.resolve("sleeper.log"));
  }

  private static String awaitFirstLine(Child child) {
    return Wait.until(child.name() + " has said something")
        .within(ofSeconds(10))
        .atMostEvery(ofMillis(20))
        .poll(() -> readFirstLine(child));
  }

  private static Seen<String> readFirstLine(Child child) {
    List<String> lines = child.logTail(1);
    return lines.isEmpty() ? Seen.notYet("an empty log") : Seen.yes(lines.getFirst());
  }
}
