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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** pull-ahead.sh with a kubeadm and a crictl of our own. */
class PullAheadTest {

  private static final int AT_ONCE = 6;

  @TempDir Path folder;

  private ScriptFolder machine;

  @BeforeEach
  void programs() throws IOException {
    machine = new ScriptFolder(folder);
    machine.program("kubeadm", "printf '%s\\n' k/etcd:1 k/coredns:2 k/pause:3");
    machine.program("crictl", "echo \"$*\" >>'%s/asked'".formatted(folder));
  }

  @Test
  void givenAWorkerWhenRunThenItsImagesArePulledAndThenThoseOfAddons() throws Exception {
    run("no", List.of("c/addon:1"));

    assertThat(asked(3).subList(0, 2)).containsExactlyInAnyOrder("pull a/one:1", "pull b/two:2");
    assertThat(asked(3).getLast()).isEqualTo("pull c/addon:1");
    awaitTold("images pulled ahead: 3 of 3");
  }

  @Test
  void givenTheControlPlaneWhenRunThenKubeadmsListIsPulledToo() throws Exception {
    run("yes", List.of());

    assertThat(asked(4))
        .containsExactlyInAnyOrder(
            "pull a/one:1", "pull b/two:2", "pull k/etcd:1", "pull k/pause:3");
  }

  @Test
  void givenAPullThatFailsWhenRunThenItIsNoFailureTheOthersGoOnAndItIsTold() throws Exception {
    machine.program("crictl", "echo \"$*\" >>'%s/asked'; [ $2 != b/two:2 ]".formatted(folder));

    run("no", List.of("c/addon:1"));

    assertThat(asked(3)).contains("pull c/addon:1");
    awaitTold("images pulled ahead: 2 of 3, failed: b/two:2");
  }

  @Test
  void givenPullsThatTakeLongWhenRunThenNobodyWaitsAndAddonsComeFewAtOnceAfterTheNodesOwn()
      throws Exception {
    List<String> addons = IntStream.range(0, AT_ONCE + 2).mapToObj(i -> "c/addon:" + i).toList();
    machine.program(
        "crictl",
        """
        echo "$*" >>'%1$s/asked'
        case $2 in c/*) name=addons ;; *) name=own ;; esac
        until [ -e '%1$s'/$name ] || ! [ -d '%1$s' ]; do sleep 0.05; done
        """
            .formatted(folder));

    run("no", addons); // ends although no pull does
    assertThat(asked(2)).containsExactlyInAnyOrder("pull a/one:1", "pull b/two:2");
    awaitTold("images pulled ahead: 0 of 10");

    Files.createFile(folder.resolve("own"));
    assertThat(asked(2 + AT_ONCE)).hasSize(2 + AT_ONCE);
    awaitTold("images pulled ahead: 2 of 10");

    Files.createFile(folder.resolve("addons"));
    assertThat(asked(10)).hasSize(10);
    awaitTold("images pulled ahead: 10 of 10");
  }

  @Test
  void givenAKubeadmThatFailsWhenRunThenTheMachineIsPreparedAllTheSame() throws Exception {
    machine.program("kubeadm", "exit 1");

    run("yes", List.of("c/addon:1"));

    awaitTold("images pulled ahead: 3 of 3");
  }

  @Test
  void givenAMachineThatPullsNothingAheadWhenAskedThenNothingIsToldAndNothingFails()
      throws Exception {
    assertThat(machine.run("set -e\n" + told() + "touch reached\n")).isZero();

    assertThat(folder.resolve("told")).isEmptyFile();
    assertThat(folder.resolve("reached")).exists();
  }

  private void run(String controlPlane, List<String> addons) throws Exception {
    String script =
        "say() { :; }; KUBERNETES_VERSION=1 IMAGE_REPOSITORY=k\n"
            + NodeScript.of("pull-ahead.sh")
                .with("IMAGES", List.of("a/one:1", "--option", "b/two:2"))
                .with("ADDON_IMAGES", addons)
                .with("CONTROL_PLANE", controlPlane)
                .text();
    assertThat(machine.run(script)).isZero();
  }

  /** What crictl was asked so far, once it is so many times; its pulls outlive the script. */
  private List<String> asked(int count) {
    return Wait.until(count + " pulls were asked for")
        .within(Duration.ofSeconds(30))
        .poll(() -> {
          List<String> lines = lines("asked");
          return lines.size() < count ? Seen.notYet(lines.toString()) : Seen.yes(lines);
        });
  }

  private void awaitTold(String expected) {
    Wait.until(expected)
        .within(Duration.ofSeconds(30))
        .poll(() -> {
          runQuietly(told());
          List<String> lines = lines("told");
          return lines.equals(List.of(expected)) ? Seen.yes(true) : Seen.notYet(lines.toString());
        });
  }

  private static String told() {
    return "{\n" + NodeScript.of("pulled-ahead.sh").text() + "} >told\n";
  }

  private void runQuietly(String script) {
    try {
      assertThat(machine.run(script)).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> lines(String file) {
    Path path = folder.resolve(file);
    try {
      return Files.exists(path) ? new ArrayList<>(Files.readAllLines(path)) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
