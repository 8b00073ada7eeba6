package io.clusterline.kubernetes;

import io.clusterline.Json;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Empties a node before its machine is deleted: no new pods, and every pod evicted, which honours
 * disruption budgets. Pods of DaemonSets and static pods stay: they belong to the machine.
 *
 * @param within until the last pod has ended
 * @param report receives what it waits for
 * @param beforeMutation called before each change; throws to stop
 */
public record NodeDrain(
    KubernetesApi api, Duration within, Consumer<String> report, Runnable beforeMutation) {

  private static final String MIRROR = "kubernetes.io/config.mirror";
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  /**
   * A node that does not exist has nothing to move. One that could not be emptied takes pods again.
   *
   * @throws ClusterlineException {@code DRAIN_BLOCKED} naming the pods that are left, and the
   *     budgets that hold them
   */
  public void empty(String node) {
    if (api.get(ObjectRef.node(node)).isEmpty()) {
      return;
    }
    setUnschedulable(node, true);
    try {
      Wait.until("all pods have left node " + node)
          .within(within)
          .orFail(ErrorCode.DRAIN_BLOCKED)
          .reporting(report)
          .poll(() -> evictFrom(node));
    } catch (ClusterlineException e) {
      if (e.code() == ErrorCode.DRAIN_BLOCKED) {
        setUnschedulable(node, false);
      }
      throw e;
    }
  }

  private void setUnschedulable(String node, boolean unschedulable) {
    beforeMutation.run();
    var patch = Json.MAPPER.createObjectNode();
    patch.putObject("spec").put("unschedulable", unschedulable);
    api.mergePatch(ObjectRef.node(node), patch);
  }

  private Seen<Boolean> evictFrom(String node) {
    List<JsonNode> pods =
        api.list(Selection.all("v1", "Pod").withFields("spec.nodeName=" + node)).stream()
            .filter(NodeDrain::mustMove)
            .toList();
    if (pods.isEmpty()) {
      return Seen.yes(true);
    }
    return Seen.notYet(pods.stream().map(this::evict).collect(Collectors.joining("; ")));
  }

  /** The state of a pod that is still there. */
  private String evict(JsonNode pod) {
    Eviction eviction = Eviction.of(pod);
    String name = "pod " + eviction.namespace() + "/" + eviction.pod();
    if (pod.path("metadata").has("deletionTimestamp")) {
      return name + " is ending";
    }
    beforeMutation.run();
    return api.evict(pod).map(refusal -> name + ": " + refusal).orElse(name + " is ending");
  }

  private static boolean mustMove(JsonNode pod) {
    JsonNode metadata = pod.path("metadata");
    boolean ofDaemonSet =
        metadata
            .path("ownerReferences")
            .valueStream()
            .anyMatch(owner -> owner.path("kind").asString("").equals("DaemonSet"));
    boolean ended = ENDED.contains(pod.path("status").path("phase").asString(""));
    return !ofDaemonSet && !ended && !metadata.path("annotations").has(MIRROR);
  }
}
