package io.clusterline.cli.view;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Small pieces of text that every view uses. */
public final class Text {

  private static final String GAP = "   ";
  private static final int LEAST_ROOM = 12;

  /** As {@link io.clusterline.stage.Wait} reports. */
  private static final Pattern WAIT = Pattern.compile("waiting until (.*); seen: (.*)");

  private Text() {}

  /** {@code 1:05}: minutes and seconds; {@code 0:00} where clocks that differ give less. */
  public static String clock(Duration duration) {
    Duration shown = duration.isNegative() ? Duration.ZERO : duration;
    return "%d:%02d".formatted(shown.toMinutes(), shown.toSecondsPart());
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

  /**
   * As {@link #table(List)}; the texts of the last column are wrapped at blanks, so that a terminal
   * of that width need not cut them. They get {@value #LEAST_ROOM} columns at least.
   */
  public static List<String> table(List<List<String>> rows, int width) {
    int last = rows.getFirst().size() - 1;
    int others =
        IntStream.range(0, last)
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .map(widest -> widest + GAP.length())
            .sum();
    int room = Math.max(width - others, LEAST_ROOM);
    return table(rows.stream().flatMap(row -> wrapped(row, last, room)).toList());
  }

  private static Stream<List<String>> wrapped(List<String> row, int last, int room) {
    List<List<String>> lines = new ArrayList<>();
    for (String piece : wrap(row.get(last), room)) {
      List<String> line =
          new ArrayList<>(lines.isEmpty() ? row.subList(0, last) : Collections.nCopies(last, ""));
      line.add(piece);
      lines.add(line);
    }
    return lines.stream();
  }

  /** Pieces of at most that width, cut at blanks; a longer word is a piece of its own. */
  static List<String> wrap(String text, int width) {
    List<String> pieces = new ArrayList<>();
    StringBuilder piece = new StringBuilder();
    for (String word : text.split(" ")) {
      if (!piece.isEmpty() && piece.length() + 1 + word.length() > width) {
        pieces.add(piece.toString());
        piece.setLength(0);
      }
      piece.append(piece.isEmpty() ? "" : " ").append(word);
    }
    pieces.add(piece.toString());
    return pieces;
  }

  private static String line(List<String> row, int[] widths) {
    return IntStream.range(0, row.size())
        .mapToObj(column -> row.get(column) + " ".repeat(widths[column] - row.get(column).length()))
        .collect(Collectors.joining(GAP))
        .stripTrailing();
  }
}
