package io.clusterline.cli.view;

/**
 * Sanitises text for terminals. Step messages, log tails and names come from machines and from
 * other publishers; control characters (C0, C1, bidirectional overrides, separators) become {@code
 * \}{@code uXXXX}. In JSON that is the escape of the same character, so JSON keeps its meaning.
 */
public final class TerminalText {

  private TerminalText() {}

  /** One line: line breaks are escaped too. */
  public static String line(String text) {
    return sanitised(text, false);
  }

  /** Text that may have several lines. */
  public static String lines(String text) {
    return sanitised(text, true);
  }

  private static String sanitised(String text, boolean multiline) {
    if (text.codePoints().allMatch(each -> isHarmless(each, multiline))) {
      return text;
    }
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(each -> append(safe, each, multiline));
    return safe.toString();
  }

  private static void append(StringBuilder safe, int codePoint, boolean multiline) {
    if (isHarmless(codePoint, multiline)) {
      safe.appendCodePoint(codePoint);
      return;
    }
    for (char unit : Character.toChars(codePoint)) {
      safe.append("\\u%04x".formatted((int) unit));
    }
  }

  private static boolean isHarmless(int codePoint, boolean multiline) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL -> multiline && (codePoint == '\n' || codePoint == '\t');
      case Character.FORMAT, // bidirectional overrides can turn a line around
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
