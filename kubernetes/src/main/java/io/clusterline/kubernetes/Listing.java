package io.clusterline.kubernetes;

import io.clusterline.kubernetes.ResourceTypes.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Lists objects page by page: a large collection in one answer would be a burden to the server.
 *
 * @param page how many objects an answer may hold
 * @param accept in which form they are asked for
 */
record Listing(Connection connection, ResourceTypes types, int page, String accept) {

  static final int PAGE = 500;

  /** Only {@code metadata}. */
  static final String METADATA = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";

  /** None when the kind is not known (yet). */
  List<JsonNode> of(Selection selection) {
    return types
        .find(selection.apiVersion(), selection.kind())
        .map(type -> of(selection, type))
        .orElse(List.of());
  }

  private List<JsonNode> of(Selection selection, ResourceType type) {
    String path = type.collection(Optional.ofNullable(selection.namespace()));
    List<JsonNode> items = new ArrayList<>();
    String next = "";
    do {
      JsonNode answer = connection.get(path, selection.query(page, next), accept);
      answer.path("items").forEach(items::add);
      next = answer.path("metadata").path("continue").asString("");
    } while (!next.isEmpty());
    return items;
  }
}
