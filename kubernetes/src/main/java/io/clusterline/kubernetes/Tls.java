package io.clusterline.kubernetes;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Trusts the cluster's own CA and nothing else; shows the client certificate if there is one. */
record Tls(SSLSocketFactory sockets, X509TrustManager trust) {

  private static final char[] NO_PASSWORD = {};

  static Tls of(Kubeconfig kubeconfig) {
    try {
      X509TrustManager trust = trusting(kubeconfig.authority());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(kubeconfig), new TrustManager[] {trust}, null);
      return new Tls(context.getSocketFactory(), trust);
    } catch (GeneralSecurityException | IOException e) {
      // The cause may quote key material; its class says enough.
      throw new ClusterlineException(
          ErrorCode.KUBERNETES_REJECTED,
          "the kubeconfig's certificates are not usable (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static KeyManager[] keys(Kubeconfig kubeconfig)
      throws GeneralSecurityException, IOException {
    byte[] certificate = kubeconfig.clientCertificate();
    byte[] key = kubeconfig.clientKey();
    if (certificate == null || key == null) {
      return new KeyManager[0];
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setKeyEntry(
        "client",
        ClientKey.read(key),
        NO_PASSWORD,
        certificates(certificate).toArray(Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static X509TrustManager trusting(byte[] authority)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (Certificate certificate : certificates(authority)) {
      store.setCertificateEntry("ca-" + store.size(), certificate);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return (X509TrustManager) factory.getTrustManagers()[0];
  }

  private static List<Certificate> certificates(byte[] pem) throws GeneralSecurityException {
    return new ArrayList<>(
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem)));
  }
}
