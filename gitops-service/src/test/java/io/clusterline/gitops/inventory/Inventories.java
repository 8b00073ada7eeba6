package io.clusterline.gitops.inventory;

import io.clusterline.gitops.catalogue.Catalogue;
import io.clusterline.gitops.catalogue.CatalogueEntry;
import io.clusterline.gitops.catalogue.PlannedAddon;
import io.clusterline.testkit.SampleClusters;
import java.util.List;

/** The inventories that are checked in, of the bundled catalogue's charts. */
final class Inventories {

  static final Catalogue CATALOGUE = Catalogue.bundled();

  private Inventories() {}

  static List<CatalogueEntry> entries() {
    return List.copyOf(CATALOGUE.entries());
  }

  static ChartInventory of(CatalogueEntry entry) {
    return ChartInventory.of(entry)
        .orElseThrow(() ->
            new AssertionError(
                "no inventory of " + entry + ": run ./clusterline chart-check CHARTS"));
  }

  static List<ChartInventory> all() {
    return entries().stream().map(Inventories::of).toList();
  }

  /** For the cluster that the inventories were made for. */
  static PlannedAddon eco2(CatalogueEntry entry) {
    return ChartCheck.plan(CATALOGUE, SampleClusters.eco2(), entry);
  }
}
