package io.clusterline.bootstrap.node;

import java.util.List;
import java.util.Optional;

/**
 * How a detached run ended.
 *
 * @param status its exit status
 * @param logTail its last lines, without secrets
 */
public record RunResult(int status, List<String> logTail) {

  public RunResult {
    logTail = List.copyOf(logTail);
  }

  public boolean succeeded() {
    return status == 0;
  }

  /** The last of its lines that begin so. */
  public Optional<String> line(String start) {
    return logTail.reversed().stream().filter(line -> line.startsWith(start)).findFirst();
  }

  /** Its last line, which usually holds the reason. */
  public String lastLine() {
    return logTail.isEmpty() ? "its log is empty" : logTail.getLast();
  }
}
