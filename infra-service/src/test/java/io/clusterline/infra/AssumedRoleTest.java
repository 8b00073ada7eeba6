package io.clusterline.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.AwsClients;
import io.clusterline.infra.aws.AwsSettings;
import io.clusterline.resilience.Resilience;
import io.clusterline.spec.Cluster;
import io.clusterline.testkit.AwsStandIn;
import io.clusterline.testkit.SampleClusters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;

/** The role of {@code spec.aws.roleArn}, which trusts those only who know its external id. */
class AssumedRoleTest {

  private static final String TRUST =
      """
      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"},
       "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"sts:ExternalId": "known"}}}]}
      """;

  private static String role = "";

  @BeforeAll
  static void makeRole() {
    try (IamClient iam = World.iam()) {
      role =
          iam.createRole(r -> r.roleName("trusting").assumeRolePolicyDocument(TRUST)).role().arn();
    }
  }

  @Test
  void givenTheExternalId_whenPlanned_thenTheRoleIsAssumed() {
    try (AwsClients clients = clients("known")) {
      assertThat(new Build(cluster(), clients).plan()).isNotEmpty();
    }
  }

  @Test
  void givenNoExternalId_whenApplied_thenDeniedBeforeAnythingIsMade() {
    try (AwsClients clients = clients("")) {
      assertThat(new Build(cluster(), clients).apply().failures().values())
          .isNotEmpty()
          .allMatch(failure -> failure.code() == ErrorCode.AWS_DENIED);
    }
  }

  private static Cluster cluster() {
    return SampleClusters.parse(
        SampleClusters.smallText("assumed", "eu-west-3")
            .replace("  aws:\n", "  aws:\n    roleArn: " + role + "\n"));
  }

  private static AwsClients clients(String externalId) {
    AwsSettings settings =
        AwsSettings.at(AwsStandIn.shared().endpoint()).withExternalId(externalId);
    var metrics = new SimpleMeterRegistry();
    return new AwsClients(settings, Resilience.measuredBy(metrics), metrics);
  }
}
