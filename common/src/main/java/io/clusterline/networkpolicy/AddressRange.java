package io.clusterline.networkpolicy;

import java.net.InetAddress;

/**
 * A range of IPv4 or IPv6 addresses in CIDR notation. Host bits may be set, as the API accepts it;
 * they mean nothing.
 */
record AddressRange(byte[] address, int prefixLength) {

  /** Reads it; the exception's message says what is wrong. */
  static AddressRange parse(String cidr) {
    int slash = cidr.indexOf('/');
    if (slash < 0 || !cidr.substring(slash + 1).matches("\\d{1,3}")) {
      throw new IllegalArgumentException("not an address range like 10.0.0.0/16: " + cidr);
    }
    byte[] address = bytes(cidr.substring(0, slash));
    int prefixLength = Integer.parseInt(cidr.substring(slash + 1));
    if (prefixLength > address.length * Byte.SIZE) {
      throw new IllegalArgumentException("the prefix is longer than the address: " + cidr);
    }
    return new AddressRange(address, prefixLength);
  }

  /** Whether the address, in its usual notation, is one of the range. */
  boolean contains(String other) {
    return sharesPrefix(bytes(other));
  }

  /** Whether the other range is a part of this one, and not the whole. */
  boolean strictlyContains(AddressRange other) {
    return prefixLength < other.prefixLength && sharesPrefix(other.address);
  }

  private boolean sharesPrefix(byte[] other) {
    if (other.length != address.length) {
      return false;
    }
    for (int bit = 0; bit < prefixLength; bit++) {
      int mask = 0x80 >> bit % Byte.SIZE;
      if ((address[bit / Byte.SIZE] & mask) != (other[bit / Byte.SIZE] & mask)) {
        return false;
      }
    }
    return true;
  }

  private static byte[] bytes(String address) {
    return InetAddress.ofLiteral(address).getAddress(); // never asks a name server
  }
}
