package io.clusterline.gitops.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.gitops.inventory.ChartInventory.Probe;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A build waits until every add-on is available: a probe that is asked late holds everything up.
 * The kubelet of a node that has just joined waits a random part of a period before its first
 * question, so that one of 60 s costs a minute at worst.
 */
class ReadinessDelayTest {

  private static final int LONGEST = 6;

  /** Its chart has no value for it. */
  private static final String FIXED = "Deployment kube-system/ebs-csi-controller";

  static Stream<Arguments> probes() {
    return Inventories.all().stream()
        .flatMap(inventory -> inventory.standing().stream())
        .filter(workload -> !workload.object().equals(FIXED))
        .flatMap(workload ->
            workload.containers().stream()
                .flatMap(container ->
                    container.probes().stream()
                        .filter(probe -> probe.kind().equals("readiness"))
                        .map(probe ->
                            Arguments.of(workload.object() + " " + container.name(), probe))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("probes")
  void givenAnAddonOnANewNodeWhenItIsReadyThenTheKubeletNoticesSoon(String where, Probe probe) {
    assertThat(probe.longestSeconds()).as("%s: %s", where, probe).isLessThanOrEqualTo(LONGEST);
  }
}
