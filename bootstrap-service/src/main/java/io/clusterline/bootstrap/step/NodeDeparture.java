package io.clusterline.bootstrap.step;

import io.clusterline.bootstrap.node.Node;
import io.clusterline.bootstrap.node.NodeScript;
import io.clusterline.bootstrap.node.RunResult;
import io.clusterline.event.Retained;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.time.Duration;

/**
 * Removes a worker from a cluster: cordons it, drains it, then deletes its node object. All of it
 * is done from the control plane, because the worker itself may be dead. Pods that cannot be
 * evicted delay it for a while only: their machine is deleted next.
 */
record NodeDeparture(String name, Ssh context) {

  private static final Duration MARGIN = Duration.ofSeconds(30);

  void run() {
    context.controlPlane().ifPresent(this::removeFromCluster);
  }

  private void removeFromCluster(Node master) {
    context.beforeMutation();
    drain(master);
    context.beforeMutation();
    delete(master, name);
  }

  private void drain(Node master) {
    Duration limit = context.drainWithin();
    NodeScript script =
        NodeScript.of("drain-node.sh")
            .with("KUBECONFIG", NodePaths.ADMIN)
            .with("NODE", name)
            .with("SECONDS_AT_MOST", limit.toSeconds());
    RunResult result =
        master.detached("drain-" + name).runToEnd(script, limit.plus(MARGIN), context::report);
    if (!result.succeeded()) {
      context.retain(
          new Retained(
              "pods on " + name,
              "not all could be moved within %d s, they go with their machine: %s"
                  .formatted(limit.toSeconds(), result.lastLine())));
    }
  }

  /**
   * Deletes the node object; one that is gone is as good.
   *
   * @throws ClusterlineException {@code KUBERNETES_UNREACHABLE} when the API server does not answer
   */
  static void delete(Node master, String name) {
    NodeScript script =
        NodeScript.of("delete-node.sh").with("KUBECONFIG", NodePaths.ADMIN).with("NODE", name);
    String answer = master.query("delete node " + name, script).strip();
    if (!answer.equals("gone")) {
      throw new ClusterlineException(
          ErrorCode.KUBERNETES_UNREACHABLE,
          "the API server on %s does not answer, so node %s is still there"
              .formatted(master, name));
    }
  }
}
