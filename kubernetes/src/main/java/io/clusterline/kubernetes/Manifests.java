package io.clusterline.kubernetes;

import io.clusterline.Json;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads manifests: YAML or JSON, one document or many. */
public final class Manifests {

  private static final int MAX_CODE_POINTS = 16 * 1024 * 1024;

  private Manifests() {}

  /**
   * The documents in their order, without empty ones; a {@code kind: List} becomes its items.
   *
   * @throws ClusterlineException {@link ErrorCode#KUBERNETES_REJECTED} when it cannot be read. The
   *     text itself is not quoted: it may be a secret.
   */
  public static List<JsonNode> parse(String text) {
    List<JsonNode> documents = new ArrayList<>();
    try {
      for (Object document : new Load(settings()).loadAllFromString(text)) {
        if (document != null) {
          documents.add(Json.MAPPER.valueToTree(document));
        }
      }
    } catch (YamlEngineException e) {
      throw new ClusterlineException(
          ErrorCode.KUBERNETES_REJECTED, "a manifest is not readable as YAML: correct its syntax");
    }
    return documents.stream().flatMap(Manifests::items).toList();
  }

  private static Stream<JsonNode> items(JsonNode document) {
    return document.path("kind").asString("").equals("List")
        ? document.path("items").valueStream()
        : Stream.of(document);
  }

  /** Dependencies come first: definitions of kinds, then namespaces, then the rest in its order. */
  static List<JsonNode> inOrderOfNeed(List<JsonNode> manifests) {
    return manifests.stream().sorted(Comparator.comparingInt(Manifests::rank)).toList();
  }

  private static int rank(JsonNode manifest) {
    return switch (manifest.path("kind").asString("")) {
      case Kinds.CRD -> 0;
      case "Namespace" -> 1;
      default -> 2;
    };
  }

  static JsonNode withoutStatus(JsonNode manifest) {
    if (!(manifest instanceof ObjectNode object) || !object.has("status")) {
      return manifest;
    }
    ObjectNode copy = object.deepCopy();
    copy.remove("status");
    return copy;
  }

  static boolean isCustomResourceDefinition(JsonNode manifest) {
    return Objects.equals(manifest.path("kind").asString(""), Kinds.CRD);
  }

  private static LoadSettings settings() {
    return LoadSettings.builder()
        .setSchema(new CoreSchema())
        .setCodePointLimit(MAX_CODE_POINTS)
        .setAllowDuplicateKeys(false)
        .build();
  }
}
