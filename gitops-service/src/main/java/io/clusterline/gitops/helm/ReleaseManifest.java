package io.clusterline.gitops.helm;

import io.clusterline.Json;
import io.clusterline.gitops.helm.ReleaseHistory.Revision;
import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.Manifests;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.kubernetes.Selection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;

/**
 * What a release consists of, by Helm's own record: what is in it and not in the cluster was taken
 * away by somebody, which Helm does not notice.
 *
 * @param namespace of the release, and of objects that name none
 */
public record ReleaseManifest(KubernetesApi api, String namespace) {

  private record Type(String apiVersion, String kind) {}

  /** The objects of this revision that do not exist, as {@code Kind name}. */
  public List<String> missing(Revision revision) {
    Map<Type, List<JsonNode>> byType =
        objects(revision).stream()
            .collect(
                Collectors.groupingBy(object ->
                    new Type(
                        object.path("apiVersion").asString(""), object.path("kind").asString(""))));
    return byType.entrySet().stream()
        .flatMap(entry -> missing(entry.getKey(), entry.getValue()))
        .sorted()
        .toList();
  }

  private Stream<String> missing(Type type, List<JsonNode> wanted) {
    Set<String> present = new HashSet<>();
    api.listMetadata(Selection.all(type.apiVersion(), type.kind()))
        .forEach(object -> present.add(key(object, "")));
    return wanted.stream()
        .filter(object -> !present.contains(key(object, namespace)))
        .filter(object -> !present.contains("/" + name(object))) // of a kind without namespaces
        .map(object -> type.kind() + " " + name(object));
  }

  private List<JsonNode> objects(Revision revision) {
    return api.get(ObjectRef.namespaced("v1", "Secret", namespace, revision.secret()))
        .map(secret -> secret.at("/data/release").asString(""))
        .filter(text -> !text.isEmpty())
        .map(ReleaseManifest::decoded)
        .map(release -> Manifests.parse(release.path("manifest").asString("")))
        .orElse(List.of());
  }

  /** JSON, packed, in the letters of Helm and then in those of the Secret. */
  private static JsonNode decoded(String text) {
    byte[] packed = Base64.getDecoder().decode(Base64.getDecoder().decode(text));
    try (GZIPInputStream json = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return Json.MAPPER.readTree(new String(json.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("Helm's record of a release cannot be read", e);
    }
  }

  private static String key(JsonNode object, String otherwise) {
    return object.at("/metadata/namespace").asString(otherwise) + "/" + name(object);
  }

  private static String name(JsonNode object) {
    return object.at("/metadata/name").asString("");
  }
}
