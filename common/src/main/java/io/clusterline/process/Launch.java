package io.clusterline.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Settings of a process start.
 *
 * @param environment in place of the inherited one
 * @param log file to which its output is appended
 * @param behind low CPU priority. Only where the kernel groups processes by session, and for a
 *     superuser, who alone can restore it
 */
public record Launch(
    String name, List<String> command, Map<String, String> environment, Path log, boolean behind) {

  public Launch(String name, List<String> command, Map<String, String> environment, Path log) {
    this(name, command, environment, log, false);
  }

  /** The same, giving way to all other processes until {@link Child#restorePriority}. */
  public Launch startedBehind() {
    return new Launch(name, command, environment, log, true);
  }

  public Launch {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }
}
