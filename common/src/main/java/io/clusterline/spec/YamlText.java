package io.clusterline.spec;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads the text of a specification, YAML 1.2 or JSON, written by someone who may mean harm: size,
 * depth and what anchors expand to are bounded.
 *
 * <p>Jackson's own YAML reader hands out aliases as plain text, so the YAML library beneath it is
 * used directly.
 */
final class YamlText {

  static final int MAX_BYTES = 512 * 1024;
  static final int MAX_DEPTH = 32;

  private final String name;

  /**
   * @param name what messages call the text, usually its file
   */
  YamlText(String name) {
    this.name = name;
  }

  /** The one document of the text. */
  JsonNode read(String text) {
    refuseTooLong(text);
    return json(text).orElseGet(() -> yaml(text));
  }

  private void refuseTooLong(String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      throw unreadable(name, bytes + " bytes, more than " + MAX_BYTES, "shorten it");
    }
  }

  /** YAML forbids the tabs that JSON may be indented with, hence a reader of its own. */
  private static Optional<JsonNode> json(String text) {
    if (!text.stripLeading().startsWith("{")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.MAPPER.readTree(text));
    } catch (JacksonException notJson) {
      return Optional.empty(); // the YAML reader says what is wrong, with line and column
    }
  }

  private JsonNode yaml(String text) {
    try {
      refuseTooDeep(text);
      return new YamlTree(name).of(new Load(settings()).loadFromString(text));
    } catch (MarkedYamlEngineException e) {
      throw unreadable(place(e), problem(e), "correct the YAML there");
    } catch (YamlEngineException e) {
      throw unreadable(name, String.valueOf(e.getMessage()), "write plain YAML in UTF-8");
    }
  }

  /** Parsing needs no stack while building does, so the depth is counted beforehand. */
  private void refuseTooDeep(String text) {
    int depth = 0;
    for (Event event : new Parse(settings()).parseString(text)) {
      depth +=
          switch (event.getEventId()) {
            case MappingStart, SequenceStart -> 1;
            case MappingEnd, SequenceEnd -> -1;
            default -> 0;
          };
      if (depth > MAX_DEPTH) {
        throw tooDeep(name);
      }
    }
  }

  private static LoadSettings settings() {
    return LoadSettings.builder()
        .setSchema(new CoreSchema()) // knows ~ and merge keys, but not that "no" is false
        .setAllowDuplicateKeys(false)
        .setAllowNonScalarKeys(false)
        .setCodePointLimit(MAX_BYTES)
        .build();
  }

  private String place(MarkedYamlEngineException e) {
    return e.getProblemMark()
        .map(mark -> name + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
        .orElse(name);
  }

  private static String problem(MarkedYamlEngineException e) {
    return e.getContext() == null ? e.getProblem() : e.getContext() + ", " + e.getProblem();
  }

  static InvalidSpecificationException tooDeep(String place) {
    return unreadable(place, "nested deeper than " + MAX_DEPTH + " levels", "flatten it");
  }

  /** What refuses a text of which not even the structure can be told. */
  static InvalidSpecificationException unreadable(String place, String reason, String fix) {
    Findings findings = new Findings();
    findings.misshapen(place, null, "not readable: " + SafeText.value(reason), fix);
    return findings.exception();
  }
}
