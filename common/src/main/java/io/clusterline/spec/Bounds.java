package io.clusterline.spec;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/**
 * Size limits of a specification. The sender is untrusted, so the first limit that is exceeded ends
 * the reading: nothing is built, copied or compared before.
 */
final class Bounds {

  /** Of the text, and of the specification as JSON: an event carries it in one message. */
  static final int MAX_BYTES = 512 * 1024;

  static final int MAX_DEPTH = 32;

  /** A cluster of 500 nodes has about 12,000. */
  static final int MAX_VALUES = 50_000;

  /** Of a list; of entries of an object too. */
  static final int MAX_ITEMS = 1_000;

  static final int MAX_CHARACTERS = 64 * 1024;

  private static final int MAX_KEY = 1_024;

  private int values;
  private long bytes;

  private Bounds() {}

  /**
   * @throws InvalidSpecificationException with the first bound that the tree exceeds
   */
  static void check(JsonNode tree) {
    new Bounds().check("", tree, 0);
  }

  private void check(String path, JsonNode node, int depth) {
    if (++values > MAX_VALUES) {
      throw exceeded(path, tooManyValues(), "shorten the specification");
    }
    if (node.isContainer()) {
      examineContainer(path, node, depth);
    } else {
      add(path, node.isString() ? length(path, node.stringValue()) : node.asString().length());
    }
  }

  private void examineContainer(String path, JsonNode node, int depth) {
    if (depth == MAX_DEPTH) {
      throw tooDeep(path);
    }
    if (node.size() > MAX_ITEMS) {
      String reason = "has " + node.size() + " elements, more than " + MAX_ITEMS;
      throw exceeded(path, reason, "remove some of them");
    }
    add(path, 2);
    if (node.isArray()) {
      for (int index = 0; index < node.size(); index++) {
        check(path + "[" + index + "]", node.get(index), depth + 1);
      }
    }
    node.properties()
        .forEach(entry -> {
          String child = SafeText.child(path, entry.getKey());
          add(child, keyLength(child, entry.getKey()));
          check(child, entry.getValue(), depth + 1);
        });
  }

  /** With the comma or colon after it. */
  private void add(String path, int length) {
    bytes += length + 1L;
    if (bytes > MAX_BYTES) {
      throw exceeded(
          path,
          "the specification has more than " + MAX_BYTES + " bytes as JSON",
          "shorten it: values of add-ons are the usual reason, and each use of an anchor counts");
    }
  }

  private static int length(String path, String text) {
    if (text.length() > MAX_CHARACTERS) {
      throw tooLong(path, text.length());
    }
    return text.getBytes(StandardCharsets.UTF_8).length + 2;
  }

  private static int keyLength(String path, String key) {
    if (key.length() > MAX_KEY) {
      throw exceeded(
          path,
          "its key has " + key.length() + " characters, more than " + MAX_KEY,
          "shorten the key");
    }
    return length(path, key);
  }

  static String tooManyValues() {
    return "the specification has more than " + MAX_VALUES + " values";
  }

  static InvalidSpecificationException tooDeep(String point) {
    return exceeded(point, "nested deeper than " + MAX_DEPTH + " levels", "flatten it");
  }

  static InvalidSpecificationException tooLong(String point, int length) {
    return exceeded(
        point, "has " + length + " characters, more than " + MAX_CHARACTERS, "shorten it");
  }

  static InvalidSpecificationException exceeded(String point, String reason, String fix) {
    Findings findings = new Findings();
    findings.misshapen(point, null, reason, fix);
    return findings.exception();
  }
}
