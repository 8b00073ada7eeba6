package io.clusterline.gitops.catalogue;

import io.clusterline.Json;
import io.clusterline.event.Infrastructure;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.spec.AddonSpec;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.ManagedBy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The add-ons of one cluster, with their values. */
public final class AddonPlan {

  private final List<PlannedAddon> addons;
  private final List<CatalogueEntry> fromRepository;

  private AddonPlan(List<PlannedAddon> addons, List<CatalogueEntry> fromRepository) {
    this.addons = addons;
    this.fromRepository = fromRepository;
  }

  public static AddonPlan of(Catalogue catalogue, Cluster cluster, Infrastructure infrastructure) {
    List<AddonSpec> wanted = cluster.spec().addons();
    Planner planner = new Planner(cluster, infrastructure);
    List<CatalogueEntry> all = catalogue.closure(wanted.stream().map(AddonSpec::name).toList());
    return new AddonPlan(
        all.stream()
            .filter(entry -> isOurs(wanted, entry))
            .map(entry -> planner.plan(entry, specification(wanted, entry)))
            .toList(),
        all.stream().filter(entry -> !isOurs(wanted, entry)).toList());
  }

  /** What another add-on needs and nobody has named is ours. */
  private static boolean isOurs(List<AddonSpec> wanted, CatalogueEntry entry) {
    return specification(wanted, entry)
        .map(addon -> addon.managedBy() == ManagedBy.CLUSTERLINE)
        .orElse(true);
  }

  private static Optional<AddonSpec> specification(List<AddonSpec> wanted, CatalogueEntry entry) {
    return wanted.stream().filter(addon -> addon.name().equals(entry.name())).findFirst();
  }

  /** Those that the GitOps repository installs. */
  public List<CatalogueEntry> fromRepository() {
    return fromRepository;
  }

  /** Those that the pipeline installs, in the catalogue's order, each after its needs. */
  public List<PlannedAddon> addons() {
    return addons;
  }

  public Optional<PlannedAddon> addon(String name) {
    return addons.stream().filter(addon -> addon.name().equals(name)).findFirst();
  }

  /** The catalogue's values, then placement, then the specification's values. */
  private record Planner(Map<String, String> facts, NodePlacement placement, boolean hasDomain) {

    Planner(Cluster cluster, Infrastructure infrastructure) {
      this(
          facts(cluster, infrastructure),
          new NodePlacement(cluster.spec()),
          cluster.spec().domain() != null);
    }

    PlannedAddon plan(CatalogueEntry entry, Optional<AddonSpec> specification) {
      refuseWithoutRequired(entry);
      ObjectNode values = Values.filled(entry.values(), facts);
      for (CatalogueEntry.Placement placed : entry.placement()) {
        placement
            .valuesFor(placed.on())
            .ifPresent(where -> Values.merge(Values.at(values, placed.at()), where));
      }
      specification.ifPresent(addon -> Values.merge(values, tree(addon)));
      String version = specification.map(AddonSpec::version).orElse(entry.version());
      return new PlannedAddon(entry, version, Values.computed(values));
    }

    /** A request that names an add-on without them is refused before; its needs are not. */
    private void refuseWithoutRequired(CatalogueEntry entry) {
      if (entry.requires().contains("domain") && !hasDomain) {
        throw new ClusterlineException(
            ErrorCode.INVALID_SPECIFICATION,
            "spec.addons: " + entry.name() + " needs spec.domain, which is not given");
      }
    }

    private static JsonNode tree(AddonSpec addon) {
      return Json.MAPPER.valueToTree(addon.values());
    }

    private static Map<String, String> facts(Cluster cluster, Infrastructure infrastructure) {
      String domain = cluster.spec().domain();
      return Map.of(
          "cluster", cluster.name(),
          "region", infrastructure.region(),
          "vpcId", infrastructure.vpcId(),
          "domain", domain == null ? cluster.name() + ".internal" : domain);
    }
  }
}
