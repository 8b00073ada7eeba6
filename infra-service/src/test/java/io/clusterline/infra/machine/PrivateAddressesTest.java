package io.clusterline.infra.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.spec.Cidr;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.NodeSpec;
import io.clusterline.testkit.SampleClusters;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrivateAddressesTest {

  @Test
  void givenEco2_whenAddressed_thenEachMachineHasItsOwnWithinItsSubnet() {
    Cluster eco2 = SampleClusters.eco2();
    PrivateAddresses addresses = new PrivateAddresses(eco2.spec());

    assertThat(eco2.spec().nodes()).extracting(addresses::of).doesNotHaveDuplicates();
    assertThat(eco2.spec().nodes())
        .allMatch(node -> cidrOf(eco2, node).contains(addresses.of(node)));
    assertThat(addresses.ofControlPlane()).isEqualTo("10.0.1.10");
  }

  @Test
  void givenNodesBeforeTheControlPlane_whenAddressed_thenItStillComesFirst() {
    String yaml = SampleClusters.text("small.yaml");
    String master = yaml.lines().filter(line -> line.contains("control-plane,")).findFirst().get();
    String last = yaml.lines().filter(line -> line.contains("worker-2")).findFirst().get();
    String moved = yaml.replace(master + "\n", "").replace(last, last + "\n" + master);

    assertThat(new PrivateAddresses(SampleClusters.parse(moved).spec()).ofControlPlane())
        .isEqualTo("10.0.1.10");
  }

  @Test
  void givenTheSmallestSubnet_whenAnotherAddressIsSought_thenOneThatAwsGives() {
    Cidr smallest = Cidr.parse("10.0.1.0/28");

    assertThat(PrivateAddresses.alternative(smallest, List.of())).isEqualTo("10.0.1.9");
    assertThat(PrivateAddresses.alternative(smallest, List.of("10.0.1.9"))).isEqualTo("10.0.1.8");
  }

  private static Cidr cidrOf(Cluster cluster, NodeSpec node) {
    return cluster.spec().network().subnet(node.subnet()).cidr();
  }
}
