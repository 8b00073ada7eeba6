package io.clusterline.kubernetes;

import io.kubernetes.client.util.SSLUtils;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Reads a private key as kubeadm writes it: RSA in PKCS#1, which Java cannot read as it is but in
 * the PKCS#8 frame that differs by a constant. Any other form is left to client-java, which loads
 * BouncyCastle for it: a second of start-up and twenty megabytes.
 */
final class ClientKey {

  private static final String BEGIN = "-----BEGIN RSA PRIVATE KEY-----";
  private static final String END = "-----END RSA PRIVATE KEY-----";

  /** Version 0, algorithm rsaEncryption without parameters: the prefix of the key in PKCS#8. */
  private static final byte[] VERSION_AND_ALGORITHM =
      HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;

  private ClientKey() {}

  static PrivateKey read(byte[] pem) throws GeneralSecurityException, IOException {
    String text = new String(pem, StandardCharsets.US_ASCII).strip();
    if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
      return SSLUtils.loadKey(pem);
    }
    String base64 = text.substring(BEGIN.length(), text.length() - END.length());
    return rsa(Base64.getMimeDecoder().decode(base64));
  }

  private static PrivateKey rsa(byte[] pkcs1) throws GeneralSecurityException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(VERSION_AND_ALGORITHM);
    content.writeBytes(element(OCTET_STRING, pkcs1));
    byte[] pkcs8 = element(SEQUENCE, content.toByteArray());
    return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }

  /** A DER element: tag, length in two bytes (a key has between 256 and 65,535), content. */
  private static byte[] element(int tag, byte[] content) {
    ByteArrayOutputStream element = new ByteArrayOutputStream();
    element.write(tag);
    element.write(0x82);
    element.write(content.length >> 8);
    element.write(content.length);
    element.writeBytes(content);
    return element.toByteArray();
  }
}
