package io.clusterline.kubernetes;

import io.clusterline.kubeconfig.EmbeddedKubeconfig;
import io.clusterline.secret.Secret;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.credentials.Authentication;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManagerFactory;

/**
 * Presents a client certificate, as the library's own class does, without BouncyCastle: its jar is
 * signed, so no AOT cache holds its classes, and each start would load 850 of them anew.
 */
record ClientCertificate(Secret certificate, Secret key) implements Authentication {

  private static final char[] NO_PASSWORD = {};

  static ClientCertificate of(EmbeddedKubeconfig kubeconfig) {
    return new ClientCertificate(kubeconfig.certificate(), kubeconfig.key());
  }

  private static byte[] bytes(Secret pem) {
    return pem.reveal().getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void provide(ApiClient client) {
    try {
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store(), NO_PASSWORD);
      client.setKeyManagers(factory.getKeyManagers());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("a client certificate that is not usable", e);
    }
  }

  private KeyStore store() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    Certificate[] chain =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(bytes(certificate)))
            .toArray(Certificate[]::new);
    store.setKeyEntry("client", ClientKey.read(bytes(key)), NO_PASSWORD, chain);
    return store;
  }
}
