package io.clusterline.gitops.step;

import io.clusterline.Json;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.gitops.repository.RepositoryCredentials;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.secret.SecretRef;
import io.clusterline.spec.GitCredentials;
import io.clusterline.spec.GitOpsSpec;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Secret with which Argo CD opens a private repository. The secret store is authoritative: what
 * is changed there reaches the cluster with the next apply.
 */
public record GitOpsRepository(
    GitOpsSpec gitops, GitCredentials credentials, AddonNamespace namespace)
    implements Step<Platform, GitOpsRepository.Made> {

  public static final String NAMESPACE = GitOpsProject.NAMESPACE;

  private static final String NAME = "clusterline-repository";

  /**
   * The secret in both places.
   *
   * @param stored in the secret store
   */
  public record Made(SecretRef stored, String name) {}

  public static final Kind<Platform, Made> KIND =
      Kind.<Platform, Made>of(
              "gitops-repository",
              Made.class,
              (platform, made) -> platform.kubernetes().delete(ref()),
              (platform, intent) -> Optional.of(made(platform)))
          .inClusterBut((platform, made) -> platform.secrets().delete(made.stored()));

  @Override
  public Kind<Platform, Made> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return NAME;
  }

  /** A secret that the store lacks is reported by {@link #apply}. */
  @Override
  public Found<Made> find(Platform platform) {
    Optional<JsonNode> there = platform.kubernetes().get(ref());
    if (there.isEmpty() || platform.secrets().get(made(platform).stored()).isEmpty()) {
      return Found.missing();
    }
    return there.get().path("data").equals(data(platform))
        ? Found.inSync(made(platform))
        : Found.drifted(
            made(platform), new Found.Change("data", "not as stored", "as in the secret store"));
  }

  @Override
  public Made apply(Platform platform, Found<Made> found) {
    ObjectNode manifest = Json.MAPPER.createObjectNode();
    manifest.put("apiVersion", "v1").put("kind", "Secret").put("type", "Opaque");
    ObjectNode metadata = manifest.putObject("metadata");
    metadata.put("name", NAME).put("namespace", NAMESPACE);
    metadata.putObject("labels").put("argocd.argoproj.io/secret-type", "repository");
    manifest.set("data", data(platform));
    platform.kubernetes().apply(manifest);
    return made(platform);
  }

  private ObjectNode data(Platform platform) {
    Map<String, String> values =
        new TreeMap<>(
            RepositoryCredentials.read(platform.secrets(), platform.cluster(), credentials)
                .values());
    values.put("type", "git");
    values.put("url", gitops.repository());
    ObjectNode data = Json.MAPPER.createObjectNode();
    values.forEach((key, value) ->
        data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
    return data;
  }

  private static Made made(Platform platform) {
    return new Made(RepositoryCredentials.ref(platform.cluster()), NAME);
  }

  private static ObjectRef ref() {
    return ObjectRef.namespaced("v1", "Secret", NAMESPACE, NAME);
  }
}
