package io.clusterline.kubeconfig;

import io.clusterline.Json;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;

/**
 * The YAML of an untrusted kubeconfig: small, flat, without aliases. Only the named fields may be
 * there, so that a field which this version does not know (a command, a file) is never passed on.
 */
final class KubeconfigTree {

  private static final int MAX_CHARACTERS = 64 * 1024;
  private static final int MAX_DEPTH = 6;

  private KubeconfigTree() {}

  static JsonNode read(String text) {
    if (text.length() > MAX_CHARACTERS) {
      throw UnsafeKubeconfigException.because("has more than " + MAX_CHARACTERS + " characters");
    }
    try {
      refuseStructure(text);
      return Json.MAPPER.valueToTree(new Load(settings()).loadFromString(text));
    } catch (YamlEngineException e) {
      throw UnsafeKubeconfigException.because("is not readable as one YAML document");
    }
  }

  /** Parsing needs no stack while building does, so the depth is counted beforehand. */
  private static void refuseStructure(String text) {
    int depth = 0;
    for (Event event : new Parse(settings()).parseString(text)) {
      depth +=
          switch (event.getEventId()) {
            case MappingStart, SequenceStart -> 1;
            case MappingEnd, SequenceEnd -> -1;
            case Alias -> throw UnsafeKubeconfigException.because("uses YAML aliases");
            default -> 0;
          };
      if (depth > MAX_DEPTH) {
        throw UnsafeKubeconfigException.because("is nested deeper than " + MAX_DEPTH + " levels");
      }
    }
  }

  private static LoadSettings settings() {
    return LoadSettings.builder()
        .setSchema(new CoreSchema())
        .setAllowDuplicateKeys(false)
        .setAllowNonScalarKeys(false)
        .setCodePointLimit(MAX_CHARACTERS)
        .build();
  }

  /** The only entry of a list; its other fields are refused. */
  static JsonNode only(JsonNode root, String list, String field) {
    JsonNode entries = root.path(list);
    if (!entries.isArray() || entries.size() != 1) {
      throw UnsafeKubeconfigException.because("does not have exactly one entry in " + list);
    }
    JsonNode entry = entries.get(0);
    allow(entry, list, Set.of("name", field));
    return entry;
  }

  static void allow(JsonNode node, String point, Set<String> fields) {
    if (!node.isObject()) {
      throw UnsafeKubeconfigException.because("has no fields in " + point);
    }
    for (String field : node.propertyNames()) {
      if (!fields.contains(field)) {
        throw UnsafeKubeconfigException.field(point, field);
      }
    }
  }

  static String text(JsonNode node, String point, String field) {
    JsonNode value = node.path(field);
    if (!value.isString() || value.asString().isBlank()) {
      throw UnsafeKubeconfigException.because("has no " + field + " in " + point);
    }
    return value.asString();
  }
}
