package io.clusterline.network;

import io.clusterline.event.Evidence;
import io.clusterline.event.Evidence.How;
import io.clusterline.networkpolicy.NetworkPolicy;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.zerotrust.PolicySet;
import java.util.List;
import java.util.Optional;

/**
 * What CniReady says about the network policies, so that nobody takes an open cluster for closed.
 */
final class PolicyEvidence {

  private static final String CHECK = "network policies of the namespaces' tiers are as specified";

  private PolicyEvidence() {}

  /** Empty for a cluster whose specification has no namespaces. */
  static Optional<Evidence> of(ClusterSpec spec) {
    if (!spec.networkPolicies().enabled()) {
      return Optional.of(
          skipped(
              "switched off in the specification (networkPolicies): every pod reaches every other"));
    }
    if (spec.namespaces().isEmpty()) {
      return Optional.empty();
    }
    List<NetworkPolicy> policies = PolicySet.of(spec).generated();
    return Optional.of(
        policies.isEmpty()
            ? skipped("no namespace of the specification has a tier")
            : new Evidence(CHECK, How.EXECUTED, describe(policies)));
  }

  private static String describe(List<NetworkPolicy> policies) {
    long namespaces = policies.stream().map(NetworkPolicy::namespace).distinct().count();
    return policies.size() + " policies, namespaces with a tier: " + namespaces;
  }

  private static Evidence skipped(String why) {
    return new Evidence(CHECK, How.SKIPPED, why);
  }
}
