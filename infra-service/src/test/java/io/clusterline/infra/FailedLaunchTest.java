package io.clusterline.infra;

import static io.clusterline.infra.InfraStageTest.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.failure.ErrorCode;
import io.clusterline.spec.Cluster;
import io.clusterline.stage.StageReport;
import io.clusterline.testkit.AwsStandIn;
import io.clusterline.testkit.SampleClusters;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A machine that AWS accepts and ends while it is pending: its reason decides what follows. */
class FailedLaunchTest {

  private static final AwsStandIn AWS = AwsStandIn.shared();

  @AfterEach
  void calm() {
    AWS.noFaults();
  }

  @ParameterizedTest
  @CsvSource({
    "Client.VolumeLimitExceeded,          AWS_LIMIT_EXCEEDED,    false",
    "Client.InternalError,                VOLUME_KEY_UNUSABLE,   false",
    "Client.InvalidSnapshot.NotFound,     INVALID_SPECIFICATION, false",
    "Server.InternalError,                AWS_UNAVAILABLE,       true",
    "Server.InsufficientInstanceCapacity, AWS_NO_CAPACITY,       true"
  })
  void givenALaunchThatAwsGivesUp_whenBuilt_thenItFailsForThatReasonAndTheNextTryHeals(
      String reason, ErrorCode code, boolean retryable) {
    AWS.faults(
        Map.of(
            "service",
            "ec2",
            "action",
            "RunInstances",
            "body",
            "worker-2",
            "times",
            1,
            "stateReason",
            reason));
    Build build = new Build(cluster(reason));

    StageReport report = build.apply();

    assertThat(report.failures().values())
        .singleElement()
        .satisfies(failure -> {
          assertThat(failure.code()).isEqualTo(code);
          assertThat(failure).hasMessageContaining(reason + ": ");
        });
    assertThat(code.retryable()).isEqualTo(retryable);
    succeed(build.apply());
    assertThat(World.instances(build)).hasSize(3);
  }

  /** AWS looks at a new account, or an old one in a new region, before it starts a machine. */
  @Test
  void givenAnAccountThatAwsStillVerifies_whenBuilt_thenThatIsSaidAndTheNextTryHeals() {
    AWS.faults(
        Map.of(
            "service",
            "ec2",
            "action",
            "RunInstances",
            "code",
            "PendingVerification",
            "message",
            "Your request for accessing resources in this region is being validated",
            "status",
            400));
    Build build = new Build(SampleClusters.small("pending-verification", "eu-south-1"));

    StageReport report = build.apply();

    assertThat(report.failures().values())
        .isNotEmpty()
        .allSatisfy(failure -> {
          assertThat(failure.code()).isEqualTo(ErrorCode.AWS_ACCOUNT_PENDING);
          assertThat(failure).hasMessageContaining("is being validated");
        });
    AWS.noFaults();
    succeed(build.apply());
  }

  private static Cluster cluster(String reason) {
    String name = reason.toLowerCase(Locale.ROOT).replace('.', '-');
    return SampleClusters.small(name, "eu-south-1");
  }
}
