package io.clusterline.infra.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The host key that a machine shows at first contact, derived from the cluster's seed, the
 * machine's name and its intent: another machine, another key.
 */
public final class HostKey {

  private static final String ALGORITHM = "HmacSHA256";

  private HostKey() {}

  /**
   * @param seed the cluster's seed, in hexadecimal
   * @param intent the intent of the machine, from its tag
   */
  public static Ed25519 of(String seed, String node, String intent) {
    String label = "clusterline first-contact host key\n" + node + "\n" + intent;
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(HexFormat.of().parseHex(seed), ALGORITHM));
      return Ed25519.ofSeed(mac.doFinal(label.getBytes(StandardCharsets.UTF_8)), node);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK knows " + ALGORITHM, e);
    }
  }
}
