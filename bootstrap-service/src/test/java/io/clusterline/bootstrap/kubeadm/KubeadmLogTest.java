package io.clusterline.bootstrap.kubeadm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The logs are those of kubeadm 1.36.3. */
class KubeadmLogTest {

  private static final String HINT =
      "To see the stack trace of this error execute with --v=5 or higher";

  @Test
  void givenChecksThatFailedThenTheyAreTheReason() {
    List<String> log =
        List.of(
            "[preflight] Running pre-flight checks",
            "[preflight] Some fatal errors occurred:",
            "\t[ERROR Port-10250]: Port 10250 is in use",
            "\t[ERROR FileAvailable--etc-kubernetes-kubelet.conf]: /etc/kubernetes/kubelet.conf already exists",
            "[preflight] If you know what you are doing, you can make a check non-fatal with `--ignore-preflight-errors=...`",
            "error: error execution phase preflight: preflight checks failed",
            HINT);

    assertThat(KubeadmLog.reason(log))
        .isEqualTo("Port 10250 is in use; /etc/kubernetes/kubelet.conf already exists");
  }

  @Test
  void givenAPhaseThatFailedThenItsErrorIsTheReason() {
    List<String> log =
        List.of(
            "[kubelet-start] Starting the kubelet",
            "error: error execution phase kubelet-start: timed out",
            HINT);

    assertThat(KubeadmLog.reason(log)).isEqualTo("error execution phase kubelet-start: timed out");
  }

  @Test
  void givenAnotherEndThenItsLastLineIsTheReason() {
    assertThat(KubeadmLog.reason(List.of("one", "kubeadm: command not found")))
        .isEqualTo("kubeadm: command not found");
    assertThat(KubeadmLog.reason(List.of())).isEqualTo("its log is empty");
  }
}
