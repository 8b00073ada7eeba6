package io.clusterline.kubernetes;

import io.clusterline.event.NodeStatus;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The cluster's nodes as the API server shows them. */
public final class Nodes {

  private static final String ROLE = "node-role.kubernetes.io/";

  private final KubernetesApi api;

  public Nodes(KubernetesApi api) {
    this.api = api;
  }

  /**
   * A node and why it is not ready.
   *
   * @param reason of its Ready condition: {@code KubeletNotReady: cni plugin not initialized}
   */
  public record Readiness(NodeStatus node, String reason) {}

  /** All, by name. */
  public List<Readiness> list() {
    return api.list(Selection.all("v1", "Node")).stream()
        .map(Nodes::read)
        .sorted(Comparator.comparing(readiness -> readiness.node().name()))
        .toList();
  }

  /** A node object that was read elsewhere. */
  public static Readiness read(JsonNode node) {
    return new Readiness(status(node), Conditions.describe(node, "Ready"));
  }

  static NodeStatus status(JsonNode node) {
    return new NodeStatus(
        node.path("metadata").path("name").asString(),
        Conditions.isTrue(node, "Ready"),
        roles(node),
        node.path("status").path("nodeInfo").path("kubeletVersion").asString(""),
        internalAddress(node),
        node.path("spec").path("providerID").asString(""));
  }

  /** As kubectl prints them. */
  private static String roles(JsonNode node) {
    String roles =
        node.path("metadata").path("labels").properties().stream()
            .map(label -> label.getKey())
            .filter(key -> key.startsWith(ROLE))
            .map(key -> key.substring(ROLE.length()))
            .sorted()
            .collect(Collectors.joining(","));
    return roles.isEmpty() ? "<none>" : roles;
  }

  private static String internalAddress(JsonNode node) {
    return node.path("status")
        .path("addresses")
        .valueStream()
        .filter(address -> address.path("type").asString("").equals("InternalIP"))
        .map(address -> address.path("address").asString())
        .findFirst()
        .orElse("");
  }
}
