package io.clusterline.kubernetes;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Finds out from pods and events why a workload is not available. */
final class PodTrouble {

  /**
   * Why pods do not run.
   *
   * @param impossible whether the kubelet says that the pod can never run as it is specified
   */
  record Trouble(String text, boolean impossible) {}

  private static final int LONGEST = 300;

  /** The kubelet tries again, and comes to the same end each time. */
  private static final Set<String> IMPOSSIBLE = Set.of("InvalidImageName", "ErrImageNeverPull");

  /** What else it cannot configure may be there later: a Secret, a ConfigMap, a volume. */
  private static final String NEVER_AS_ROOT = "runAsNonRoot";

  private final KubernetesApi api;

  PodTrouble(KubernetesApi api) {
    this.api = api;
  }

  Trouble of(ObjectRef workload, JsonNode object) {
    String namespace = workload.in("default").namespace();
    List<JsonNode> pods =
        api.list(Selection.all("v1", "Pod").in(String.valueOf(namespace)).matching(object));
    if (pods.isEmpty()) {
      return new Trouble("no pods: " + reasonForNoPods(workload, object), false);
    }
    return pods.stream()
        .filter(pod -> !Conditions.isTrue(pod, "Ready"))
        .map(pod -> new Trouble(of(pod), isImpossible(pod)))
        .findFirst()
        .orElse(new Trouble("pods are ready, but not for long enough", false));
  }

  private static boolean isImpossible(JsonNode pod) {
    return containers(pod)
        .map(container -> container.at("/state/waiting"))
        .anyMatch(waiting ->
            IMPOSSIBLE.contains(waiting.path("reason").asString(""))
                || waiting.path("reason").asString("").equals("CreateContainerConfigError")
                    && waiting.path("message").asString("").contains(NEVER_AS_ROOT));
  }

  private String reasonForNoPods(ObjectRef workload, JsonNode object) {
    return Conditions.find(object, "ReplicaFailure")
        .map(c -> c.path("message").asString(""))
        .or(() -> lastWarning(workload))
        .orElse("none created yet");
  }

  /** Why this pod is not ready. */
  String of(JsonNode pod) {
    String name = "pod " + pod.path("metadata").path("name").asString() + ": ";
    return name
        + Stream.of(container(pod), scheduling(pod), warning(pod))
            .flatMap(Optional::stream)
            .findFirst()
            .orElseGet(() -> "not ready (" + pod.path("status").path("phase").asString("") + ")");
  }

  private static Optional<String> container(JsonNode pod) {
    return containers(pod).flatMap(container -> reason(container).stream()).findFirst();
  }

  private static Stream<JsonNode> containers(JsonNode pod) {
    JsonNode status = pod.path("status");
    return Stream.concat(
        status.path("initContainerStatuses").valueStream(),
        status.path("containerStatuses").valueStream());
  }

  private static Optional<String> reason(JsonNode container) {
    String name = container.path("name").asString();
    JsonNode waiting = container.path("state").path("waiting");
    JsonNode ended = container.path("state").path("terminated");
    if (!waiting.path("reason").asString("").isEmpty() && !isOrdinary(waiting)) {
      return Optional.of(name + " " + describe(waiting));
    }
    if (ended.path("exitCode").asInt(0) != 0) {
      return Optional.of(name + " ended with exit code " + ended.path("exitCode").asInt());
    }
    return Optional.empty();
  }

  /** A reason that every pod passes through does not explain why this one is stuck. */
  private static boolean isOrdinary(JsonNode waiting) {
    return List.of("ContainerCreating", "PodInitializing")
        .contains(waiting.path("reason").asString());
  }

  private static String describe(JsonNode state) {
    String message = state.path("message").asString("");
    return shortened(
        state.path("reason").asString() + (message.isEmpty() ? "" : " (" + message + ")"));
  }

  private static Optional<String> scheduling(JsonNode pod) {
    return Conditions.find(pod, "PodScheduled")
        .filter(c -> c.path("status").asString("").equals("False"))
        .map(c -> shortened(describe(c)));
  }

  private Optional<String> warning(JsonNode pod) {
    return lastWarning(
        ObjectRef.namespaced(
            "v1",
            "Pod",
            pod.path("metadata").path("namespace").asString("default"),
            pod.path("metadata").path("name").asString()));
  }

  /** The newest warning that is about this object. */
  Optional<String> lastWarning(ObjectRef about) {
    String fields =
        "type=Warning,involvedObject.kind=" + about.kind() + ",involvedObject.name=" + about.name();
    Selection events = Selection.all("v1", "Event").withFields(fields);
    String namespace = about.namespace();
    return api.list(namespace == null ? events : events.in(namespace)).stream()
        .max(Comparator.comparing(PodTrouble::time))
        .map(event -> shortened(describe(event)));
  }

  private static String time(JsonNode event) {
    return Stream.of(
            event.path("series").path("lastObservedTime").asString(""),
            event.path("lastTimestamp").asString(""),
            event.path("eventTime").asString(""))
        .max(Comparator.naturalOrder())
        .orElse("");
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
