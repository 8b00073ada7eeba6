package io.clusterline.infra;

import static io.clusterline.infra.InfraStageTest.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.testkit.AwsStandIn;
import io.clusterline.testkit.SampleClusters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Each request of a build and a removal is one that AWS's own models of its services allow. */
class ContractTest {

  private static final AwsStandIn AWS = AwsStandIn.shared();

  @AfterEach
  void calm() {
    AWS.checkRequests(false);
  }

  @Test
  void givenAWholeClusterWithItsDomain_whenBuiltAndRemoved_thenEachRequestFitsTheModelsOfAws() {
    AWS.checkRequests(true);
    Build build = new Build(SampleClusters.named("eco2.yaml", "contract"));

    succeed(build.apply());
    succeed(build.removeWithMachines());

    JsonNode contract = AWS.contract();
    assertThat(contract.get("violations")).isEmpty();
    assertThat(contract.get("checked").asInt()).isGreaterThan(200);
    assertThat(contract.get("services").propertyNames())
        .contains(
            "ec2", "elasticloadbalancing", "iam", "s3", "secretsmanager", "servicequotas", "sts");
  }
}
