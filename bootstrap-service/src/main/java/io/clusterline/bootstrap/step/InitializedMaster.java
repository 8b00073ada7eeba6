package io.clusterline.bootstrap.step;

import io.clusterline.bootstrap.kubeadm.ApiEndpoint;
import io.clusterline.bootstrap.kubeadm.KubeadmInit;
import io.clusterline.bootstrap.kubeadm.KubeadmLog;
import io.clusterline.bootstrap.kubeadm.NodeRegistration;
import io.clusterline.bootstrap.node.DetachedRun;
import io.clusterline.bootstrap.node.Node;
import io.clusterline.bootstrap.node.NodeScript;
import io.clusterline.bootstrap.node.RunResult;
import io.clusterline.event.JoinedNode;
import io.clusterline.event.Machine;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.spec.Cluster;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import io.clusterline.stage.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The control plane: {@code kubeadm init} has finished and the API server is healthy. */
public record InitializedMaster(
    PreparedNode prepared, Cluster cluster, NodeRegistration registration)
    implements Step<Ssh, InitializedMaster.Value> {

  /**
   * @param caCertHash {@code sha256:…}, by which joining nodes verify the cluster
   * @param version that the API server reports
   * @param certificatesExpireAt when the first of the cluster's certificates expires; null in
   *     ledgers of earlier versions, and when they could not be read
   */
  public record Value(
      String caCertHash, String version, JoinedNode node, @Nullable Instant certificatesExpireAt) {}

  /** The join token is a secret outside of the machine, created before the machine is changed. */
  public static final Kind<Ssh, Value> KIND =
      Kind.<Ssh, Value>of(
              "control-plane",
              Value.class,
              (context, value) -> refuseRemoval(value),
              (context, intent) -> Optional.of(unfinished(intent.address().key())))
          .inClusterBut((context, value) -> context.joinTokens().deleteSecret());

  private static final int ATTEMPTS = 3;
  private static final Duration INIT = Duration.ofMinutes(10);
  private static final Duration HEALTHY = Duration.ofMinutes(4);

  /** Its etcd is the only copy of the cluster's data. */
  private static void refuseRemoval(Value value) {
    throw new ClusterlineException(
        ErrorCode.CONTROL_PLANE_NOT_REMOVABLE,
        "%s is the control plane of a cluster that lives on".formatted(value.node().name()));
  }

  private static Value unfinished(String name) {
    return new Value("", "", new JoinedNode(name, "", ""), null);
  }

  Machine machine() {
    return prepared.machine();
  }

  @Override
  public Kind<Ssh, Value> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return machine().name();
  }

  @Override
  public Duration deadline() {
    return INIT.multipliedBy(ATTEMPTS).plus(HEALTHY).plusMinutes(2);
  }

  @Override
  public Found<Value> find(Ssh context) {
    Node node = context.node(machine());
    return state(node) == ControlPlaneState.HEALTHY
        ? Found.inSync(new ApiReading(node, cluster).of(machine()))
        : Found.missing();
  }

  @Override
  public Value apply(Ssh context, Found<Value> found) {
    Node node = context.node(machine());
    DetachedRun run = node.detached("kubeadm-init");
    run.awaitEnd(INIT, context::report); // another worker's, if it is under way
    initialise(node, run, context);
    awaitHealthy(node, context);
    return new ApiReading(node, cluster).of(machine());
  }

  /**
   * A registry's or an API server's bad moment must not end a build. A control plane that once
   * stood is never made again: only one that never did is reset.
   */
  private void initialise(Node node, DetachedRun run, Ssh context) {
    RunResult last = new RunResult(0, List.of());
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      ControlPlaneState state = state(node);
      if (state.stood()) {
        context.report("kubeadm init was done before");
        return;
      }
      if (state == ControlPlaneState.PARTIAL) {
        new NodeReset(node, context).after("kubeadm init");
      }
      last = initialiseOnce(node, run, context);
      if (last.succeeded()) {
        PulledAhead.told(last).ifPresent(context::report);
        return;
      }
      context.report(
          "kubeadm init failed (attempt %d): %s"
              .formatted(attempt, KubeadmLog.reason(last.logTail())));
    }
    if (!state(node).stood()) {
      throw failed(last);
    }
  }

  private ClusterlineException failed(RunResult last) {
    return new ClusterlineException(
        ErrorCode.KUBEADM_INIT_FAILED,
        "kubeadm init failed %d times on %s: %s"
            .formatted(ATTEMPTS, machine().name(), KubeadmLog.reason(last.logTail())),
        last.logTail(),
        null);
  }

  private RunResult initialiseOnce(Node node, DetachedRun run, Ssh context) {
    context.beforeMutation();
    KubeadmInit init = new KubeadmInit(cluster, registration, context.joinTokens().forInit());
    node.write(NodePaths.INIT, init.yaml());
    NodeScript script =
        NodeScript.of("kubeadm-init.sh")
            .with("ENDPOINT", ApiEndpoint.inside(cluster))
            .then(NodeScript.of("pulled-ahead.sh"));
    return run.runToEnd(script, INIT, context::report);
  }

  private void awaitHealthy(Node node, Ssh context) {
    Wait.until("the API server is healthy at " + ApiEndpoint.inside(cluster))
        .within(HEALTHY)
        .atMostEvery(Duration.ofSeconds(1))
        .orFail(ErrorCode.KUBERNETES_UNREACHABLE)
        .reporting(context::report)
        .poll(() -> {
          ControlPlaneState state = state(node);
          return state == ControlPlaneState.HEALTHY
              ? Wait.Seen.yes(state)
              : Wait.Seen.notYet("/healthz does not answer ok");
        });
  }

  private ControlPlaneState state(Node node) {
    NodeScript script =
        NodeScript.of("control-plane-state.sh").with("ENDPOINT", ApiEndpoint.inside(cluster));
    return ControlPlaneState.parse(node.query("see how far the control plane is", script));
  }
}
