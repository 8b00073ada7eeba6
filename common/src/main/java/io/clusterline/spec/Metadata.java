package io.clusterline.spec;

import java.util.Map;

/**
 * How a cluster is called.
 *
 * @param name a DNS label of at most 40 characters, because AWS names derive from it
 * @param labels the owner's own words; they become tags of the cluster's AWS resources
 */
public record Metadata(
    @Constraint(form = TextFormat.CLUSTER_NAME) String name,
    @Constraint(defaultsTo = "{}") Map<String, String> labels) {

  public Metadata {
    labels = Immutable.map(labels);
  }
}
