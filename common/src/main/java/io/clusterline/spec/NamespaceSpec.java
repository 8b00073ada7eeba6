package io.clusterline.spec;

import java.util.Map;

/**
 * A namespace that exists before any add-on.
 *
 * @param name a DNS label
 * @param labels labels of the namespace; network policies select by them
 */
public record NamespaceSpec(
    @Constraint(form = TextFormat.DNS_LABEL) String name,
    @Constraint(defaultsTo = "{}") Map<String, String> labels) {

  public NamespaceSpec {
    labels = Immutable.map(labels);
  }
}
