package io.clusterline.gitops.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.gitops.catalogue.CatalogueEntry;
import io.clusterline.gitops.inventory.ChartInventory.Container;
import io.clusterline.gitops.inventory.ChartInventory.Probe;
import io.clusterline.gitops.inventory.ChartInventory.Webhook;
import io.clusterline.gitops.inventory.ChartInventory.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sandbox's charts bite where the real ones bite: compared with what the real ones hold. */
class StandInChartsAgainstInventoryTest {

  private static final Path STAND_INS = Path.of("..", "sandbox", "mirror", "charts");

  /** Made by Jobs of the real charts that the sandbox's pods do not run. */
  private static final List<String> MADE_BY_HOOKS =
      List.of("Secret argocd-redis#auth", "Secret prometheus-kube-prometheus-admission");

  /**
   * Webhooks that refuse what others apply. Those of the load balancer controller for its own kinds
   * and for marked namespaces are left out, and Prometheus' refuse nothing.
   */
  private static final Set<String> REFUSING =
      Set.of(
          "vingress.elbv2.k8s.aws",
          "webhook.cert-manager.io",
          "validate.secretstore.external-secrets.io",
          "validate.clustersecretstore.external-secrets.io",
          "validate.externalsecret.external-secrets.io");

  static List<CatalogueEntry> entries() {
    return Inventories.entries();
  }

  @ParameterizedTest
  @MethodSource("entries")
  void givenAStandInWhenRenderedThenItHasTheRealWorkloadsUnderTheirNames(CatalogueEntry entry)
      throws IOException {
    assertThat(standIn(entry).keySet()).isEqualTo(real(entry).keySet());
  }

  @ParameterizedTest
  @MethodSource("entries")
  void givenAStandInWhenItsPodsArePlacedThenTheyGoWhereTheRealOnesGoAndAskForAsMuch(
      CatalogueEntry entry) throws IOException {
    compare(entry, Workload::nodeSelector);
    compare(entry, workload -> List.copyOf(workload.tolerations()));
    compare(entry, Workload::hostNetwork);
    compare(entry, Workload::replicas);
    compare(entry, Workload::requests);
  }

  @ParameterizedTest
  @MethodSource("entries")
  void givenAStandInWhenItsPodsStartThenTheyNeedTheSameSecrets(CatalogueEntry entry)
      throws IOException {
    compare(
        entry,
        workload ->
            workload.needs().stream()
                .filter(need -> need.startsWith("Secret "))
                .filter(need -> !MADE_BY_HOOKS.contains(need))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("entries")
  void givenAStandInWhenItsContainersAreReadThenTheyAreRealOnesWithTheirImagesAndProbes(
      CatalogueEntry entry) throws IOException {
    Map<String, Workload> real = real(entry);
    standIn(entry)
        .forEach((name, workload) -> {
          Map<String, Container> containers =
              real.get(name).containers().stream()
                  .collect(Collectors.toMap(Container::name, Function.identity()));
          for (Container container : workload.containers()) {
            Container original = containers.get(container.name());
            assertThat(original).as("%s, container %s", name, container.name()).isNotNull();
            assertThat(container.image()).isEqualTo(original.image());
            assertThat(probes(original)).as("%s, probes", name).containsAll(probes(container));
          }
        });
  }

  @ParameterizedTest
  @MethodSource("entries")
  void givenAStandInWhenInstalledThenItRefusesWhatTheRealOneRefuses(CatalogueEntry entry)
      throws IOException {
    List<Webhook> refusing =
        Inventories.of(entry).webhooks().stream()
            .filter(webhook -> REFUSING.contains(webhook.name()))
            .toList();

    try (UnpackedChart chart = UnpackedChart.of(STAND_INS, entry)) {
      assertThat(
              new RenderedChart(
                      ChartCheck.render(Inventories.eco2(entry), chart.directory()),
                      entry.namespace())
                  .webhooks())
          .isEqualTo(refusing);
    }
  }

  /** They shut out what they do not expect, in the sandbox's cluster as in any other. */
  @ParameterizedTest
  @MethodSource("entries")
  void givenAStandInWhenRenderedThenItHasTheNetworkPoliciesOfTheRealChart(CatalogueEntry entry)
      throws IOException {
    try (UnpackedChart chart = UnpackedChart.of(STAND_INS, entry)) {
      RenderedChart standIn =
          new RenderedChart(
              ChartCheck.render(Inventories.eco2(entry), chart.directory()), entry.namespace());

      assertThat(policies(standIn.standing())).isEqualTo(policies(Inventories.of(entry).objects()));
    }
  }

  private static List<String> policies(List<String> objects) {
    return objects.stream().filter(object -> object.startsWith("NetworkPolicy ")).toList();
  }

  private static <T> void compare(CatalogueEntry entry, Function<Workload, T> fact)
      throws IOException {
    assertThat(facts(standIn(entry), fact)).isEqualTo(facts(real(entry), fact));
  }

  private static <T> Map<String, T> facts(
      Map<String, Workload> workloads, Function<Workload, T> fact) {
    Map<String, T> facts = new TreeMap<>();
    workloads.forEach((name, workload) -> facts.put(name, fact.apply(workload)));
    return facts;
  }

  private static Map<String, Workload> real(CatalogueEntry entry) {
    return byName(Inventories.of(entry).standing());
  }

  private static Map<String, Workload> standIn(CatalogueEntry entry) throws IOException {
    try (UnpackedChart chart = UnpackedChart.of(STAND_INS, entry)) {
      return byName(
          new RenderedChart(
                  ChartCheck.render(Inventories.eco2(entry), chart.directory()), entry.namespace())
              .workloads());
    }
  }

  private static Map<String, Workload> byName(List<Workload> workloads) {
    return workloads.stream()
        .collect(
            Collectors.toMap(Workload::object, Function.identity(), (a, b) -> a, TreeMap::new));
  }

  /**
   * Which probes, how they ask and when: the port may have a name there and a number here, and the
   * liveness of what is pretended is asked no more often than need be.
   */
  private static List<Probe> probes(Container container) {
    return container.probes().stream()
        .map(probe ->
            probe.kind().equals("liveness")
                ? new Probe(probe.kind(), scheme(probe), 0, 0)
                : new Probe(
                    probe.kind(), scheme(probe), probe.delaySeconds(), probe.periodSeconds()))
        .toList();
  }

  private static String scheme(Probe probe) {
    return probe.action().split(" ")[0];
  }
}
