package io.clusterline.spec;

import java.util.List;

/**
 * The network policies of the cluster.
 *
 * @param enabled whether every namespace with a tier gets its policies: default deny both ways, and
 *     what the dependencies of its tier allow. Without them each pod reaches every other
 * @param additional policies beside those; they can allow more, and isolate pods of namespaces
 *     without a tier
 */
public record NetworkPoliciesSpec(
    @Constraint(defaultsTo = "true") boolean enabled,
    @Constraint(defaultsTo = "[]", maxItems = 200) List<NetworkPolicySpec> additional) {

  /** As when nothing is written. */
  public static final NetworkPoliciesSpec DEFAULT = new NetworkPoliciesSpec(true, List.of());

  public NetworkPoliciesSpec {
    additional = Immutable.list(additional);
  }
}
