package io.clusterline.kubernetes;

import io.clusterline.Json;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.secret.Secret;
import io.kubernetes.client.util.KubeConfig;
import java.io.StringReader;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a kubeconfig says of its current context. Only embedded credentials count: a file or a
 * command that the text names would be this machine's, never the cluster's. A kubeconfig that wants
 * a command or a plug-in to run is refused as a whole.
 *
 * @param server {@code https://host:port}
 * @param authority the CA's certificates, PEM in base64
 * @param user the credentials: a client certificate with its key, or a token
 */
record Kubeconfig(String server, String authority, Map<String, Object> user) {

  private static final String NAME = "cluster";
  private static final String CERTIFICATE = "client-certificate-data";
  private static final String KEY = "client-key-data";
  private static final String TOKEN = "token";
  private static final List<String> PROGRAMS = List.of("exec", "auth-provider");

  /**
   * @throws ClusterlineException {@link ErrorCode#KUBERNETES_REJECTED} when it is not usable; the
   *     text itself is not quoted
   */
  static Kubeconfig parse(Secret text) {
    List<JsonNode> documents = Manifests.parse(text.reveal());
    if (documents.size() != 1) {
      throw unusable("holds " + documents.size() + " documents, not one");
    }
    JsonNode root = documents.getFirst();
    root.path("users").forEach(entry -> refusePrograms(entry.path("user")));
    JsonNode context =
        named(root, "contexts", root.path("current-context").asString(""), "context");
    JsonNode cluster = named(root, "clusters", context.path("cluster").asString(""), "cluster");
    JsonNode user = named(root, "users", context.path("user").asString(""), "user");
    return new Kubeconfig(server(cluster), authority(cluster), credentials(user));
  }

  private static void refusePrograms(JsonNode user) {
    for (String program : PROGRAMS) {
      if (user.has(program)) {
        throw unusable(
            "has a user with '" + program + "': no program runs here to get credentials");
      }
    }
  }

  private static String authority(JsonNode cluster) {
    String authority = base64(cluster, "certificate-authority-data");
    if (authority.isEmpty()) {
      throw unusable("has no certificate-authority-data");
    }
    return authority;
  }

  private static Map<String, Object> credentials(JsonNode user) {
    String certificate = base64(user, CERTIFICATE);
    String key = base64(user, KEY);
    if (!certificate.isEmpty() && !key.isEmpty()) {
      return Map.of(CERTIFICATE, certificate, KEY, key);
    }
    String token = user.path(TOKEN).asString("");
    if (token.isEmpty()) {
      throw unusable("has neither a token nor an embedded client certificate with its key");
    }
    return Map.of(TOKEN, token);
  }

  private static String server(JsonNode cluster) {
    String server = cluster.path("server").asString("");
    if (!server.startsWith("https://")) {
      throw unusable("names no https server");
    }
    return server.endsWith("/") ? server.substring(0, server.length() - 1) : server;
  }

  private static JsonNode named(JsonNode root, String list, String name, String field) {
    for (JsonNode entry : root.path(list)) {
      if (entry.path("name").asString("").equals(name)) {
        return entry.path(field);
      }
    }
    throw unusable("has no entry in " + list + " for its current context");
  }

  private static String base64(JsonNode node, String field) {
    String text = node.path(field).asString("");
    try {
      Base64.getDecoder().decode(text);
      return text;
    } catch (IllegalArgumentException e) {
      throw unusable("has a " + field + " that is not base64");
    }
  }

  private static ClusterlineException unusable(String why) {
    return new ClusterlineException(ErrorCode.KUBERNETES_REJECTED, "the kubeconfig " + why);
  }

  /** Empty when there is a token. */
  Optional<ClientCertificate> clientCertificate() {
    return user.containsKey(TOKEN)
        ? Optional.empty()
        : Optional.of(new ClientCertificate(decoded(CERTIFICATE), decoded(KEY)));
  }

  private byte[] decoded(String field) {
    return Base64.getDecoder().decode(String.valueOf(user.get(field)));
  }

  /** For the library, in memory. */
  KubeConfig config() {
    return KubeConfig.loadKubeConfig(new StringReader(text().reveal()));
  }

  /** A kubeconfig of what was parsed and nothing else. */
  Secret text() {
    Map<String, Object> cluster = Map.of("server", server, "certificate-authority-data", authority);
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("apiVersion", "v1");
    parts.put("kind", "Config");
    parts.put("current-context", NAME);
    parts.put("contexts", list("context", Map.of("cluster", NAME, "user", NAME)));
    parts.put("clusters", list("cluster", cluster));
    parts.put("users", list("user", user));
    return Secret.of(Json.MAPPER.writeValueAsString(parts));
  }

  private static List<Object> list(String field, Map<String, Object> content) {
    return List.of(Map.of("name", NAME, field, content));
  }

  @Override
  public String toString() {
    return "Kubeconfig[" + server + "]";
  }
}
