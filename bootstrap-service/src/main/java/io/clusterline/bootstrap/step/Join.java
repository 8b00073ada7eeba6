package io.clusterline.bootstrap.step;

import io.clusterline.bootstrap.kubeadm.ApiEndpoint;
import io.clusterline.bootstrap.kubeadm.BootstrapToken;
import io.clusterline.bootstrap.kubeadm.KubeadmJoin;
import io.clusterline.bootstrap.kubeadm.KubeadmLog;
import io.clusterline.bootstrap.node.DetachedRun;
import io.clusterline.bootstrap.node.Node;
import io.clusterline.bootstrap.node.NodeScript;
import io.clusterline.bootstrap.node.RunResult;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.Wait;
import java.time.Duration;
import java.util.List;

/** {@code kubeadm join} on one machine, after clearing an earlier attempt. */
final class Join {

  private static final int ATTEMPTS = 3;
  private static final int UNKNOWN = -1;
  private static final Duration LIMIT = Duration.ofMinutes(7);
  private static final Duration ROUTE = Duration.ofMinutes(2);
  private static final NodeScript SCRIPT =
      NodeScript.of("kubeadm-join.sh").then(NodeScript.of("pulled-ahead.sh"));

  private final JoinNode step;
  private final Node node;
  private final Ssh context;
  private final DetachedRun run;

  Join(JoinNode step, Node node, Ssh context) {
    this.step = step;
    this.node = node;
    this.context = context;
    this.run = node.detached("kubeadm-join");
  }

  /**
   * @throws ClusterlineException {@code KUBEADM_JOIN_FAILED} with the log's end when no attempt
   *     succeeded
   */
  void untilJoined() {
    RunResult last = new RunResult(0, List.of());
    run.awaitEnd(LIMIT, context::report); // another worker's, if it is under way
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      JoinState state = JoinNode.state(node);
      if (state == JoinState.JOINED) {
        return;
      }
      last = joinOnce(state);
      if (last.succeeded()) {
        PulledAhead.told(last).ifPresent(context::report);
        return;
      }
      context.report(
          "kubeadm join failed (attempt %d): %s"
              .formatted(attempt, KubeadmLog.reason(last.logTail())));
      if (last.logTail().stream().anyMatch(line -> line.contains(StaleNodeObject.TAKEN))) {
        step.staleObject(context).delete();
      }
    }
    throw new ClusterlineException(
        ErrorCode.KUBEADM_JOIN_FAILED,
        "kubeadm join failed %d times on %s: %s"
            .formatted(ATTEMPTS, node.name(), KubeadmLog.reason(last.logTail())),
        last.logTail(),
        null);
  }

  private RunResult joinOnce(JoinState before) {
    if (before == JoinState.PARTIAL) {
      new NodeReset(node, context).after("kubeadm join");
    }
    awaitRouteToMaster();
    context.beforeMutation();
    node.write(NodePaths.JOIN, configuration().yaml());
    return runToEnd();
  }

  /** A reboot in between is one more way for an attempt to fail. */
  private RunResult runToEnd() {
    try {
      return run.runToEnd(SCRIPT, LIMIT, context::report);
    } catch (ClusterlineException e) {
      if (e.code() != ErrorCode.OUTCOME_UNKNOWN) {
        throw e;
      }
      return new RunResult(UNKNOWN, List.of(String.valueOf(e.getMessage())));
    }
  }

  private KubeadmJoin configuration() {
    BootstrapToken token =
        context.joinTokens().forJoin(context.node(step.master().machine()), step.endpoint());
    return new KubeadmJoin(
        step.endpoint(), context.output(step.master()).caCertHash(), token, step.registration());
  }

  /** A closed security group would show itself only as a join that hangs. */
  private void awaitRouteToMaster() {
    NodeScript script =
        NodeScript.of("reach-api.sh")
            .with("HOST", step.cluster().spec().kubernetes().controlPlaneEndpoint())
            .with("PORT", ApiEndpoint.PORT);
    Wait.until(node.name() + " reaches " + step.endpoint())
        .within(ROUTE)
        .orFail(ErrorCode.KUBERNETES_UNREACHABLE)
        .reporting(context::report)
        .poll(() -> {
          String seen = node.query("reach the API server", script).strip();
          return seen.equals("open") ? Wait.Seen.yes(seen) : Wait.Seen.notYet(seen);
        });
  }
}
