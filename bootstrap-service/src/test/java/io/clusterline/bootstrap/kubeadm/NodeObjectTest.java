package io.clusterline.bootstrap.kubeadm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.bootstrap.testing.Builds;
import io.clusterline.event.JoinedNode;
import io.clusterline.event.Machine;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import org.junit.jupiter.api.Test;

class NodeObjectTest {

  private final Machine worker = Builds.infraReady().infrastructure().workers().getFirst();

  @Test
  void givenItsOwnObjectWhenItIsReadThenTheNodeCarriesItsProviderId() {
    String json =
        """
        {"metadata":{"name":"worker-1"},"spec":{"providerID":"aws:///eu-west-1a/i-01"}}\
        """;

    assertThat(NodeObject.read(json, worker))
        .isEqualTo(new JoinedNode("worker-1", "i-01", "aws:///eu-west-1a/i-01"));
  }

  @Test
  void givenAnotherMachinesObjectWhenItIsReadThenTheMismatchIsNamed() {
    String json =
        """
        {"metadata":{"name":"worker-1"},"spec":{"providerID":"aws:///eu-west-1a/"}}\
        """;

    assertThatThrownBy(() -> NodeObject.read(json, worker))
        .isInstanceOfSatisfying(
            ClusterlineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.PROVIDER_ID_MISMATCH))
        .hasMessageContaining("aws:///eu-west-1a/'")
        .hasMessageContaining("i-01");
  }
}
