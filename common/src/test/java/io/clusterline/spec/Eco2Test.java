package io.clusterline.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

class Eco2Test {

  private final Cluster eco2 = Specifications.read(Specifications.eco2());

  @Test
  void givenEco2WhenReadThenItHasTheFourteenNodesInTheirOrder() {
    assertThat(eco2.spec().nodes())
        .extracting(NodeSpec::name)
        .containsExactly(
            "k8s-master",
            "k8s-api-auth",
            "k8s-api-my",
            "k8s-api-scan",
            "k8s-api-character",
            "k8s-api-location",
            "k8s-api-info",
            "k8s-api-chat",
            "k8s-worker-storage",
            "k8s-worker-ai",
            "k8s-rabbitmq",
            "k8s-postgresql",
            "k8s-redis",
            "k8s-monitoring");
    assertThat(eco2.spec().controlPlane().name()).isEqualTo("k8s-master");
    assertThat(eco2.spec().workers()).hasSize(13);
  }

  @Test
  void givenEco2WhenReadThenTheDefaultsAreFilledIn() {
    assertThat(eco2.spec().kubernetes().controlPlaneEndpoint()).isEqualTo("api.eco2.internal");
    assertThat(eco2.spec().kubernetes().minor()).isEqualTo("1.36");
    assertThat(eco2.spec().aws().ami().owner()).isEqualTo("099720109477");
    assertThat(eco2.spec().mirrors()).isEqualTo(MirrorsSpec.NONE);
  }

  @Test
  void givenEco2WhenReadThenAllNodesAreInTheThreePublicSubnets() {
    assertThat(eco2.spec().network().subnets()).hasSize(5);
    assertThat(eco2.spec().nodes())
        .allMatch(node -> eco2.spec().network().subnet(node.subnet()).isPublic());
  }

  @Test
  void givenEco2WhenReadThenEverySchedulingLabelFitsItsTaint() {
    assertThat(eco2.spec().nodes())
        .allSatisfy(node ->
            assertThat(node.taints())
                .allMatch(taint -> taint.value().equals(node.labels().get(taint.key()))));
    assertThat(eco2.spec().nodes())
        .filteredOn(node -> node.taints().isEmpty())
        .extracting(NodeSpec::name)
        .containsExactly("k8s-worker-storage", "k8s-worker-ai");
  }

  @Test
  void givenEco2WhenReadThenItHasTwelveIngressesAndSevenNames() {
    IngressSpec ingress = eco2.spec().ingress();

    assertThat(ingress.hosts())
        .extracting(HostSpec::order)
        .containsExactly(9, 10, 11, 12, 13, 14, 15, 16, 20, 21, 30, 40);
    assertThat(ingress.names())
        .containsExactly(
            "growbin.app",
            "www.growbin.app",
            "api.growbin.app",
            "atlantis.growbin.app",
            "argocd.growbin.app",
            "grafana.growbin.app",
            "prometheus.growbin.app");
    assertThat(eco2.spec().hasHosts()).isTrue();
  }

  @Test
  void givenEco2WhenItsCapacityIsSummedThenTheDocumentAgrees() throws IOException {
    int disks = sum(NodeSpec::diskGiB);
    int vcpus = sum(node -> type(node).vcpus());
    int memory = sum(node -> (int) type(node).memoryGiB());
    assertThat(List.of(disks, vcpus, memory)).containsExactly(530, 28, 68);
    assertThat(Files.readString(Path.of("../docs/eco2-deviations.md")))
        .contains("| " + vcpus + " vCPU |", "| " + memory + " GiB |", "| " + disks + " GiB |")
        .contains(eco2.spec().kubernetes().version());
  }

  private int sum(ToIntFunction<NodeSpec> figure) {
    return eco2.spec().nodes().stream().mapToInt(figure).sum();
  }

  private static InstanceType type(NodeSpec node) {
    return InstanceTypes.find(node.preferredType()).orElseThrow();
  }
}
