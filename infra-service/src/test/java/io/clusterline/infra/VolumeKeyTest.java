package io.clusterline.infra;

import static io.clusterline.infra.InfraStageTest.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.StageReport;
import io.clusterline.testkit.AwsStandIn;
import io.clusterline.testkit.SampleClusters;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The account encrypts its volumes with a KMS key that cannot be used. */
class VolumeKeyTest {

  private static final AwsStandIn AWS = AwsStandIn.shared();
  private static final String REGION = "ap-south-1";

  private final Build build = new Build(SampleClusters.small("volume-key", REGION));

  @AfterEach
  void calm() {
    encryptVolumesWith("alias/aws/ebs");
  }

  @Test
  void givenAKeyThatIsPendingDeletion_whenBuilt_thenTheKeyIsTheReasonAndUsableAgainTheBuildHeals() {
    String key = AWS.kms(REGION, "CreateKey", Map.of()).at("/KeyMetadata/Arn").asString();
    encryptVolumesWith(key);
    AWS.kms(REGION, "ScheduleKeyDeletion", Map.of("KeyId", key, "PendingWindowInDays", 7));

    StageReport report = build.apply();

    assertThat(report.failures().values())
        .isNotEmpty()
        .allSatisfy(failure -> {
          assertThat(failure.code()).isEqualTo(ErrorCode.VOLUME_KEY_UNUSABLE);
          assertThat(failure).hasMessageContaining("Client.InternalError");
        });
    AWS.kms(REGION, "CancelKeyDeletion", Map.of("KeyId", key));
    AWS.kms(REGION, "EnableKey", Map.of("KeyId", key));
    succeed(build.apply());
    assertThat(World.instances(build)).hasSize(3);
    succeed(build.removeAll());
    assertThat(World.leftovers(build)).isEmpty();
  }

  private void encryptVolumesWith(String key) {
    World.ec2(build).modifyEbsDefaultKmsKeyId(r -> r.kmsKeyId(key));
  }
}
