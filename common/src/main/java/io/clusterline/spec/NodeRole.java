package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a node does. */
public enum NodeRole {
  /** Runs etcd, API server, controller manager and scheduler. */
  @JsonProperty("control-plane")
  CONTROL_PLANE,
  /** Runs everything else. */
  @JsonProperty("worker")
  WORKER
}
