package io.clusterline.bootstrap.kubeadm;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;

/** The cluster's certificate authority, its public half. */
public final class CaCertificate {

  private CaCertificate() {}

  /**
   * {@code sha256:…} over its public key, pinned by joining nodes.
   *
   * @param pem the certificate; what follows it is not read
   */
  public static String hash(String pem) {
    try {
      Certificate certificate =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(certificate.getPublicKey().getEncoded());
      return "sha256:" + HexFormat.of().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("/etc/kubernetes/pki/ca.crt is not a certificate", e);
    }
  }
}
