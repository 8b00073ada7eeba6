package io.clusterline.infra.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockedDeletionTest {

  private static final String BALANCER = "network interface eni-1 'ELB app/web/1' (in-use)";
  private static final AwsCallException REFUSAL =
      new AwsCallException(
          ErrorCode.AWS_REJECTED,
          new Operation("Ec2", "DeleteSubnet"),
          "DependencyViolation",
          "has dependencies",
          new IllegalStateException());

  private long now;

  @Test
  void givenInterfacesOfADeletedBalancer_whenTheyStayForThreeMinutes_thenTheyAreWaitedFor() {
    BlockedDeletion blocked = new BlockedDeletion("subnet", () -> List.of(BALANCER), () -> now);
    blocked.describeBlockers(REFUSAL);
    now = Duration.ofMinutes(3).toNanos();

    assertThat(blocked.describeBlockers(REFUSAL)).isEqualTo("held by " + BALANCER);

    now = Duration.ofMinutes(7).toNanos();
    assertThatThrownBy(() -> blocked.describeBlockers(REFUSAL))
        .isInstanceOfSatisfying(
            ClusterlineException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.LEFTOVERS));
  }

  @Test
  void givenAnythingElse_whenItHasNotMovedForAMinute_thenItIsStuck() {
    BlockedDeletion blocked = new BlockedDeletion("subnet", () -> List.of("eni-2"), () -> now);
    blocked.describeBlockers(REFUSAL);
    now = Duration.ofSeconds(41).toNanos();

    assertThatThrownBy(() -> blocked.describeBlockers(REFUSAL)).hasMessageContaining("held by eni-2");
  }
}
