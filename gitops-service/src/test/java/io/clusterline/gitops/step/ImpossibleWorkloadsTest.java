package io.clusterline.gitops.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.kubernetes.WorkloadHealth;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ImpossibleWorkloadsTest {

  private static final WorkloadHealth IMPOSSIBLE = health("main InvalidImageName", true);
  private static final WorkloadHealth WAITS = health("main ImagePullBackOff", false);

  private final AtomicLong seconds = new AtomicLong();
  private final ImpossibleWorkloads impossible =
      new ImpossibleWorkloads(
          "atlantis", Duration.ofMinutes(10), () -> Duration.ofSeconds(seconds.get()).toNanos());

  @Test
  void givenAWorkloadThatCanNeverRunWhenItStaysSoThenTheWaitEndsForGood() {
    impossible.refuse(List.of(IMPOSSIBLE));
    seconds.set(29);
    impossible.refuse(List.of(IMPOSSIBLE));
    seconds.set(30);

    assertThatThrownBy(() -> impossible.refuse(List.of(WAITS, IMPOSSIBLE)))
        .isInstanceOfSatisfying(
            ClusterlineException.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(ErrorCode.ADDON_MISCONFIGURED);
              assertThat(failure.code().retryable()).isFalse();
            })
        .hasMessageContaining("atlantis")
        .hasMessageContaining("InvalidImageName")
        .hasMessageNotContaining("ImagePullBackOff");
  }

  /** The pods of the release before are still there. */
  @Test
  void givenAWorkloadThatRecoversWhenItFailsAgainThenThePatienceBeginsAnew() {
    impossible.refuse(List.of(IMPOSSIBLE));
    seconds.set(20);
    impossible.refuse(List.of(WAITS));
    seconds.set(40);

    assertThatCode(() -> impossible.refuse(List.of(IMPOSSIBLE))).doesNotThrowAnyException();
  }

  private static WorkloadHealth health(String detail, boolean impossible) {
    return new WorkloadHealth(
        ObjectRef.namespaced("apps/v1", "Deployment", "atlantis", "web"),
        false,
        detail,
        impossible);
  }
}
