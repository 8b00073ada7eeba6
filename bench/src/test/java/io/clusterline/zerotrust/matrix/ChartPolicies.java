package io.clusterline.zerotrust.matrix;

import io.clusterline.networkpolicy.NetworkPolicy;
import io.clusterline.networkpolicy.NetworkPolicyJson;
import io.clusterline.testkit.Repository;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The policies that real charts of the catalogue bring with them. */
final class ChartPolicies {

  private static final String FILE =
      "bench/src/test/resources/zerotrust/argo-cd-10.1.1-networkpolicies.yaml";

  private ChartPolicies() {}

  static List<NetworkPolicy> all() {
    return new YAMLMapper()
        .readerFor(JsonNode.class).<JsonNode>readValues(Repository.read(FILE)).readAll().stream()
            .map(manifest -> NetworkPolicyJson.read(manifest, "argocd"))
            .toList();
  }
}
