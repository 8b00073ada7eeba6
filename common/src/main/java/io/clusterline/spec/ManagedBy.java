package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Who installs an add-on. */
public enum ManagedBy {
  /** The pipeline, from the catalogue. */
  @JsonEnumDefaultValue
  @JsonProperty("clusterline")
  CLUSTERLINE,
  /** Argo CD, from the GitOps repository; the pipeline waits until it is healthy. */
  @JsonProperty("gitops")
  GITOPS
}
