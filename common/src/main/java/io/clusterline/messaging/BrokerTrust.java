package io.clusterline.messaging;

import io.clusterline.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificates a broker may show.
 *
 * @param store a file of certificates in PEM, or a trust store in PKCS12 or JKS; null: those that
 *     the Java runtime trusts
 * @param password of a trust store; a PEM file has none
 */
public record BrokerTrust(@Nullable Path store, @Nullable Secret password) {

  /** The environment variable that names the file. */
  public static final String VARIABLE = "CLUSTERLINE_RABBITMQ_TRUST_STORE";

  /** The environment variable with the password of the file. */
  public static final String PASSWORD_VARIABLE = "CLUSTERLINE_RABBITMQ_TRUST_STORE_PASSWORD";

  /**
   * Empty texts are the same as absent ones.
   *
   * @param store the path of the file
   */
  public static BrokerTrust of(@Nullable String store, @Nullable String password) {
    return new BrokerTrust(
        store == null || store.isBlank() ? null : Path.of(store),
        password == null || password.isEmpty() ? null : Secret.of(password));
  }

  /** From the environment variables of this process. */
  public static BrokerTrust of(Map<String, String> environment) {
    return of(environment.get(VARIABLE), environment.get(PASSWORD_VARIABLE));
  }

  /**
   * Accepts only what these certificates vouch for.
   *
   * @throws IllegalStateException when the file cannot be used, naming it
   */
  SSLContext context() {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store == null ? null : read(store));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(
          VARIABLE + ": " + store + " is no readable trust store: " + e.getMessage(), e);
    }
  }

  private KeyStore read(Path file) throws GeneralSecurityException, IOException {
    if (Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1)
        .contains("-----BEGIN CERTIFICATE-----")) {
      return pem(file);
    }
    return KeyStore.getInstance(
        file.toFile(), password == null ? null : password.reveal().toCharArray());
  }

  private static KeyStore pem(Path file) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream stream = Files.newInputStream(file)) {
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(stream)) {
        store.setCertificateEntry("certificate-" + store.size(), one);
      }
    }
    return store;
  }
}
