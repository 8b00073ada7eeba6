package io.clusterline.network.calico;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The probes of calico-node without BIRD. The published ones start a program in the container each
 * time, because it can ask several components. Where only Felix is left to be asked, that program
 * does nothing but an HTTP request to Felix, which the kubelet makes itself: starting it every few
 * seconds costs a machine with CPU credits a part of them.
 */
final class FelixProbes {

  /** The published 10 would call a node not ready for up to ten seconds after it is. */
  private static final int READINESS_PERIOD_SECONDS = 2;

  /** Felix's own default. */
  private static final int HEALTH_PORT = 9099;

  private static final Map<String, String> PATHS =
      Map.of("livenessProbe", "/liveness", "readinessProbe", "/readiness");

  private FelixProbes() {}

  static void change(ObjectNode container) {
    PATHS.forEach((name, path) -> {
      if (container.at("/" + name + "/exec/command") instanceof ArrayNode command) {
        command.removeIf(argument -> argument.asString("").contains("bird"));
        askByHttp(container.withObject("/" + name), command, path);
      }
    });
  }

  private static void askByHttp(ObjectNode probe, ArrayNode command, String path) {
    if (!asksOnlyFelix(command)) {
      return;
    }
    probe.remove("exec");
    probe
        .withObject("/httpGet")
        .put("host", "localhost")
        .put("path", path)
        .put("port", HEALTH_PORT);
    if (path.equals("/readiness")) {
      probe.put("periodSeconds", READINESS_PERIOD_SECONDS);
    }
  }

  private static boolean asksOnlyFelix(ArrayNode command) {
    List<String> checks =
        command
            .valueStream()
            .map(JsonNode::asString)
            .filter(argument -> argument.startsWith("-"))
            .toList();
    return !checks.isEmpty()
        && checks.stream().allMatch(check -> check.matches("--?felix-(live|ready)"));
  }
}
