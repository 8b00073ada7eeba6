package io.clusterline.zerotrust.matrix;

import io.clusterline.networkpolicy.Connection;
import io.clusterline.networkpolicy.Endpoint;
import io.clusterline.networkpolicy.Endpoint.Host;
import io.clusterline.networkpolicy.PolicyPort.Protocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Tables written by hand in Markdown: sources are rows, targets with their port are columns; yes,
 * no, or empty where the question means nothing.
 */
record Matrix(List<String> lines, World world) {

  /** All cells that hold an expectation. */
  List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    List<String> head = List.of();
    for (String line : lines) {
      if (!line.startsWith("|")) {
        head = List.of();
      } else if (head.isEmpty()) {
        head = cellsOf(line);
      } else if (!line.startsWith("|---")) {
        cells.addAll(row(head, cellsOf(line)));
      }
    }
    return cells;
  }

  private List<Cell> row(List<String> head, List<String> row) {
    if (row.size() != head.size()) {
      throw new IllegalArgumentException("a row of another length than its head: " + row);
    }
    return IntStream.range(1, row.size())
        .filter(column -> !row.get(column).isEmpty())
        .mapToObj(column -> cell(row.getFirst(), head.get(column), row.get(column)))
        .toList();
  }

  private Cell cell(String from, String to, String expected) {
    boolean allowed =
        switch (expected) {
          case "yes" -> true;
          case "no" -> false;
          default -> throw new IllegalArgumentException("neither yes nor no: " + expected);
        };
    return cell(world, from, to, allowed);
  }

  /** The cell of a source and a target, which names its port. */
  static Cell cell(World world, String from, String to, boolean allowed) {
    int space = to.lastIndexOf(' ');
    String[] port = to.substring(space + 1).split("/");
    Protocol protocol =
        port.length == 2 ? Protocol.valueOf(port[1].toUpperCase(Locale.ROOT)) : Protocol.TCP;
    List<Connection> connections = new ArrayList<>();
    for (Endpoint source : world.named(from)) {
      for (Endpoint target : targets(world, to.substring(0, space), allowed)) {
        if (!isSame(source, target)) {
          connections.add(new Connection(source, target, protocol, Integer.parseInt(port[0])));
        }
      }
    }
    return new Cell(from, to, allowed, connections);
  }

  private static List<Endpoint> targets(World world, String names, boolean allowed) {
    return allowed ? world.targets(names) : world.named(names);
  }

  /** Nothing is between an address and itself, nor between two nodes but their firewall. */
  private static boolean isSame(Endpoint source, Endpoint target) {
    return Objects.equals(source, target) || source instanceof Host && target instanceof Host;
  }

  private static List<String> cellsOf(String line) {
    return Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
        .map(String::strip)
        .toList();
  }
}
