package io.clusterline.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jline.terminal.Size;
import org.jline.utils.ScreenTerminal;

/** What a terminal like xterm makes of what is written to it. */
final class EmulatedScreen {

  /** {@code on_terminal.py} writes so that the terminal has another size from there on. */
  private static final Pattern RESIZED = Pattern.compile("\u001b\\[8;(\\d+);(\\d+)t");

  private static final Pattern INCOMPLETE = Pattern.compile("\u001b[\\[0-9;?]*$");

  private final ScreenTerminal terminal;
  private final StringBuilder raw = new StringBuilder();
  private final List<List<String>> seen = new ArrayList<>();
  private String unread = "";

  EmulatedScreen(int rows, int columns) {
    terminal = new ScreenTerminal(columns, rows);
  }

  /** Sequences may be cut anywhere. */
  synchronized void write(String piece) {
    raw.append(piece);
    String text = unread + piece;
    Matcher incomplete = INCOMPLETE.matcher(text);
    int end = incomplete.find() ? incomplete.start() : text.length();
    unread = text.substring(end);
    draw(text.substring(0, end));
    seen.add(rows());
  }

  /** The rows at which that text was ever shown. */
  synchronized Set<Integer> rowNumbersOf(String text) {
    return seen.stream()
        .flatMap(rows ->
            IntStream.range(0, rows.size()).filter(row -> rows.get(row).contains(text)).boxed())
        .collect(Collectors.toSet());
  }

  private void draw(String text) {
    Matcher resized = RESIZED.matcher(text);
    int drawn = 0;
    while (resized.find()) {
      terminal.write(text.substring(drawn, resized.start()));
      terminal.setSize(
          new Size(Integer.parseInt(resized.group(2)), Integer.parseInt(resized.group(1))));
      drawn = resized.end();
    }
    terminal.write(text.substring(drawn));
  }

  /** The rows of the screen, without the blanks at their ends. */
  synchronized List<String> rows() {
    int width = terminal.getColumns();
    long[] cells = new long[width * terminal.getRows()];
    terminal.dump(cells, new int[2]);
    List<String> rows = new ArrayList<>();
    for (int begin = 0; begin < cells.length; begin += width) {
      StringBuilder row = new StringBuilder();
      for (int at = begin; at < begin + width; at++) {
        row.appendCodePoint(ScreenTerminal.cellCodePoint(cells[at]));
      }
      rows.add(row.toString().stripTrailing());
    }
    return rows;
  }

  /** All that was written. */
  synchronized String raw() {
    return raw.toString();
  }
}
