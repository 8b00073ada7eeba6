package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a grant permits, by Kubernetes' own user-facing roles. */
public enum GrantRole {
  /** Everything, in the whole cluster; in a namespace all but its quota. */
  @JsonProperty("admin")
  ADMIN("admin", "cluster-admin"),
  /** Changes workloads, and reads their secrets. */
  @JsonProperty("operator")
  OPERATOR("edit", "edit"),
  /** Reads everything but secrets. */
  @JsonProperty("viewer")
  VIEWER("view", "view");

  private final String inNamespace;
  private final String inCluster;

  GrantRole(String inNamespace, String inCluster) {
    this.inNamespace = inNamespace;
    this.inCluster = inCluster;
  }

  /** The ClusterRole that is bound in a namespace. */
  public String inNamespace() {
    return inNamespace;
  }

  /** The ClusterRole that is bound for the whole cluster. */
  public String inCluster() {
    return inCluster;
  }
}
