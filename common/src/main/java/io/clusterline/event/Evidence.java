package io.clusterline.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * One check behind a "ready", and its kind. Nothing simulated is ever shown as executed.
 *
 * @param check as a statement: "calico-node is ready on every node"
 * @param how kind of the evidence
 * @param result the observation: "14/14"
 */
public record Evidence(String check, How how, String result) {

  /** Kind of evidence. */
  public enum How {
    /** The product checked something real. */
    EXECUTED,
    /** The product checked, and the sandbox simulated the container that would have answered. */
    SIMULATED,
    /** Not checked; the result tells why. */
    SKIPPED;

    @JsonCreator
    public static How parse(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }

    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
