package io.clusterline.cli.view;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Small pieces of text that every view uses. */
public final class Text {

  /** As {@link io.clusterline.stage.Wait} reports. */
  private static final Pattern WAIT = Pattern.compile("waiting until (.*); seen: (.*)");

  private Text() {}

  /** {@code 1:05}: minutes and seconds. */
  public static String clock(Duration duration) {
    return "%d:%02d".formatted(duration.toMinutes(), duration.toSecondsPart());
  }

  /** {@code 12.3 s}. */
  public static String seconds(Duration duration) {
    return String.format(java.util.Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }

  public static String megabytes(long bytes) {
    return Math.round(bytes / 1e6) + " MB";
  }

  /** A bar of that many characters. */
  public static String bar(int percent, int width) {
    int full = Math.clamp((long) width * percent / 100, 0, width);
    return "█".repeat(full) + "░".repeat(width - full);
  }

  /** Not longer than that, the end replaced by an ellipsis. */
  public static String clip(String text, int width) {
    String line = TerminalText.line(text);
    return line.length() <= width ? line : line.substring(0, Math.max(0, width - 1)) + "…";
  }

  /** The value before its condition, so that clipping spares the value. */
  static String valueFirst(String message) {
    Matcher wait = WAIT.matcher(message);
    return wait.matches() ? wait.group(2) + " (waiting until " + wait.group(1) + ")" : message;
  }

  /** Columns as wide as they must be, three blanks apart, as kubectl prints them. */
  public static List<String> table(List<List<String>> texts) {
    List<List<String>> rows =
        texts.stream().map(row -> row.stream().map(TerminalText::line).toList()).toList();
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths =
        IntStream.range(0, columns)
            .map(column ->
                rows.stream()
                    .filter(row -> column < row.size())
                    .mapToInt(row -> row.get(column).length())
                    .max()
                    .orElse(0))
            .toArray();
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    return IntStream.range(0, row.size())
        .mapToObj(column -> row.get(column) + " ".repeat(widths[column] - row.get(column).length()))
        .collect(Collectors.joining("   "))
        .stripTrailing();
  }
}
