package io.clusterline.kubeconfig;

import io.clusterline.Json;
import io.clusterline.secret.Secret;
import java.net.URI;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A kubeconfig that runs no plugin and reads no file on the machine that uses it: one cluster, one
 * user with an embedded client certificate, one context. It is rebuilt from the parsed values, so
 * no byte of the source is passed on unread.
 *
 * @param cluster its name; {@code user} holds the user's name
 * @param server {@code https://host:port}
 * @param authority the CA's certificates, PEM
 * @param certificate of the client, PEM, with its {@code key}
 */
public record EmbeddedKubeconfig(
    String cluster, String user, URI server, Secret authority, Secret certificate, Secret key) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@:-]{0,252}");

  /**
   * Parses a kubeconfig that a machine has sent or a store has kept.
   *
   * @throws UnsafeKubeconfigException when it has anything else than the fields named above, as an
   *     exec plugin, an auth provider, a path of a file, a proxy or {@code
   *     insecure-skip-tls-verify}
   */
  public static EmbeddedKubeconfig parse(Secret text) {
    JsonNode root = KubeconfigTree.read(text.reveal());
    KubeconfigTree.allow(
        root,
        "the document",
        Set.of(
            "apiVersion",
            "kind",
            "preferences",
            "clusters",
            "users",
            "contexts",
            "current-context"));
    requireEmpty(root.path("preferences"));
    JsonNode cluster = KubeconfigTree.only(root, "clusters", "cluster");
    JsonNode user = KubeconfigTree.only(root, "users", "user");
    requireContext(root, cluster, user);
    return of(cluster, user);
  }

  private static EmbeddedKubeconfig of(JsonNode cluster, JsonNode user) {
    JsonNode address = cluster.path("cluster");
    JsonNode login = user.path("user");
    KubeconfigTree.allow(address, "cluster", Set.of("server", "certificate-authority-data"));
    KubeconfigTree.allow(login, "user", Set.of("client-certificate-data", "client-key-data"));
    return new EmbeddedKubeconfig(
        name(cluster),
        name(user),
        server(KubeconfigTree.text(address, "cluster", "server")),
        Pem.certificates(address, "certificate-authority-data"),
        Pem.certificates(login, "client-certificate-data"),
        Pem.key(login, "client-key-data"));
  }

  private static void requireEmpty(JsonNode preferences) {
    if (!preferences.isEmpty()) {
      throw UnsafeKubeconfigException.because("has preferences");
    }
  }

  private static void requireContext(JsonNode root, JsonNode cluster, JsonNode user) {
    JsonNode entry = KubeconfigTree.only(root, "contexts", "context");
    JsonNode context = entry.path("context");
    KubeconfigTree.allow(context, "context", Set.of("cluster", "user"));
    boolean consistent =
        name(entry).equals(KubeconfigTree.text(root, "the document", "current-context"))
            && KubeconfigTree.text(context, "context", "cluster").equals(name(cluster))
            && KubeconfigTree.text(context, "context", "user").equals(name(user));
    if (!consistent) {
      throw UnsafeKubeconfigException.because("names a cluster, user or context it does not have");
    }
  }

  private static String name(JsonNode entry) {
    String name = KubeconfigTree.text(entry, "an entry", "name");
    if (!NAME.matcher(name).matches()) {
      throw UnsafeKubeconfigException.because("has a name with characters that are not accepted");
    }
    return name;
  }

  private static URI server(String text) {
    URI server = uri(text);
    boolean plain =
        "https".equals(server.getScheme())
            && server.getHost() != null
            && server.getRawUserInfo() == null
            && server.getRawQuery() == null
            && server.getRawFragment() == null
            && (server.getRawPath().isEmpty() || server.getRawPath().equals("/"));
    if (!plain) {
      throw UnsafeKubeconfigException.because("has a server that is not https://HOST:PORT");
    }
    return server;
  }

  private static URI uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw UnsafeKubeconfigException.because("has a server that is not an address");
    }
  }

  /**
   * The same for another address of the API server.
   *
   * @param endpoint {@code host:port}
   */
  public EmbeddedKubeconfig at(String endpoint) {
    return new EmbeddedKubeconfig(
        cluster, user, server("https://" + endpoint), authority, certificate, key);
  }

  /** The file, for kubectl and every other client. */
  public Secret text() {
    return Secret.of(
        """
        apiVersion: v1
        kind: Config
        clusters:
        - name: %1$s
          cluster:
            certificate-authority-data: %4$s
            server: %3$s
        users:
        - name: %2$s
          user:
            client-certificate-data: %5$s
            client-key-data: %6$s
        contexts:
        - name: %7$s
          context:
            cluster: %1$s
            user: %2$s
        current-context: %7$s
        """
            .formatted(
                quoted(cluster),
                quoted(user),
                quoted(server.toString()),
                encoded(authority),
                encoded(certificate),
                encoded(key),
                quoted(user + "@" + cluster)));
  }

  /** A JSON string is a YAML string. */
  private static String quoted(String text) {
    return Json.MAPPER.writeValueAsString(text);
  }

  private static String encoded(Secret pem) {
    return Base64.getEncoder().encodeToString(Pem.bytes(pem));
  }

  @Override
  public String toString() {
    return "EmbeddedKubeconfig[" + server + "]";
  }
}
