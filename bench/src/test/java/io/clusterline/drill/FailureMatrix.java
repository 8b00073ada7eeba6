package io.clusterline.drill;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * {@code docs/failure-matrix.md}: each drill writes its own row, when it is asked to ({@code
 * -Dclusterline.drill.write=true}); so no figure in it was typed.
 */
final class FailureMatrix {

  static final Path DOCUMENT = Path.of("..", "docs", "failure-matrix.md");

  private static final Path LOCK = Path.of("target", "failure-matrix.lock");

  private static final String HEAD =
      """
      # What was broken, and what became of it

      Written by the tests of `bench` (package `io.clusterline.drill`), each its own row; nothing here is typed, and a drill that
      did not come to its end has no row. A row that names a seed is of a sample, or of a complete drill, as it says; the others
      are the same at every size. Again, completely: `./clusterline verify --full`. A sample, another one each day, is part of
      every `./clusterline verify`. How a drill works: [drills.md](drills.md).

      | scenario | outcome | evidence |
      |---|---|---|
      """;

  private FailureMatrix() {}

  /** Prints the row and, when asked to, puts it in the place of its predecessor. */
  static synchronized void record(Scenario scenario, String outcome, String evidence) {
    System.out.println("drill: " + scenario + ": " + outcome + ": " + evidence);
    if (Boolean.getBoolean("clusterline.drill.write")) {
      replace(scenario, row(scenario, outcome, evidence));
    }
  }

  /** Two processes may run drills side by side: one at a time reads and writes. */
  private static void replace(Scenario scenario, String row) {
    try (FileChannel channel = FileChannel.open(LOCK, CREATE, WRITE);
        FileLock lock = channel.lock()) {
      Map<Scenario, String> rows = rows();
      rows.put(scenario, row);
      write(rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String row(Scenario scenario, String outcome, String evidence) {
    return "| %s | %s | %s |"
        .formatted(scenario.title(), outcome.replace("|", "/"), evidence.replace("|", "/"));
  }

  /** The rows that the document has. */
  static Map<Scenario, String> rows() {
    Map<Scenario, String> rows = new EnumMap<>(Scenario.class);
    try {
      List<String> lines = Files.exists(DOCUMENT) ? Files.readAllLines(DOCUMENT) : List.of();
      for (Scenario scenario : Scenario.values()) {
        lines.stream()
            .filter(line -> line.startsWith("| " + scenario.title() + " |"))
            .findFirst()
            .ifPresent(line -> rows.put(scenario, line));
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Map<Scenario, String> rows) {
    List<String> lines = new ArrayList<>(HEAD.lines().toList());
    lines.addAll(rows.values());
    try {
      Files.write(DOCUMENT, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
