package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Role of a node. */
public enum NodeRole {
  /** Runs etcd, API server, controller manager and scheduler. */
  @JsonProperty("control-plane")
  CONTROL_PLANE,
  /** Runs everything else. */
  @JsonProperty("worker")
  WORKER
}
