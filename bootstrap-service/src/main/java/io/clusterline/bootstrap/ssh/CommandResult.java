package io.clusterline.bootstrap.ssh;

import java.util.List;

/** Result of a command. Its output may be secret, so {@link #toString()} does not show it. */
public record CommandResult(int status, String output, String errors) {

  private static final int TAIL = 40;

  public boolean succeeded() {
    return status == 0;
  }

  /** The last lines that it wrote to standard error. */
  public List<String> errorTail() {
    List<String> lines = errors.lines().toList();
    return lines.subList(Math.max(0, lines.size() - TAIL), lines.size());
  }

  @Override
  public String toString() {
    return "exit status " + status;
  }
}
