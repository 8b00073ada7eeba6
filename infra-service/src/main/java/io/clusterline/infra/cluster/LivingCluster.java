package io.clusterline.infra.cluster;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.ClusterAccess;
import io.clusterline.kubernetes.KubernetesCalls;
import io.clusterline.kubernetes.NodeDrain;
import io.clusterline.kubernetes.Nodes;
import io.clusterline.kubernetes.Nodes.Readiness;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.secret.SecretRef;
import io.clusterline.secret.SecretStore;
import io.clusterline.stage.StageContext;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.util.Optional;

/** The cluster that runs on the machines, when it was built before: its nodes and their pods. */
public final class LivingCluster implements AutoCloseable {

  private final StageContext context;
  private final ClusterAccess access;
  private final ReplacementSettings settings;

  /** Objects that all runs of the service share. */
  public record Tools(KubernetesCalls calls, ReplacementSettings settings) {}

  /**
   * @param kubeconfig of its administrator; not there before a cluster was built
   */
  public LivingCluster(
      StageContext context, SecretStore secrets, SecretRef kubeconfig, Tools tools) {
    this.context = context;
    this.access = new ClusterAccess(secrets, kubeconfig, tools.calls());
    this.settings = tools.settings();
  }

  /** Whether it was ever built. */
  public boolean exists() {
    return access.kubeconfig().isPresent();
  }

  /**
   * @throws ClusterlineException {@code KUBERNETES_UNREACHABLE} when the API server does not answer
   */
  public Optional<Readiness> node(String name) {
    return access.api().get(ObjectRef.node(name)).map(Nodes::read);
  }

  /** Whether a node is Ready, or becomes so soon. One that does not exist is not. */
  public boolean isReadySoon(String name) {
    try {
      return Wait.until("node " + name + " is ready")
          .within(settings.readyWithin())
          .orFail(ErrorCode.NODES_NOT_READY)
          .reporting(context::report)
          .poll(() -> look(name));
    } catch (ClusterlineException e) {
      if (e.code() != ErrorCode.NODES_NOT_READY) {
        throw e;
      }
      return false;
    }
  }

  private Seen<Boolean> look(String name) {
    Optional<Readiness> node = node(name);
    if (node.isEmpty()) {
      return Seen.yes(false);
    }
    return node.get().node().ready() ? Seen.yes(true) : Seen.notYet(node.get().reason());
  }

  /**
   * Moves what runs on a node.
   *
   * @throws ClusterlineException {@code DRAIN_BLOCKED} naming pods and disruption budgets
   */
  public void drain(String node) {
    new NodeDrain(access.api(), settings.drainWithin(), context::report, context::beforeMutation)
        .empty(node);
  }

  /** Deletes the node object of a machine that is gone. */
  public void forget(String node) {
    context.beforeMutation();
    access.api().delete(ObjectRef.node(node));
  }

  @Override
  public void close() {
    access.close();
  }
}
