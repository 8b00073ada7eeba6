package io.clusterline.bootstrap.kubeadm;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/** When the cluster's certificates expire. kubeadm issues those of a control plane for a year. */
public final class CertificateExpiry {

  private CertificateExpiry() {}

  /**
   * The end of the certificate that expires first.
   *
   * @param pem one certificate or more, in any order
   * @return empty when they cannot be read: a build does not depend on it
   */
  public static Optional<Instant> earliest(String pem) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
          .stream()
          .map(certificate -> ((X509Certificate) certificate).getNotAfter().toInstant())
          .min(Instant::compareTo);
    } catch (CertificateException unreadable) {
      return Optional.empty();
    }
  }
}
