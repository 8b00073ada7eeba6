package io.clusterline.event;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * Creates identifiers: derived ones, which are the same every time, and new ones, which sort by
 * time.
 */
public final class Ids {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int DERIVED_LENGTH = 32;

  private Ids() {}

  /** The same parts give the same id: an event that is published again keeps its id. */
  public static String derived(Object... parts) {
    StringBuilder text = new StringBuilder();
    for (Object part : parts) {
      text.append(part).append('\n');
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, DERIVED_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** A UUID of version 7 (RFC 9562): 48 bits of milliseconds, then random. */
  public static String timeOrdered(Clock clock) {
    long random = RANDOM.nextLong();
    long high = (clock.millis() << 16) | 0x7000L | (random & 0x0fffL);
    long low = (RANDOM.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }

  /** When a {@link #timeOrdered} id was created, to the millisecond; empty for any other id. */
  public static Optional<Instant> timeOf(String id) {
    try {
      UUID uuid = UUID.fromString(id);
      return uuid.version() == 7
          ? Optional.of(Instant.ofEpochMilli(uuid.getMostSignificantBits() >>> 16))
          : Optional.empty();
    } catch (IllegalArgumentException anotherKind) {
      return Optional.empty();
    }
  }
}
