package io.clusterline.bootstrap.step;

import io.clusterline.bootstrap.kubeadm.ApiEndpoint;
import io.clusterline.bootstrap.kubeadm.NodeRegistration;
import io.clusterline.bootstrap.node.Node;
import io.clusterline.bootstrap.node.NodeScript;
import io.clusterline.event.JoinedNode;
import io.clusterline.event.Machine;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.spec.Cluster;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Kind.Trait;
import io.clusterline.stage.Step;
import io.clusterline.stage.Wait;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** The machine has become a node: the API server shows it, under its own provider id. */
public record JoinNode(
    PreparedNode prepared, InitializedMaster master, NodeRegistration registration)
    implements Step<Ssh, JoinedNode> {

  public static final Kind<Ssh, JoinedNode> KIND =
      Kind.<Ssh, JoinedNode>of(
              "joined-node",
              JoinedNode.class,
              (context, node) -> new NodeDeparture(node.name(), context).run(),
              (context, intent) -> Optional.of(new JoinedNode(intent.address().key(), "", "")))
          .with(Trait.IN_CLUSTER);

  private static final Duration DEADLINE = Duration.ofMinutes(25);
  private static final Duration REGISTERED = Duration.ofMinutes(2);

  Machine machine() {
    return prepared.machine();
  }

  Cluster cluster() {
    return master.cluster();
  }

  @Override
  public Kind<Ssh, JoinedNode> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return machine().name();
  }

  @Override
  public Duration deadline() {
    return DEADLINE;
  }

  @Override
  public Found<JoinedNode> find(Ssh context) {
    Node node = context.node(machine());
    if (state(node) != JoinState.JOINED) {
      return Found.missing();
    }
    try {
      return checkJoined(node)
          .value()
          .<Found<JoinedNode>>map(Found::inSync)
          .orElseGet(Found::missing);
    } catch (ClusterlineException e) {
      return throwUnlessStale(e, Found::missing);
    }
  }

  @Override
  public JoinedNode apply(Ssh context, Found<JoinedNode> found) {
    Node node = context.node(machine());
    new Join(this, node, context).untilJoined();
    try {
      return awaitShown(node, context);
    } catch (ClusterlineException e) {
      return throwUnlessStale(
          e,
          () -> {
            staleObject(context).replace();
            return awaitShown(node, context);
          });
    }
  }

  private static <T> T throwUnlessStale(ClusterlineException failure, Supplier<T> otherwise) {
    if (failure.code() != ErrorCode.PROVIDER_ID_MISMATCH) {
      throw failure;
    }
    return otherwise.get();
  }

  StaleNodeObject staleObject(Ssh context) {
    return new StaleNodeObject(machine(), context.node(master.machine()), context);
  }

  private JoinedNode awaitShown(Node node, Ssh context) {
    return Wait.until("the API server shows node " + machine().name())
        .within(REGISTERED)
        .atMostEvery(Duration.ofSeconds(1))
        .orFail(ErrorCode.KUBEADM_JOIN_FAILED)
        .reporting(context::report)
        .poll(() -> checkJoined(node));
  }

  static JoinState state(Node node) {
    return JoinState.parse(node.query("see whether it has joined", NodeScript.of("node-state.sh")));
  }

  /**
   * Reads with the kubelet's own identity; a node that was deleted or never registered is not
   * found.
   */
  private Wait.Seen<JoinedNode> checkJoined(Node node) {
    try {
      return Wait.Seen.yes(new ApiReading(node, cluster()).nodeObject(machine()));
    } catch (ClusterlineException e) {
      if (e.code() != ErrorCode.REMOTE_COMMAND_FAILED) {
        throw e;
      }
      return Wait.Seen.notYet(e.logTail().isEmpty() ? "no answer" : e.logTail().getLast());
    }
  }

  String endpoint() {
    return ApiEndpoint.inside(cluster());
  }
}
