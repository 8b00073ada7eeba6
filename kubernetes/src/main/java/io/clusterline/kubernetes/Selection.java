package io.clusterline.kubernetes;

import io.kubernetes.client.util.generic.options.ListOptions;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Selects objects of a kind.
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

  /** One object, there or not. */
  public static Selection of(ObjectRef ref) {
    String name = "metadata.name=" + ref.name();
    return new Selection(ref.apiVersion(), ref.kind(), ref.namespace(), "", name);
  }

  /** Selections of all objects of these objects' kinds and namespaces, to watch for changes. */
  public static List<Selection> ofKindsOf(Collection<ObjectRef> refs) {
    return refs.stream()
        .map(ref -> new Selection(ref.apiVersion(), ref.kind(), ref.namespace(), "", ""))
        .distinct()
        .toList();
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

  ListOptions options(int limit) {
    return new ListOptions().limit(limit).labelSelector(labels).fieldSelector(fields);
  }
}
