package io.clusterline.drill;

import io.clusterline.drill.ModelRequest.Place;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.SpecificationWriter;
import io.clusterline.testkit.SampleClusters;
import tools.jackson.databind.JsonNode;

/** The specifications that a cluster may have: they differ in their things and in what fails. */
enum ModelSpecification {
  /** Three nodes; a failed build is held. */
  SMALL(""),
  /** One node more, so one thing more in every layer; a failed build is rolled back. */
  LARGE("    - {name: worker-3, type: t3a.medium, subnet: public-b}\n\n  onFailure: rollback\n\n");

  private static final String AFTER_NODES = "  addons:";

  private final String more;

  ModelSpecification(String more) {
    this.more = more;
  }

  boolean isRolledBack() {
    return this == LARGE;
  }

  Cluster of(Place place) {
    String yaml = SampleClusters.smallText(place.name(), place.region());
    return SampleClusters.parse(yaml.replaceFirst(AFTER_NODES, more + AFTER_NODES));
  }

  JsonNode json(Place place) {
    return SpecificationWriter.toTree(of(place));
  }
}
