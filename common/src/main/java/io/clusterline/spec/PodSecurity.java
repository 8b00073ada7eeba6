package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A level of the Pod Security Standards, the most permissive first. */
public enum PodSecurity {
  /** Everything is allowed. */
  @JsonProperty("privileged")
  PRIVILEGED("privileged"),
  /** No way to the node: neither its network, processes and files nor privileged containers. */
  @JsonProperty("baseline")
  BASELINE("baseline"),
  /** Besides, containers have to give up root and every capability. */
  @JsonProperty("restricted")
  RESTRICTED("restricted");

  /** The namespace's label that makes the API server refuse pods above the level. */
  public static final String ENFORCE = "pod-security.kubernetes.io/enforce";

  private final String level;

  PodSecurity(String level) {
    this.level = level;
  }

  /** As labels name it. */
  public String level() {
    return level;
  }

  /** Whether pods that this level admits are admitted by the other level too. */
  boolean isAdmittedBy(PodSecurity enforced) {
    return enforced.ordinal() <= ordinal();
  }
}
