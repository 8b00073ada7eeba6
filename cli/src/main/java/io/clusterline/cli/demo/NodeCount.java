package io.clusterline.cli.demo;

import tools.jackson.databind.JsonNode;

/**
 * How many nodes a cluster has.
 *
 * @param ready those whose Ready condition is true
 */
public record NodeCount(long ready, long total) {

  /** Of a list as {@code kubectl get nodes -o json} prints it. */
  static NodeCount of(JsonNode list) {
    JsonNode items = list.path("items");
    return new NodeCount(items.valueStream().filter(NodeCount::isReady).count(), items.size());
  }

  private static boolean isReady(JsonNode node) {
    return node.at("/status/conditions")
        .valueStream()
        .anyMatch(condition ->
            condition.path("type").asString().equals("Ready")
                && condition.path("status").asString().equals("True"));
  }
}
