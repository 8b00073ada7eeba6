package io.clusterline.zerotrust.matrix;

import io.clusterline.spec.Cluster;
import io.clusterline.testkit.Repository;
import io.clusterline.testkit.SampleClusters;
import io.clusterline.zerotrust.PolicySet;
import io.clusterline.zerotrust.matrix.Needs.Need;
import java.util.List;

/** Eco2's policies, and what is expected of them. */
final class Eco2 {

  /** With a namespace of operators, so that every tier has pods. */
  static final Cluster CLUSTER =
      SampleClusters.parse(
          SampleClusters.text("eco2.yaml")
              .replace(
                  "    - name: cert-manager\n      labels:",
                  "    - {name: operators, labels: {tier: platform}}\n"
                      + "    - name: cert-manager\n      labels:"));

  static final World WORLD = new World(CLUSTER);
  static final PolicySet POLICIES = PolicySet.of(CLUSTER.spec());
  static final List<Cell> CELLS =
      new Matrix(
              Repository.read("bench/src/test/resources/zerotrust/matrix.md").lines().toList(),
              WORLD)
          .cells();
  static final List<Need> NEEDS = new Needs(WORLD).all();
  static final List<Need> ALSO = new Needs(WORLD).also();

  private Eco2() {}
}
