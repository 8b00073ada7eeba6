package io.clusterline.spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The values that a chart of the catalogue knows, as paths: {@code a.b} is a value, {@code a.c{}} a
 * map that takes any keys. Written by {@code ./clusterline chart-check} from the real chart.
 *
 * @param version of the chart
 */
public record ValueKeys(String version, SortedSet<String> paths) {

  /** Behind the path of a map that takes any keys. */
  public static final String OPEN = "{}";

  /** Of {@code Probe} in Kubernetes' API. */
  private static final Set<String> PROBE_TIMES =
      Set.of(
          "initialDelaySeconds",
          "timeoutSeconds",
          "periodSeconds",
          "successThreshold",
          "failureThreshold",
          "terminationGracePeriodSeconds");

  private static final Set<String> PROBE_ACTIONS = Set.of("httpGet", "tcpSocket", "grpc", "exec");

  private static final String FOLDER = "/chart-values/";

  /** Those of an add-on's chart; empty for one that is not in the catalogue. */
  public static Optional<ValueKeys> bundled(String addon) {
    try (InputStream in = ValueKeys.class.getResourceAsStream(FOLDER + addon + ".txt")) {
      return in == null
          ? Optional.empty()
          : Optional.of(parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ValueKeys parse(String text) {
    List<String> lines = text.lines().toList();
    return new ValueKeys(
        lines.getFirst().substring(2), new TreeSet<>(lines.subList(1, lines.size())));
  }

  /** As {@link #bundled} reads it. */
  public String text() {
    return "# " + version + "\n" + String.join("\n", paths) + "\n";
  }

  /** A part of a path: dots within a key are no separators. */
  public static String escaped(String key) {
    return key.replace('.', '·');
  }

  /** Names of files and settings, such as {@code server.insecure}, are content, not structure. */
  public static boolean isContent(String key) {
    return key.contains(".") || key.contains("/");
  }

  /** Whether it is a value or a map of the chart. */
  public boolean knows(String path) {
    return paths.contains(path) || takesAny(path) || isOfAProbe(path);
  }

  /** A chart copies a probe as it is: where its values say what is asked, any field may stand. */
  private boolean isOfAProbe(String path) {
    int dot = path.lastIndexOf('.');
    return dot > 0
        && PROBE_TIMES.contains(path.substring(dot + 1))
        && PROBE_ACTIONS.stream().anyMatch(action -> isThere(path.substring(0, dot + 1) + action));
  }

  private boolean isThere(String path) {
    return paths.contains(path) || takesAny(path);
  }

  public boolean takesAny(String path) {
    return paths.contains(path + OPEN);
  }

  /** The keys beside it that the chart knows. */
  public Collection<String> siblings(String prefix) {
    return paths.subSet(prefix, prefix + Character.MAX_VALUE).stream()
        .map(path -> path.substring(prefix.length()))
        .filter(path -> !path.contains("."))
        .map(path -> path.replace(OPEN, ""))
        .toList();
  }
}
