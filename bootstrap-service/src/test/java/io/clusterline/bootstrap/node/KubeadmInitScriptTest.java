package io.clusterline.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.bootstrap.testing.ScriptFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kubeadm-init.sh with a kubeadm and a curl of our own. */
class KubeadmInitScriptTest {

  @TempDir Path folder;

  private ScriptFolder machine;

  @BeforeEach
  void programs() throws IOException {
    machine = new ScriptFolder(folder);
    machine.program("curl", "exit 0");
    Files.writeString(folder.resolve("init.yaml"), "token: secret\n");
  }

  @Test
  void givenAnAddOnPhaseThatFailsTwiceWhenRunThenOnlyThePhasesAreTriedAgain() throws Exception {
    machine.program(
        "kubeadm",
        """
        echo "$*" >>calls
        case "$*" in
        "init phase addon all --config init.yaml") [ "$(grep -c phase calls)" -ge 2 ] ;;
        *) echo 'error: error execution phase addon/kube-proxy: connection refused' >&2; exit 1 ;;
        esac
        """);

    assertThat(run()).isZero();
    assertThat(calls())
        .containsExactly(
            "init --config init.yaml --skip-token-print",
            "init phase addon all --config init.yaml",
            "init phase addon all --config init.yaml");
    assertThat(folder.resolve("control-plane-initialised")).exists();
    assertThat(folder.resolve("init.yaml")).doesNotExist();
  }

  @Test
  void givenAnEarlierPhaseThatFailsWhenRunThenItFailsAtOnce() throws Exception {
    machine.program(
        "kubeadm", "echo \"$*\" >>calls; echo 'error execution phase wait-control-plane'; exit 1");

    assertThat(run()).isEqualTo(1);
    assertThat(calls()).hasSize(1);
    assertThat(folder.resolve("control-plane-initialised")).doesNotExist();
    assertThat(folder.resolve("init.yaml")).doesNotExist();
  }

  private int run() throws Exception {
    return machine.run(NodeScript.of("kubeadm-init.sh").with("ENDPOINT", "api:6443").text());
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }
}
