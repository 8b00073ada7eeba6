package io.clusterline.gitops.repository;

import io.clusterline.Json;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.secret.Secret;
import io.clusterline.secret.SecretRef;
import io.clusterline.secret.SecretScope;
import io.clusterline.secret.SecretStore;
import io.clusterline.spec.GitCredentials;
import io.clusterline.stage.ClusterRef;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/**
 * What opens a private repository, from the cluster's secret store. Its values are in no event, log
 * or command line.
 */
public final class RepositoryCredentials {

  private static final String NAME = "gitops/repository";
  private static final TypeReference<TreeMap<String, String>> TEXTS = new TypeReference<>() {};

  private final Map<String, String> values;

  private RepositoryCredentials(Map<String, String> values) {
    this.values = values;
  }

  /** Where the cluster's secret store has them. */
  public static SecretRef ref(ClusterRef cluster) {
    return new SecretScope(cluster.name(), cluster.uid()).ref(NAME);
  }

  /**
   * @throws ClusterlineException {@link ErrorCode#GITOPS_REPOSITORY_DENIED} naming the secret and
   *     its form, when it is missing or of another form
   */
  public static RepositoryCredentials read(
      SecretStore store, ClusterRef cluster, GitCredentials kind) {
    SecretRef ref = ref(cluster);
    Secret secret =
        store.get(ref).orElseThrow(() -> refused(kind, ref, "the secret store has no secret "));
    try {
      Map<String, String> values = Json.MAPPER.readValue(secret.reveal(), TEXTS);
      if (values.keySet().equals(form(kind).keySet())) {
        return new RepositoryCredentials(values);
      }
    } catch (JacksonException notJson) { // its text is secret
      throw refused(kind, ref, "not a JSON object of texts: secret ");
    }
    throw refused(kind, ref, "of another form: secret ");
  }

  private static ClusterlineException refused(GitCredentials kind, SecretRef ref, String problem) {
    return new ClusterlineException(
        ErrorCode.GITOPS_REPOSITORY_DENIED,
        "spec.gitops.credentials: %s: %s%s; it must be %s"
            .formatted(
                Json.MAPPER.valueToTree(kind).asString(),
                problem,
                ref.name(),
                Json.MAPPER.writeValueAsString(form(kind))));
  }

  private static Map<String, String> form(GitCredentials kind) {
    return switch (kind) {
      case TOKEN -> new TreeMap<>(Map.of("username", "…", "password", "…"));
      case SSH_KEY -> Map.of("sshPrivateKey", "…");
    };
  }

  /** As fields of Argo CD's repository Secret. */
  public Map<String, String> values() {
    return Map.copyOf(values);
  }

  String username() {
    return values.getOrDefault("username", "");
  }

  String password() {
    return values.getOrDefault("password", "");
  }

  /** Without its values. */
  @Override
  public String toString() {
    return "RepositoryCredentials" + values.keySet();
  }
}
