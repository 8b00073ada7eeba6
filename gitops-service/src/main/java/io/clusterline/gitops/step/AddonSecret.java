package io.clusterline.gitops.step;

import io.clusterline.Json;
import io.clusterline.gitops.catalogue.CatalogueEntry.SecretTemplate;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.secret.SecretRef;
import io.clusterline.secret.SecretScope;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Kubernetes Secret that an add-on reads. Its values are generated once, and anew when a request
 * asks for it, and kept in the cluster's secret store, which is authoritative: a value that is set
 * there by hand reaches the cluster with the next apply. Values never pass through Helm, events or
 * logs.
 */
public record AddonSecret(String addon, AddonNamespace namespace, SecretTemplate template)
    implements Step<Platform, AddonSecret.Made> {

  /**
   * The secret in both places.
   *
   * @param stored in the secret store
   * @param namespace of the Kubernetes Secret
   * @param madeIn the newest generation that is known to have generated its values
   */
  public record Made(SecretRef stored, String namespace, String name, @Nullable Long madeIn) {}

  /** Of the Kubernetes Secret: the generation that has changed it, for pods that are older. */
  static final String CHANGED_IN = "clusterline.io/changed-in";

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
    Optional<JsonNode> there = platform.kubernetes().get(reference());
    Optional<StoredValues> wanted = stored(platform);
    if (there.isEmpty() || wanted.isEmpty()) {
      return Found.missing();
    }
    Made made = made(platform, wanted.get());
    if (isToRotate(platform, wanted.get())) {
      return Found.drifted(made, new Found.Change("values", "of an earlier request", "new ones"));
    }
    return encoded(wanted.get().values()).equals(there.get().path("data"))
        ? Found.inSync(made)
        : Found.drifted(made, new Found.Change("data", "not as stored", "as in the secret store"));
  }

  /**
   * Once for each request: the store says so when the record was lost, and the record when somebody
   * has since put a value into the store.
   */
  private boolean isToRotate(Platform platform, StoredValues stored) {
    if (template.rotating().isEmpty()) {
      return false;
    }
    long known =
        Math.max(
            stored.madeIn().orElse(0L),
            platform.recorded(KIND).map(Made::madeIn).orElse(0L)); // no generation is 0
    return platform.rotation().filter(asked -> asked > known).isPresent();
  }

  @Override
  public Made apply(Platform platform, Found<Made> found) {
    StoredValues values = values(platform);
    ObjectNode manifest = Json.MAPPER.createObjectNode();
    manifest.put("apiVersion", "v1").put("kind", "Secret").put("type", "Opaque");
    ObjectNode metadata = manifest.putObject("metadata");
    metadata.put("name", template.name()).put("namespace", namespace.name());
    if (found instanceof Found.Drifted || platform.recorded(KIND).isPresent()) {
      String generation = Long.toString(platform.cluster().generation());
      metadata.putObject("annotations").put(CHANGED_IN, generation);
    }
    manifest.set("data", encoded(values.values()));
    platform.kubernetes().apply(manifest);
    return made(platform, values);
  }

  /** Of the store; generated where there is nothing, or a rotation is due. */
  private StoredValues values(Platform platform) {
    Optional<StoredValues> stored = stored(platform);
    long generation = platform.cluster().generation();
    if (stored.isPresent() && !isToRotate(platform, stored.get())) {
      return stored.get();
    }
    StoredValues values =
        stored
            .map(old -> old.rotate(template, generation))
            .orElseGet(() -> StoredValues.generate(template, generation));
    platform.secrets().put(stored(platform, template.name()).name(), values.write());
    return values;
  }

  private Made made(Platform platform, StoredValues values) {
    return new Made(
        stored(platform, template.name()),
        namespace.name(),
        template.name(),
        values.madeIn().or(() -> platform.recorded(KIND).map(Made::madeIn)).orElse(null));
  }

  ObjectRef reference() {
    return ref(namespace.name(), template.name());
  }

  private static Made unfinished(Platform platform, String key) {
    int slash = key.indexOf('/');
    String name = key.substring(slash + 1);
    String namespace = platform.catalogue().entry(key.substring(0, slash)).namespace();
    return new Made(stored(platform, name), namespace, name, null);
  }

  private Optional<StoredValues> stored(Platform platform) {
    return platform.secrets().get(stored(platform, template.name())).map(StoredValues::read);
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
