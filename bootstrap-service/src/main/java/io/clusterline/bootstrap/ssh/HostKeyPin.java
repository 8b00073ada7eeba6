package io.clusterline.bootstrap.ssh;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The only public host key that is accepted from a machine.
 *
 * @param algorithm {@code ssh-ed25519}
 * @param base64 the key as OpenSSH writes it
 */
public record HostKeyPin(String algorithm, String base64) {

  private static final Pattern OPENSSH =
      Pattern.compile("(ssh-ed25519) ([A-Za-z0-9+/]{20,}={0,2})(?: .*)?");

  /** Reads {@code ssh-ed25519 AAAA… comment}. */
  public static HostKeyPin parse(String publicKey) {
    Matcher matcher = OPENSSH.matcher(publicKey.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "not an OpenSSH public key of type ssh-ed25519: '" + publicKey.strip() + "'");
    }
    return new HostKeyPin(matcher.group(1), matcher.group(2));
  }

  boolean matches(byte[] shown) {
    return MessageDigest.isEqual(Base64.getDecoder().decode(base64), shown);
  }

  /** As {@code ssh-keygen -l} prints it: {@code SHA256:…}. */
  public String fingerprint() {
    return fingerprint(Base64.getDecoder().decode(base64));
  }

  static String fingerprint(byte[] key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** As OpenSSH writes it. */
  @Override
  public String toString() {
    return algorithm + " " + base64;
  }
}
