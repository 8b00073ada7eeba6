package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What opens a private Git repository. Its value is in the cluster's secret store, in {@code
 * clusterline/CLUSTER/UID/gitops/repository}, and never in a specification.
 */
public enum GitCredentials {
  /** A user name and a token, for https URLs: {@code {"username": …, "password": …}}. */
  @JsonProperty("token")
  TOKEN,
  /** A private key, for SSH URLs: {@code {"sshPrivateKey": …}}. */
  @JsonProperty("ssh-key")
  SSH_KEY
}
