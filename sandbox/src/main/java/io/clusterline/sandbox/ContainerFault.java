package io.clusterline.sandbox;

import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * How the containers that fit come up, or go.
 *
 * @param pod regular expression
 * @param image regular expression
 */
public record ContainerFault(
    @Nullable String namespace,
    @Nullable String pod,
    @Nullable String image,
    Kind fault,
    @Nullable Double seconds) {

  /** The kind of fault. */
  public enum Kind {
    PULL_ERROR("pullError"),
    CRASH_LOOP("crashLoop"),
    NEVER_READY("neverReady"),
    SLOW("slow"),
    SLOW_STOP("slowStop");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    @JsonValue
    @Override
    public String toString() {
      return text;
    }
  }
}
