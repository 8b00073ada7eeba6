package io.clusterline.stage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Comparator;

/**
 * The identity of a step and of its ledger entry, written {@code kind/key}: {@code
 * subnet/public-a}.
 *
 * @param kind of the resource, a lower-case noun such as {@code subnet}
 * @param key of the resource, unique within kind and cluster's stage
 */
public record Address(String kind, String key) implements Comparable<Address> {

  private static final Comparator<Address> ORDER =
      Comparator.comparing(Address::kind).thenComparing(Address::key);

  public Address {
    if (kind.isBlank() || kind.contains("/")) {
      throw new IllegalArgumentException("kind of a step must be a plain word, not '" + kind + "'");
    }
    if (key.isBlank()) {
      throw new IllegalArgumentException("key of a step of kind " + kind + " must not be blank");
    }
  }

  /** Reads {@code kind/key}; the key may hold further slashes. */
  @JsonCreator
  public static Address parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("not a step address (kind/key): '" + text + "'");
    }
    return new Address(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public int compareTo(Address other) {
    return ORDER.compare(this, other);
  }

  @JsonValue
  @Override
  public String toString() {
    return kind + "/" + key;
  }
}
