package io.clusterline.gitops.inventory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes a copy of a chart renderable where no API server is: {@code lookup} finds nothing, as with
 * {@code helm template}; the library would dial a cluster. Hooks, which the library does not
 * render, become ordinary objects under another annotation.
 */
final class WithoutCluster {

  /** The first of its arguments that is empty: an empty map, whatever is asked for. */
  private static final String FINDS_NOTHING = "and (dict) ";

  static final String HOOK = "clusterline.io/hook";

  private WithoutCluster() {}

  static void prepare(Path chart) throws IOException {
    List<Path> templates;
    try (Stream<Path> files = Files.walk(chart)) {
      templates =
          files
              .filter(file -> file.toString().matches(".*/(templates/.*|values)\\.(tpl|ya?ml|txt)"))
              .filter(Files::isRegularFile)
              .toList();
    }
    for (Path template : templates) {
      String text = Files.readString(template);
      Files.writeString(
          template,
          text.replaceAll("\\blookup (?=[\"(.$])", FINDS_NOTHING).replace("helm.sh/hook", HOOK));
    }
  }
}
