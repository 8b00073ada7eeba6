package io.clusterline.network.probe;

import io.clusterline.kubernetes.Workloads;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * How a container of a pod ended, as its kubelet reports it.
 *
 * @param pod empty: it does not exist
 * @param state the container's last end; missing when it has not ended yet
 */
record ContainerEnd(Optional<JsonNode> pod, JsonNode state) {

  private static final JsonNode MISSING = MissingNode.getInstance();

  static ContainerEnd of(Optional<JsonNode> pod, String container) {
    JsonNode status = pod.map(now -> status(now, container)).orElse(MISSING);
    JsonNode now = status.at("/state/terminated");
    return new ContainerEnd(pod, now.isMissingNode() ? status.at("/lastState/terminated") : now);
  }

  private static JsonNode status(JsonNode pod, String container) {
    return Stream.of("initContainerStatuses", "containerStatuses")
        .flatMap(list -> pod.path("status").path(list).valueStream())
        .filter(one -> one.path("name").asString("").equals(container))
        .findFirst()
        .orElse(MISSING);
  }

  boolean well() {
    return state.path("exitCode").asInt(-1) == 0;
  }

  String message() {
    return state.path("message").asString("").strip();
  }

  /** Why it has not ended well. */
  String describe(Workloads workloads) {
    if (!message().isEmpty()) {
      return message();
    }
    if (state.has("exitCode")) {
      return "ended with exit code " + state.path("exitCode").asInt();
    }
    return pod.map(workloads::describe).orElse("its pod does not exist");
  }
}
