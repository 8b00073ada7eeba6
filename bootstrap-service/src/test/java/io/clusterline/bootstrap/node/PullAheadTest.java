package io.clusterline.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.bootstrap.testing.ScriptFolder;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** pull-ahead.sh with a kubeadm and a crictl of our own. */
class PullAheadTest {

  @TempDir Path folder;

  private ScriptFolder machine;

  @BeforeEach
  void programs() throws IOException {
    machine = new ScriptFolder(folder);
    machine.program("kubeadm", "printf '%s\\n' k/etcd:1 k/coredns:2 k/pause:3");
    machine.program("crictl", "echo \"$*\" >>pulled; exit 1");
  }

  @Test
  void givenAWorkerWhenRunThenItsImagesArePulledAndAFailedPullIsNoFailure() throws Exception {
    run("no");

    assertThat(pulled(2)).containsExactly("pull a/one:1", "pull b/two:2");
  }

  @Test
  void givenTheControlPlaneWhenRunThenKubeadmsListIsPulledToo() throws Exception {
    run("yes");

    assertThat(pulled(4))
        .containsExactly("pull a/one:1", "pull b/two:2", "pull k/etcd:1", "pull k/pause:3");
  }

  @Test
  void givenPullsThatTakeLongWhenRunThenNobodyWaits() throws Exception {
    machine.program(
        "crictl",
        "until [ -e release ] || ! [ -d '%s' ]; do sleep 0.05; done; echo \"$*\" >>pulled"
            .formatted(folder));

    run("no"); // ends although no pull does
    assertThat(lines()).isEmpty();

    Files.createFile(folder.resolve("release"));
    assertThat(pulled(2)).containsExactly("pull a/one:1", "pull b/two:2");
  }

  private void run(String controlPlane) throws Exception {
    String script =
        "say() { :; }; KUBERNETES_VERSION=1 IMAGE_REPOSITORY=k\n"
            + NodeScript.of("pull-ahead.sh")
                .with("IMAGES", List.of("a/one:1", "b/two:2"))
                .with("CONTROL_PLANE", controlPlane)
                .text();
    assertThat(machine.run(script)).isZero();
  }

  /** Each pull is a process of its own, which may outlive the script. */
  private Set<String> pulled(int count) {
    return Wait.until(count + " pulls were asked for")
        .within(Duration.ofSeconds(30))
        .poll(() -> {
          Set<String> lines = lines();
          return lines.size() < count ? Seen.notYet(lines.toString()) : Seen.yes(lines);
        });
  }

  private Set<String> lines() {
    Path file = folder.resolve("pulled");
    try {
      return Files.exists(file) ? new TreeSet<>(Files.readAllLines(file)) : Set.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
