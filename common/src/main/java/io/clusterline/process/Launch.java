package io.clusterline.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a process is started.
 *
 * @param environment in place of the inherited one
 * @param log where its output goes, appended
 */
public record Launch(String name, List<String> command, Map<String, String> environment, Path log) {

  public Launch {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }
}
