package io.clusterline.cli.demo;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Debian machines for the sandbox, as far as setup could make them.
 *
 * @param home what they are booted from; null: there are none
 * @param lacks what this machine lacks for them
 */
public record DebianHosts(@Nullable Path home, String lacks) {

  /** As the {@code clusterline} script passes it on. */
  public static DebianHosts fromSystemProperties() {
    String home = System.getProperty("clusterline.debian", "");
    return new DebianHosts(
        home.isEmpty() ? null : Path.of(home), System.getProperty("clusterline.debian.lacks", ""));
  }

  /** The sentence for somebody who asked for them in vain. */
  public Optional<String> missing() {
    if (home != null) {
      return Optional.empty();
    }
    String why = lacks.isEmpty() ? "`./clusterline setup all`, which makes them" : lacks;
    return Optional.of(
        "There are no Debian machines here: needs " + why + ". The machines are light hosts.");
  }
}
