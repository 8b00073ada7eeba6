package io.clusterline.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** The stages of the line, in the order in which a first build passes them. */
public enum StageName {
  ACCEPT("infra-service"),
  INFRA("infra-service"),
  BOOTSTRAP("bootstrap-service"),
  CNI("network-service"),
  NETWORK("network-service"),
  ADDONS("gitops-service");

  private final String service;

  StageName(String service) {
    this.service = service;
  }

  /** The service that owns the stage. */
  public String service() {
    return service;
  }

  /** The stage's own queue: {@code bootstrap-service.bootstrap}. */
  public String queue() {
    return service + "." + this;
  }

  /** Where the stage's dead letters rest: {@code bootstrap-service.bootstrap.dlq}. */
  public String deadLetterQueue() {
    return queue() + ".dlq";
  }

  @JsonCreator
  public static StageName parse(String text) {
    return Arrays.stream(values())
        .filter(stage -> stage.toString().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no stage is called '" + text + "'"));
  }

  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
