package io.clusterline.spec;

import java.util.Map;

/**
 * A network policy that its user writes.
 *
 * @param namespace a namespace of the specification, or one that Kubernetes itself makes
 * @param name the policy's name
 * @param spec as in {@code networking.k8s.io/v1}: podSelector, policyTypes, ingress, egress
 */
public record NetworkPolicySpec(
    @Constraint(form = TextFormat.DNS_LABEL) String namespace,
    @Constraint(form = TextFormat.DNS_LABEL) String name,
    Map<String, Object> spec) {

  public NetworkPolicySpec {
    spec = Immutable.tree(spec);
  }
}
