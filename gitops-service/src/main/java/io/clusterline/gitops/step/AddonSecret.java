package io.clusterline.gitops.step;

import io.clusterline.Json;
import io.clusterline.gitops.catalogue.CatalogueEntry.SecretTemplate;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.secret.Secret;
import io.clusterline.secret.SecretRef;
import io.clusterline.secret.SecretScope;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Kubernetes Secret that an add-on reads. Its values are generated once and kept in the cluster's
 * secret store, which is authoritative: a value that is set there by hand reaches the cluster with
 * the next apply. Values never pass through Helm, events or logs.
 */
public record AddonSecret(String addon, AddonNamespace namespace, SecretTemplate template)
    implements Step<Platform, AddonSecret.Made> {

  /**
   * The secret in both places.
   *
   * @param stored in the secret store
   * @param namespace of the Kubernetes Secret
   */
  public record Made(SecretRef stored, String namespace, String name) {}

  public static final Kind<Platform, Made> KIND =
      Kind.<Platform, Made>of(
              "addon-secret",
              Made.class,
              (platform, made) -> {
                platform.kubernetes().delete(ref(made.namespace(), made.name()));
                platform.secrets().delete(made.stored());
              },
              (platform, intent) -> Optional.of(unfinished(platform, intent.address().key())))
          .inClusterBut((platform, made) -> platform.secrets().delete(made.stored()));

  private static final TypeReference<TreeMap<String, String>> TEXTS = new TypeReference<>() {};

  @Override
  public Kind<Platform, Made> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return addon + "/" + template.name();
  }

  @Override
  public Found<Made> find(Platform platform) {
    Optional<JsonNode> there = platform.kubernetes().get(ref(namespace.name(), template.name()));
    Optional<Map<String, String>> wanted = stored(platform);
    if (there.isEmpty() || wanted.isEmpty()) {
      return Found.missing();
    }
    return encoded(wanted.get()).equals(there.get().path("data"))
        ? Found.inSync(createdValue(platform))
        : Found.drifted(
            createdValue(platform),
            new Found.Change("data", "not as stored", "as in the secret store"));
  }

  @Override
  public Made apply(Platform platform, Found<Made> found) {
    Map<String, String> values = stored(platform).orElseGet(() -> generate(platform));
    ObjectNode manifest = Json.MAPPER.createObjectNode();
    manifest.put("apiVersion", "v1").put("kind", "Secret").put("type", "Opaque");
    manifest.putObject("metadata").put("name", template.name()).put("namespace", namespace.name());
    manifest.set("data", encoded(values));
    platform.kubernetes().apply(manifest);
    return createdValue(platform);
  }

  private Made createdValue(Platform platform) {
    return new Made(stored(platform, template.name()), namespace.name(), template.name());
  }

  private static Made unfinished(Platform platform, String key) {
    int slash = key.indexOf('/');
    String name = key.substring(slash + 1);
    String namespace = platform.catalogue().entry(key.substring(0, slash)).namespace();
    return new Made(stored(platform, name), namespace, name);
  }

  private Optional<Map<String, String>> stored(Platform platform) {
    return platform
        .secrets()
        .get(stored(platform, template.name()))
        .map(secret -> Json.MAPPER.readValue(secret.reveal(), TEXTS));
  }

  private Map<String, String> generate(Platform platform) {
    Map<String, String> values = new TreeMap<>(template.values());
    template.generated().forEach(key -> values.put(key, RandomText.generate()));
    Secret secret = Secret.of(Json.MAPPER.writeValueAsString(values));
    platform.secrets().put(stored(platform, template.name()).name(), secret);
    return values;
  }

  private static SecretRef stored(Platform platform, String name) {
    return new SecretScope(platform.cluster().name(), platform.cluster().uid())
        .ref("addon/" + name);
  }

  private static ObjectRef ref(String namespace, String name) {
    return ObjectRef.namespaced("v1", "Secret", namespace, name);
  }

  private static ObjectNode encoded(Map<String, String> values) {
    ObjectNode data = Json.MAPPER.createObjectNode();
    values.forEach((key, value) ->
        data.put(
            key,
            Base64.getEncoder()
                .encodeToString(value.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
    return data;
  }
}
