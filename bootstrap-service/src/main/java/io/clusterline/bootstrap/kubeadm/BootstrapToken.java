package io.clusterline.bootstrap.kubeadm;

import io.clusterline.secret.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** A short-lived token with which a machine may ask to become a node, and nothing else. */
public record BootstrapToken(Secret secret) {

  /** Longer than a build takes; a later join creates a new one. */
  static final Duration LIFE = Duration.ofHours(2);

  private static final Pattern FORM = Pattern.compile("[a-z0-9]{6}\\.[a-z0-9]{16}");
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final SecureRandom RANDOM = new SecureRandom();

  private record Configuration(
      String token, String description, String ttl, List<String> usages, List<String> groups) {}

  public BootstrapToken {
    if (!FORM.matcher(secret.reveal()).matches()) {
      throw new IllegalArgumentException("not a bootstrap token (id.secret, 6 and 16 characters)");
    }
  }

  public static BootstrapToken generate() {
    return new BootstrapToken(Secret.of(random(6) + "." + random(16)));
  }

  /** Its public half: the name under which the cluster keeps it. */
  public String id() {
    return secret.reveal().substring(0, 6);
  }

  /** As an element of {@code bootstrapTokens}. */
  Object asConfiguration() {
    return new Configuration(
        secret.reveal(),
        "joins by clusterline",
        LIFE.toHours() + "h0m0s",
        List.of("signing", "authentication"),
        List.of("system:bootstrappers:kubeadm:default-node-token"));
  }

  /** Input of {@code kubeadm token create}; secret because it contains the token. */
  public Secret yaml() {
    return Secret.of(
        """
        apiVersion: kubeadm.k8s.io/v1beta4
        kind: InitConfiguration
        bootstrapTokens:
          - %s
        """
            .formatted(Yaml.value(asConfiguration())));
  }

  private static String random(int length) {
    StringBuilder text = new StringBuilder();
    RANDOM.ints(length, 0, ALPHABET.length()).forEach(i -> text.append(ALPHABET.charAt(i)));
    return text.toString();
  }
}
