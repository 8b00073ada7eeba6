package io.clusterline.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * One check behind a "ready", and how it came about. Nothing simulated is ever shown as executed.
 *
 * @param check what was asked, as a statement: "calico-node is ready on every node"
 * @param how how the answer came about
 * @param result what was seen: "14/14"
 */
public record Evidence(String check, How how, String result) {

  /** How an answer came about. */
  public enum How {
    /** The product looked, and what it looked at is real. */
    EXECUTED,
    /** The product looked, and the sandbox pretended the container that would have answered. */
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
