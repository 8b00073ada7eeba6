package io.clusterline.cli;

import io.clusterline.cli.view.BuildView;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** The newest build of every cluster, as the whole journal tells up to now. */
final class Builds {

  private Builds() {}

  static Map<String, BuildView> read(String amqpUri) throws IOException {
    Map<String, BuildView> builds = new TreeMap<>();
    History.read(
        amqpUri,
        event ->
            builds.compute(
                event.subject(),
                (name, build) -> (build == null ? BuildView.of(name) : build).with(event)));
    return builds;
  }
}
