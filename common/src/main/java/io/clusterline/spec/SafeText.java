package io.clusterline.spec;

import java.util.regex.Pattern;

/** Sanitises untrusted text for logs, terminals and events. */
final class SafeText {

  private static final int LONGEST = 80;
  private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_-]{1,80}");
  private static final Pattern CREDENTIALS = Pattern.compile("//[^/@\\s]*@");

  private SafeText() {}

  /** The text with control characters escaped, credentials of URLs hidden, and cut at 80. */
  static String value(String text) {
    String safe =
        CREDENTIALS
            .matcher(text.length() > 4 * LONGEST ? text.substring(0, 4 * LONGEST) : text)
            .replaceAll("//***@");
    StringBuilder shown = new StringBuilder();
    safe.codePoints().limit(LONGEST).forEach(codePoint -> append(shown, codePoint));
    return safe.codePointCount(0, safe.length()) > LONGEST ? shown + "…" : shown.toString();
  }

  /** The path of a field: {@code nodes}, then {@code labels["example.org/zone"]}. */
  static String child(String parent, String key) {
    if (!PLAIN_KEY.matcher(key).matches()) {
      return parent + "[\"" + value(key) + "\"]";
    }
    return parent.isEmpty() ? key : parent + "." + key;
  }

  private static void append(StringBuilder shown, int codePoint) {
    int kind = Character.getType(codePoint);
    boolean visible =
        kind != Character.CONTROL
            && kind != Character.FORMAT // bidirectional overrides can turn a line around
            && kind != Character.SURROGATE
            && kind != Character.LINE_SEPARATOR
            && kind != Character.PARAGRAPH_SEPARATOR;
    if (visible) {
      shown.appendCodePoint(codePoint);
    } else {
      shown.append("\\u%04x".formatted(codePoint));
    }
  }
}
