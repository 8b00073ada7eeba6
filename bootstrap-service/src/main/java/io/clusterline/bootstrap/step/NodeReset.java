package io.clusterline.bootstrap.step;

import io.clusterline.bootstrap.node.Node;
import io.clusterline.bootstrap.node.NodeScript;
import io.clusterline.bootstrap.node.RunResult;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.time.Duration;

/**
 * {@code kubeadm reset} on one machine. It stops every container first, which may outlast one
 * connection.
 */
record NodeReset(Node node, Ssh context) {

  private static final Duration LIMIT = Duration.ofMinutes(5);

  /**
   * @param what did not finish: "kubeadm init"
   * @throws ClusterlineException {@code REMOTE_COMMAND_FAILED} with the log's end
   */
  void after(String what) {
    context.report("an earlier " + what + " did not finish: resetting");
    context.beforeMutation();
    RunResult result =
        node.detached("reset-node")
            .runToEnd(NodeScript.of("reset-node.sh"), LIMIT, context::report);
    if (!result.succeeded()) {
      throw new ClusterlineException(
          ErrorCode.REMOTE_COMMAND_FAILED,
          "could not reset %s: %s".formatted(node, result.lastLine()),
          result.logTail(),
          null);
    }
  }
}
