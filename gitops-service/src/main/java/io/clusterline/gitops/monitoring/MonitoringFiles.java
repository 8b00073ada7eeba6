package io.clusterline.gitops.monitoring;

import io.clusterline.kubernetes.Manifests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The files of deploy/monitoring that are bundled with this service. */
public final class MonitoringFiles {

  /** The dashboards by their uids, which are the names of their files. */
  public static final List<String> DASHBOARDS =
      List.of(
          "clusterline-broker",
          "clusterline-build",
          "clusterline-calls",
          "clusterline-cluster",
          "clusterline-cost",
          "clusterline-line");

  private MonitoringFiles() {}

  /** The JSON of a dashboard. */
  public static String dashboard(String uid) {
    return text("/monitoring/dashboards/" + uid + ".json");
  }

  /** The groups of a file of rules. */
  static JsonNode ruleGroups(String file) {
    return Manifests.parse(text("/monitoring/rules/" + file)).getFirst().path("groups");
  }

  private static String text(String resource) {
    try (InputStream in = MonitoringFiles.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing from the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
