package io.clusterline.kubernetes;

import io.clusterline.event.Evidence;

/**
 * Whether the cluster's containers really run. The sandbox's container runtime calls itself {@code
 * sandbox}; evidence from its containers is of kind {@link Evidence.How#SIMULATED}.
 */
public final class SimulatedWorkloads {

  private static final String RUNTIME = "sandbox";

  private final KubernetesApi api;

  public SimulatedWorkloads(KubernetesApi api) {
    this.api = api;
  }

  /**
   * Kind of evidence about containers: simulated as soon as one node uses the simulated runtime.
   */
  public Evidence.How kindOfEvidence() {
    boolean pretended =
        api.list(Selection.all("v1", "Node")).stream()
            .map(node -> node.path("status").path("nodeInfo").path("containerRuntimeVersion"))
            .anyMatch(runtime -> runtime.asString("").startsWith(RUNTIME));
    return pretended ? Evidence.How.SIMULATED : Evidence.How.EXECUTED;
  }
}
