package io.clusterline.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A field of a specification that may be invalid in any way: the checks read through it, so that
 * one mistake does not hide the others.
 *
 * @param path such as {@code spec.nodes[3].subnet}
 * @param node the value; a missing node when there is none
 */
record Field(String path, JsonNode node) {

  /** The whole specification. */
  static Field root(JsonNode tree) {
    return new Field("", tree);
  }

  /** The field of that name; it may be absent. */
  Field get(String name) {
    return new Field(SafeText.child(path, name), node.path(name));
  }

  /** The elements, if this is a list. */
  Stream<Field> items() {
    return node.isArray()
        ? IntStream.range(0, node.size())
            .mapToObj(index -> new Field(path + "[" + index + "]", node.get(index)))
        : Stream.empty();
  }

  /** The fields by name, if this is an object. */
  Map<String, Field> entries() {
    Map<String, Field> entries = new LinkedHashMap<>();
    node.properties().forEach(entry -> entries.put(entry.getKey(), get(entry.getKey())));
    return entries;
  }

  /** Whether anything is there. */
  boolean isPresent() {
    return !node.isMissingNode();
  }

  /** The text, if this is one. */
  Optional<String> text() {
    return node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
  }

  /** Whether this is that text. */
  boolean hasText(String text) {
    return text().filter(text::equals).isPresent();
  }

  /** The range, if this is the text of one. */
  Optional<Cidr> cidr() {
    return text().flatMap(Cidr::find);
  }

  /** Describes the value for messages; null when there is none. */
  @Nullable String describe() {
    return isPresent() ? text().orElseGet(node::toString) : null;
  }
}
