package io.clusterline.gitops.inventory;

import io.clusterline.gitops.catalogue.Catalogue;
import io.clusterline.gitops.catalogue.CatalogueEntry;
import io.clusterline.gitops.inventory.ChartInventory.Container;
import io.clusterline.gitops.inventory.ChartInventory.Workload;
import io.clusterline.spec.AddonImages;
import io.clusterline.spec.AddonImages.Chart;
import io.clusterline.spec.AddonImages.Placed;
import io.clusterline.spec.AddonNames;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads from the inventories which nodes run which images. */
final class ImagePlaces {

  private static final String CONTROL_PLANE_LABEL = "node-role.kubernetes.io/control-plane";
  private static final String WORKLOAD_LABEL = "workload";

  /** The image of a container that Prometheus' operator adds to what it runs. */
  private static final String ADDED_BY_OPERATOR = "--prometheus-config-reloader=";

  private ImagePlaces() {}

  static AddonImages of(Catalogue catalogue, Function<CatalogueEntry, ChartInventory> inventories) {
    return new AddonImages(
        AddonNames.ALL.stream()
            .map(catalogue::entry)
            .map(entry ->
                new Chart(
                    entry.name(), entry.version(), entry.needs(), images(inventories.apply(entry))))
            .toList());
  }

  /** In the order in which pods start them; tests that the chart brings are run by nobody. */
  private static List<Placed> images(ChartInventory chart) {
    List<String> tests =
        chart.hooks().stream()
            .filter(hook -> hook.events().startsWith("test"))
            .map(ChartInventory.Hook::object)
            .toList();
    return chart.workloads().stream()
        .filter(workload -> !tests.contains(workload.object()))
        .flatMap(ImagePlaces::placed)
        .distinct()
        .collect(Collectors.toUnmodifiableList());
  }

  private static Stream<Placed> placed(Workload workload) {
    String on = nodes(workload);
    return on.isEmpty()
        ? Stream.of()
        : workload.containers().stream()
            .flatMap(ImagePlaces::images)
            .map(image -> new Placed(on, image));
  }

  private static Stream<String> images(Container container) {
    return Stream.concat(
        Stream.of(container.image()),
        container.arguments().stream()
            .filter(argument -> argument.startsWith(ADDED_BY_OPERATOR))
            .map(argument -> argument.substring(ADDED_BY_OPERATOR.length())));
  }

  /** Empty for pods that may run anywhere. */
  private static String nodes(Workload workload) {
    if (workload.isOnEveryNode()) {
      return AddonImages.EVERY_NODE;
    }
    return workload.nodeSelector().containsKey(CONTROL_PLANE_LABEL)
        ? AddonImages.CONTROL_PLANE
        : workload.nodeSelector().getOrDefault(WORKLOAD_LABEL, "");
  }
}
