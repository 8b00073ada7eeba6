package io.clusterline.bootstrap.node;

import java.util.List;

/** State of a detached run, as await-run.sh reports it. */
sealed interface RunState {

  /** There never was one of that name. */
  record Absent() implements RunState {}

  /** The run is under way. */
  record Running(String lastLine) implements RunState {}

  /** The run has ended with an exit status. */
  record Ended(RunResult result) implements RunState {}

  /** The run ended without an exit status, as after a reboot. */
  record Vanished(List<String> logTail) implements RunState {}

  static RunState parse(String printed) {
    List<String> lines = printed.lines().toList();
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("await-run.sh printed nothing");
    }
    List<String> log = Redaction.of(lines.subList(1, lines.size()));
    String[] words = lines.getFirst().split(" ", 2);
    return switch (words[0]) {
      case "absent" -> new Absent();
      case "running" -> new Running(log.isEmpty() ? "no output so far" : log.getLast());
      case "ended" -> new Ended(new RunResult(Integer.parseInt(words[1].strip()), log));
      case "died" -> new Vanished(log);
      default -> throw new IllegalArgumentException("await-run.sh printed " + lines.getFirst());
    };
  }
}
