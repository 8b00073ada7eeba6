package io.clusterline.kubeconfig;

import io.clusterline.secret.Secret;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** PEM blocks that a kubeconfig embeds as base64. */
final class Pem {

  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN ((?:EC |RSA )?PRIVATE KEY)-----\\s[A-Za-z0-9+/=\\s]+-----END \\1-----\\s*");

  private Pem() {}

  static Secret certificates(JsonNode node, String field) {
    String pem = decoded(node, field);
    try {
      boolean none =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes(Secret.of(pem))))
              .isEmpty();
      if (none) {
        throw UnsafeKubeconfigException.because("has no certificate in " + field);
      }
    } catch (CertificateException e) {
      throw UnsafeKubeconfigException.because("has no certificate in " + field);
    }
    return Secret.of(pem);
  }

  static Secret key(JsonNode node, String field) {
    String pem = decoded(node, field);
    if (!KEY.matcher(pem).matches()) {
      throw UnsafeKubeconfigException.because("has no private key in " + field);
    }
    return Secret.of(pem);
  }

  private static String decoded(JsonNode node, String field) {
    String text = KubeconfigTree.text(node, "cluster or user", field);
    try {
      return new String(Base64.getDecoder().decode(text), StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException e) {
      throw UnsafeKubeconfigException.because("has a " + field + " that is not base64");
    }
  }

  static byte[] bytes(Secret pem) {
    return pem.reveal().getBytes(StandardCharsets.ISO_8859_1);
  }
}
