package io.clusterline.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a process is started.
 *
 * @param environment in place of the inherited one
 * @param log where its output goes, appended
 * @param behind whether others get the processors first. Only where the kernel groups processes by
 *     session, and for a superuser, who alone can take it back
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
