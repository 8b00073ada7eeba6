package io.clusterline.sandbox;

import java.security.SecureRandom;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The access key that the sandbox's AWS requires: other users of the machine reach its port too. It
 * is passed in environments and private files, never in arguments.
 */
final class SandboxKey {

  /** The variable in which processes of the sandbox get it. */
  static final String VARIABLE = "CLUSTERLINE_SANDBOX_KEY";

  private static final Pattern FORM = Pattern.compile("[A-Z0-9]{16,128}");
  private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int LENGTH = 16;

  private SandboxKey() {}

  /** A new one, in the form of AWS's own access key ids. */
  static String generate() {
    SecureRandom random = new SecureRandom();
    StringBuilder key = new StringBuilder("AKIA");
    for (int i = 0; i < LENGTH; i++) {
      key.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
    }
    return key.toString();
  }

  /**
   * The key from the environment, else a new one.
   *
   * @throws IllegalArgumentException naming the variable and not its value
   */
  static String of(Map<String, String> environment) {
    String given = environment.getOrDefault(VARIABLE, "");
    if (given.isBlank()) {
      return generate();
    }
    if (!FORM.matcher(given).matches()) {
      throw new IllegalArgumentException(
          VARIABLE + " is not an access key id: give 16 to 128 capital letters and digits");
    }
    return given;
  }
}
