package io.clusterline.networkpolicy;

import io.clusterline.networkpolicy.PolicyPort.Protocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Who may connect to whom on one port, in a form that people can read: sources are rows,
 * destinations columns; {@code .} allowed, {@code X} denied, {@code #} not asked.
 */
record TruthTable(Protocol protocol, int port, List<Cell> cells) {

  record Cell(String from, String to, boolean allowed) {}

  /**
   * @param port {@code TCP/80}
   */
  static TruthTable read(String port, String text) {
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    List<String> columns = words(lines.getFirst());
    List<Cell> cells = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      cells.addAll(row(columns, words(line)));
    }
    String[] parts = port.split("/");
    return new TruthTable(Protocol.valueOf(parts[0]), Integer.parseInt(parts[1]), cells);
  }

  private static List<Cell> row(List<String> columns, List<String> row) {
    if (row.size() != columns.size() + 1) {
      throw new IllegalArgumentException("a row of another length than the head: " + row);
    }
    List<Cell> cells = new ArrayList<>();
    for (int column = 0; column < columns.size(); column++) {
      switch (row.get(column + 1)) {
        case "." -> cells.add(new Cell(row.getFirst(), columns.get(column), true));
        case "X" -> cells.add(new Cell(row.getFirst(), columns.get(column), false));
        case "#" -> {}
        default -> throw new IllegalArgumentException("neither . nor X nor #: " + row);
      }
    }
    return cells;
  }

  private static List<String> words(String line) {
    return Arrays.asList(line.strip().split("\\s+"));
  }
}
