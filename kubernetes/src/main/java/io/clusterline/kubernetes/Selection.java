package io.clusterline.kubernetes;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Which objects of a kind.
 *
 * @param namespace null for all
 * @param labels as in {@code a=b,c=d}, empty for all
 * @param fields as in {@code involvedObject.name=x}, empty for all
 */
public record Selection(
    String apiVersion, String kind, @Nullable String namespace, String labels, String fields) {

  public static Selection all(String apiVersion, String kind) {
    return new Selection(apiVersion, kind, null, "", "");
  }

  public Selection in(String inNamespace) {
    return new Selection(apiVersion, kind, inNamespace, labels, fields);
  }

  public Selection withLabels(String selector) {
    return new Selection(apiVersion, kind, namespace, selector, fields);
  }

  public Selection withFields(String selector) {
    return new Selection(apiVersion, kind, namespace, labels, selector);
  }

  /** The labels of a workload's {@code spec.selector.matchLabels}. */
  Selection matching(JsonNode workload) {
    return withLabels(
        workload.path("spec").path("selector").path("matchLabels").properties().stream()
            .map(label -> label.getKey() + "=" + label.getValue().asString())
            .collect(Collectors.joining(",")));
  }

  Map<String, String> query(int limit, String next) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("limit", Integer.toString(limit));
    put(query, "labelSelector", labels);
    put(query, "fieldSelector", fields);
    put(query, "continue", next);
    return query;
  }

  private static void put(Map<String, String> query, String name, String value) {
    if (!value.isEmpty()) {
      query.put(name, value);
    }
  }
}
