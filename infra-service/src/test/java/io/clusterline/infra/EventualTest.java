package io.clusterline.infra;

import static io.clusterline.infra.InfraStageTest.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.Machine;
import io.clusterline.testkit.AwsStandIn;
import io.clusterline.testkit.SampleClusters;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Address;

/** A build and a removal on an AWS in which nothing is known at once. */
class EventualTest {

  private static final AwsStandIn AWS = AwsStandIn.shared();

  @BeforeEach
  void nothingIsKnownAtOnce() {
    AWS.profile("eventual", 0.05);
  }

  @AfterEach
  void calm() {
    AWS.profile("default", 1);
  }

  @Test
  void givenNothingIsKnownAtOnce_whenBuiltAndRemoved_thenAllIsAsOnAnyOtherDay() {
    Build build = new Build(SampleClusters.small("eventual", "eu-west-2"));

    succeed(build.apply());

    List<Address> elastic = World.elasticIps(build);
    assertThat(elastic).hasSize(1);
    assertThat(build.infrastructure().master().publicIp()).isEqualTo(elastic.getFirst().publicIp());
    assertThat(build.infrastructure().machines())
        .extracting(Machine::publicIp)
        .doesNotContainNull()
        .doesNotHaveDuplicates();
    assertThat(build.apply().changedNothing()).isTrue();

    succeed(build.removeAll());

    assertThat(World.leftovers(build)).isEmpty();
  }
}
