package io.clusterline.cli;

import io.clusterline.cli.view.ClusterView;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** How every cluster stands, as the whole journal tells up to now. */
final class ClusterViews {

  private ClusterViews() {}

  static Map<String, ClusterView> read(String amqpUri) throws IOException {
    Map<String, ClusterView> clusters = new TreeMap<>();
    History.read(
        amqpUri,
        event ->
            clusters.compute(
                event.subject(),
                (name, view) -> (view == null ? ClusterView.of(name) : view).with(event)));
    return clusters;
  }

  /**
   * @throws CliException when the journal says nothing of it
   */
  static ClusterView known(String amqpUri, String name) throws IOException {
    ClusterView cluster = read(amqpUri).get(name);
    if (cluster == null) {
      throw new CliException(
          ExitCode.USAGE,
          "the journal knows no cluster '" + name + "'",
          "See './clusterline get'.");
    }
    return cluster;
  }
}
