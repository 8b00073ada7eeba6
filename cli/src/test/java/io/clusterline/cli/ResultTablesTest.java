package io.clusterline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.AddonStatus;
import io.clusterline.event.AddonsReady;
import io.clusterline.event.Evidence;
import io.clusterline.event.NodeStatus;
import io.clusterline.testkit.Story;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTablesTest {

  private static final NodeStatus NODE =
      new NodeStatus(
          "k8s-worker-storage",
          true,
          "infrastructure",
          "v1.36.3",
          "10.0.101.12",
          "aws:///ap-northeast-2a/i-0123456789abcdef0");
  private static final AddonStatus ADDON =
      new AddonStatus(
          "aws-load-balancer-controller",
          "kube-system",
          "v1.21.2",
          "v0.93.1",
          true,
          "2/2 workloads available",
          Evidence.How.SIMULATED);

  @Test
  void givenTheLongestNamesOfEco2WhenPrintedThenNoLineIsWiderThanTheUsualTerminal() {
    AddonsReady ready = (AddonsReady) new Story(1).addonsReady(1).events().getLast().data();
    AddonsReady result =
        new AddonsReady(
            ready.cluster(),
            ready.controlPlane(),
            List.of(NODE),
            List.of(ADDON),
            null,
            List.of(),
            List.of(
                new Evidence(
                    "Argo CD has synced the root application",
                    Evidence.How.SKIPPED,
                    "no spec.gitops, or no argo-cd in spec.addons")));

    assertThat(ResultTables.of(result, node -> true))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80))
        .anyMatch(line -> line.endsWith("i-0123456789abcdef0"));
  }
}
