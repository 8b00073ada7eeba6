package io.clusterline.kubernetes;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.secret.Secret;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a kubeconfig says of its current context. Only embedded credentials count: a file or a
 * command that the text names would be this machine's, never the cluster's.
 *
 * @param server {@code https://host:port}
 * @param authority the CA's certificates, PEM
 * @param clientCertificate PEM, with {@code clientKey}
 * @param token in place of a client certificate
 */
record Kubeconfig(
    String server,
    byte[] authority,
    byte @Nullable [] clientCertificate,
    byte @Nullable [] clientKey,
    @Nullable Secret token) {

  static Kubeconfig parse(Secret text) {
    List<JsonNode> documents = Manifests.parse(text.reveal());
    if (documents.size() != 1) {
      throw unusable("holds " + documents.size() + " documents, not one");
    }
    JsonNode root = documents.getFirst();
    JsonNode context =
        named(root, "contexts", root.path("current-context").asString(""), "context");
    JsonNode cluster = named(root, "clusters", context.path("cluster").asString(""), "cluster");
    JsonNode user = named(root, "users", context.path("user").asString(""), "user");
    return of(cluster, user);
  }

  private static Kubeconfig of(JsonNode cluster, JsonNode user) {
    byte[] authority = decoded(cluster, "certificate-authority-data");
    byte[] certificate = decoded(user, "client-certificate-data");
    byte[] key = decoded(user, "client-key-data");
    String token = user.path("token").asString("");
    if (authority == null) {
      throw unusable("has no certificate-authority-data");
    }
    if (token.isEmpty() && (certificate == null || key == null)) {
      throw unusable("has neither a token nor an embedded client certificate with its key");
    }
    return new Kubeconfig(
        server(cluster), authority, certificate, key, token.isEmpty() ? null : Secret.of(token));
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

  private static byte @Nullable [] decoded(JsonNode node, String field) {
    String text = node.path(field).asString("");
    try {
      return text.isEmpty() ? null : Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw unusable("has a " + field + " that is not base64");
    }
  }

  private static ClusterlineException unusable(String why) {
    return new ClusterlineException(ErrorCode.KUBERNETES_REJECTED, "the kubeconfig " + why);
  }

  @Override
  public String toString() {
    return "Kubeconfig[" + server + "]";
  }
}
