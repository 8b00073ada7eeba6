package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of IPv4 addresses.
 *
 * @param network the first address as an unsigned 32-bit number
 * @param prefixLength how many leading bits are fixed
 */
public record Cidr(long network, int prefixLength) {

  private static final Pattern SYNTAX =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");
  private static final int ADDRESS_BITS = 32;

  public Cidr {
    if (prefixLength < 0 || prefixLength > ADDRESS_BITS) {
      throw new IllegalArgumentException("prefix length " + prefixLength + " is not within 0–32");
    }
    if (network < 0 || network >= 1L << ADDRESS_BITS) {
      throw new IllegalArgumentException(network + " is not an IPv4 address");
    }
    long first = network & mask(prefixLength);
    if (first != network) {
      throw new IllegalArgumentException(
          "host bits are set; the range is " + address(first) + "/" + prefixLength);
    }
  }

  /** Reads {@code a.b.c.d/n}; the exception's message names the mistake. */
  @JsonCreator
  public static Cidr parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not an IPv4 range like 10.0.0.0/16");
    }
    long network = 0;
    for (int group = 1; group <= 4; group++) {
      int octet = Integer.parseInt(matcher.group(group));
      if (octet > 255) {
        throw new IllegalArgumentException(octet + " is more than an octet holds (255)");
      }
      network = network << 8 | octet;
    }
    return new Cidr(network, Integer.parseInt(matcher.group(5)));
  }

  /** The range in the text, or empty if it is none. */
  static Optional<Cidr> find(String text) {
    try {
      return Optional.of(parse(text));
    } catch (IllegalArgumentException notARange) {
      return Optional.empty(); // CidrCheck reports it with the reason
    }
  }

  /** How many addresses it has. */
  public long size() {
    return 1L << (ADDRESS_BITS - prefixLength);
  }

  /** The address at that distance from the first one, in dotted notation. */
  public String address(int index) {
    if (index < 0 || index >= size()) {
      throw new IndexOutOfBoundsException(this + " has " + size() + " addresses, not " + index);
    }
    return address(network + index);
  }

  /** Whether every address of the other range is one of this range. */
  public boolean contains(Cidr other) {
    return prefixLength <= other.prefixLength && (other.network & mask(prefixLength)) == network;
  }

  /** Whether that address, in dotted notation, is one of this range. */
  public boolean contains(String address) {
    return contains(parse(address + "/" + ADDRESS_BITS));
  }

  /** Whether the two ranges share an address. */
  public boolean overlaps(Cidr other) {
    return contains(other) || other.contains(this);
  }

  @Override
  @JsonValue
  public String toString() {
    return address(network) + "/" + prefixLength;
  }

  private static long mask(int prefixLength) {
    return prefixLength == 0 ? 0 : -1L << (ADDRESS_BITS - prefixLength) & 0xFFFF_FFFFL;
  }

  private static String address(long value) {
    return "%d.%d.%d.%d"
        .formatted(value >> 24 & 0xFF, value >> 16 & 0xFF, value >> 8 & 0xFF, value & 0xFF);
  }
}
