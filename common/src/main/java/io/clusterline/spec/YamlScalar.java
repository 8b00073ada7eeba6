package io.clusterline.spec;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** One value of a YAML text, as YAML 1.2's core schema understands it. */
record YamlScalar(ScalarNode node) {

  /** Words and numbers of YAML 1.1, which Helm and kubectl read: texts in YAML 1.2. */
  static final Pattern YAML_1_1_WORD =
      Pattern.compile("y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF");

  static final Pattern YAML_1_1_NUMBER =
      Pattern.compile("[-+]?(0b[01_]+|0x[0-9a-fA-F_]*_[0-9a-fA-F_]*|[0-9][0-9_]*_[0-9_]*)");

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  String text() {
    return node.getValue();
  }

  /**
   * The value.
   *
   * @throws IllegalArgumentException when the text is none of its tag
   */
  JsonNode value() {
    Tag tag = node.getTag();
    if (tag.equals(Tag.STR)) {
      return NODES.stringNode(text());
    } else if (tag.equals(Tag.NULL)) {
      return NODES.nullNode();
    } else if (tag.equals(Tag.BOOL)) {
      return bool();
    } else if (tag.equals(Tag.INT)) {
      return integer();
    } else if (tag.equals(Tag.FLOAT)) {
      return NODES.numberNode(decimal());
    }
    throw new IllegalArgumentException("the tag " + tag + " is not understood");
  }

  /** Whether the text holds more than the value, or other readers of YAML read another value. */
  boolean isAmbiguous(JsonNode value) {
    return node.isPlain()
        && (value.isString()
            ? YAML_1_1_WORD.matcher(text()).matches() || YAML_1_1_NUMBER.matcher(text()).matches()
            : !value.isNull() && !value.asString().equals(text()));
  }

  private JsonNode bool() {
    return switch (text().toLowerCase(Locale.ROOT)) {
      case "true" -> NODES.booleanNode(true);
      case "false" -> NODES.booleanNode(false);
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }

  private JsonNode integer() {
    String text = text();
    BigInteger number =
        text.startsWith("0x")
            ? new BigInteger(text.substring(2), 16)
            : text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
    if (number.bitLength() < Integer.SIZE) {
      return NODES.numberNode(number.intValue());
    }
    return number.bitLength() < Long.SIZE
        ? NODES.numberNode(number.longValue())
        : NODES.numberNode(number);
  }

  /** JSON has no infinity; a check refuses it. */
  private double decimal() {
    String text = text().toLowerCase(Locale.ROOT);
    return switch (text) {
      case ".inf", "+.inf" -> Double.POSITIVE_INFINITY;
      case "-.inf" -> Double.NEGATIVE_INFINITY;
      case ".nan" -> Double.NaN;
      default -> Double.parseDouble(text);
    };
  }
}
