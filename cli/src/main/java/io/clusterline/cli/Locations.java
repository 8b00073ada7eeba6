package io.clusterline.cli;

import io.clusterline.event.ClusterLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The accounts and regions that this installation knows. */
final class Locations {

  private Locations() {}

  /** The region of the environment or of AWS's configuration file, where there is one. */
  static Optional<ClusterLocation> configured(Map<String, String> environment) {
    return Stream.of("AWS_REGION", "AWS_DEFAULT_REGION")
        .map(environment::get)
        .filter(region -> region != null && !region.isBlank())
        .findFirst()
        .or(() -> fromFile(environment))
        .map(region -> new ClusterLocation(null, region));
  }

  private static Optional<String> fromFile(Map<String, String> environment) {
    String profile = environment.getOrDefault("AWS_PROFILE", "default");
    String given = environment.get("AWS_CONFIG_FILE");
    Path file =
        given == null
            ? Path.of(System.getProperty("user.home", ""), ".aws", "config")
            : Path.of(given);
    return region(
        lines(file), profile.equals("default") ? "[default]" : "[profile " + profile + "]");
  }

  private static Optional<String> region(List<String> lines, String section) {
    @Nullable String current = null;
    for (String line : lines) {
      String text = line.strip();
      if (text.startsWith("[")) {
        current = text;
      } else if (Objects.equals(current, section) && text.matches("region\\s*=.*")) {
        return Optional.of(text.substring(text.indexOf('=') + 1).strip());
      }
    }
    return Optional.empty();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException unreadable) {
      return List.of();
    }
  }
}
