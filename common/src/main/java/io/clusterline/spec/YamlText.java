package io.clusterline.spec;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads the text of a specification, YAML 1.2 or JSON, from an untrusted sender: size, depth and
 * the expansion of anchors are bounded.
 *
 * <p>The YAML library is used below its objects: only its nodes know the text of a value and the
 * line that it is in, and Jackson's own YAML reader hands out aliases as plain text.
 */
final class YamlText {

  private final YamlPlace place;

  /**
   * @param name of the text in messages, usually its file
   */
  YamlText(String name) {
    this.place = new YamlPlace(name);
  }

  /** The only document of the text. */
  Document read(String text) {
    refuseTooLong(text);
    return json(text).orElseGet(() -> yaml(text));
  }

  private void refuseTooLong(String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > Bounds.MAX_BYTES) {
      String reason = bytes + " bytes, more than " + Bounds.MAX_BYTES;
      throw YamlPlace.unreadable(place.name(), reason, "shorten it");
    }
  }

  /** YAML forbids the tabs that JSON may be indented with, hence a reader of its own. */
  private static Optional<Document> json(String text) {
    if (!text.stripLeading().startsWith("{")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Document.ofJson(Json.MAPPER.readTree(text)));
    } catch (JacksonException notJson) {
      return Optional.empty(); // the YAML reader reports the mistake, with line and column
    }
  }

  private Document yaml(String text) {
    try {
      YamlBounds bounds = new YamlBounds(place);
      new Parse(settings()).parseString(text).forEach(bounds::count);
      return new Compose(settings())
          .composeString(text)
          .map(root -> new YamlTree(place).of(root))
          .orElseGet(() -> new Document(JsonNodeFactory.instance.nullNode(), Map.of()));
    } catch (MarkedYamlEngineException e) {
      throw YamlPlace.unreadable(
          place.of(e.getProblemMark()), problem(e), "correct the YAML there");
    } catch (YamlEngineException e) {
      throw YamlPlace.unreadable(
          place.name(), String.valueOf(e.getMessage()), "write plain YAML in UTF-8");
    }
  }

  private static LoadSettings settings() {
    return LoadSettings.builder()
        .setSchema(new CoreSchema()) // supports ~ and merge keys, but does not read "no" as false
        .setAllowNonScalarKeys(true) // refused with their line, which the library does not say
        .setCodePointLimit(Bounds.MAX_BYTES)
        .setMaxAliasesForCollections(Integer.MAX_VALUE) // their expansion is bounded instead
        .build();
  }

  private static String problem(MarkedYamlEngineException e) {
    String context = e.getContext();
    return context == null || context.isBlank() ? e.getProblem() : context + ", " + e.getProblem();
  }
}
