package io.clusterline.zerotrust;

import io.clusterline.networkpolicy.InvalidNetworkPolicyException;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.ClusterRule;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.spec.Finding;
import io.clusterline.spec.NamespaceSpec;
import io.clusterline.spec.NetworkPolicySpec;
import io.clusterline.spec.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Policies of the user's own that Kubernetes would not take, that have no namespace, or that would
 * cut off a part of the platform. They are refused with the specification, before anything is
 * applied.
 */
public final class NetworkPolicyRule implements ClusterRule {

  /** Namespaces that exist without being in the specification. */
  private static final List<String> SYSTEM =
      List.of("default", "kube-system", "kube-public", "kube-node-lease");

  private static final String LIST = "spec.networkPolicies.additional";

  /** For {@link java.util.ServiceLoader}. */
  public NetworkPolicyRule() {}

  @Override
  public List<Finding> check(Cluster cluster) {
    ClusterSpec spec = cluster.spec();
    if (spec.networkPolicies().additional().isEmpty()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    Map<String, String> names = generatedNames(spec);
    List<NetworkPolicySpec> additional = spec.networkPolicies().additional();
    for (int index = 0; index < additional.size(); index++) {
      String path = LIST + "[" + index + "]";
      NetworkPolicySpec policy = additional.get(index);
      findings.addAll(checkNamespace(spec, policy, path));
      findings.addAll(checkUnique(names, policy, path));
      findings.addAll(checkForm(policy, path));
    }
    return findings.isEmpty()
        ? new PlatformNeeds(spec, PolicySet.of(spec)).findings(LIST)
        : findings;
  }

  private static List<Finding> checkNamespace(
      ClusterSpec spec, NetworkPolicySpec policy, String path) {
    List<String> known =
        Stream.concat(spec.namespaces().stream().map(NamespaceSpec::name), SYSTEM.stream())
            .toList();
    return known.contains(policy.namespace())
        ? List.of()
        : List.of(
            new Finding(
                path + ".namespace",
                policy.namespace(),
                "no namespace of the specification",
                Suggestion.advice(policy.namespace(), known)));
  }

  private static List<Finding> checkUnique(
      Map<String, String> names, NetworkPolicySpec policy, String path) {
    String other =
        names.putIfAbsent(policy.namespace() + "/" + policy.name(), "at " + path + ".name");
    return other == null
        ? List.of()
        : List.of(
            new Finding(
                path + ".name", policy.name(), "already used " + other, "choose another one"));
  }

  private static List<Finding> checkForm(NetworkPolicySpec policy, String path) {
    try {
      PolicySet.read(policy);
      return List.of();
    } catch (InvalidNetworkPolicyException invalid) {
      return List.of(
          new Finding(
              path + "." + invalid.field(),
              null,
              invalid.reason(),
              "write it as networking.k8s.io/v1 describes it (kubectl explain"
                  + " networkpolicy.spec)"));
    }
  }

  private static Map<String, String> generatedNames(ClusterSpec spec) {
    Map<String, String> names = new HashMap<>();
    PolicySet.generatedFor(spec)
        .forEach(policy ->
            names.put(policy.namespace() + "/" + policy.name(), "by a policy of the tiers"));
    return names;
  }
}
