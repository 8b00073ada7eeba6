package io.clusterline.gitops.step;

import java.security.SecureRandom;
import java.util.Base64;

/** Passwords that nobody has to type: 192 random bits in letters, digits, hyphens, underscores. */
final class RandomText {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 24;

  private RandomText() {}

  static String generate() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
