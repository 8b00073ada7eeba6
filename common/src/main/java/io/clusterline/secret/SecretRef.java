package io.clusterline.secret;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The name of a secret in the cluster's own account; events carry it instead of the secret. */
public record SecretRef(@JsonValue String name) {

  @JsonCreator
  public SecretRef {}
}
