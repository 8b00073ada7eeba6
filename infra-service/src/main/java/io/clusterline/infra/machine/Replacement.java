package io.clusterline.infra.machine;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.cluster.LivingCluster;
import io.clusterline.infra.machine.Instance.Launched;
import io.clusterline.kubernetes.Nodes.Readiness;
import io.clusterline.spec.NodeRole;
import io.clusterline.spec.NodeSpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One machine of a cluster that stands gives way to a new one. Its pods are moved before, and only
 * while all other nodes are Ready; so the machines of a cluster go one by one, a build each. A node
 * that is dead has nothing to move and waits for nobody. See ADR 0025.
 */
record Replacement(Instance step, Aws aws) {

  /** Whether a later build has to do it. */
  boolean isPostponed() {
    if (!isServing()) {
      return false;
    }
    Optional<String> obstacle = obstacle();
    obstacle.ifPresent(why -> {
      aws.replacements().postpone(name());
      aws.report(name() + " is replaced by a later build: " + why);
    });
    return obstacle.isPresent();
  }

  private Optional<String> obstacle() {
    return aws.replacements().begin(name())
        ? others().stream().map(this::whyNotReady).flatMap(Optional::stream).findFirst()
        : Optional.of("one machine at a time");
  }

  private List<NodeSpec> others() {
    return aws.nodes().stream().filter(node -> !node.name().equals(name())).toList();
  }

  /** A node that has not joined will not do so before this stage has ended. */
  private Optional<String> whyNotReady(NodeSpec other) {
    if (!hasJoined(other)) {
      return Optional.of(other.name() + " has not joined yet");
    }
    return cluster().isReadySoon(other.name())
        ? Optional.empty()
        : Optional.of(other.name() + " is not ready");
  }

  private boolean hasJoined(NodeSpec other) {
    Optional<String> instance = aws.recorded(Instance.KIND, other.name()).map(Launched::instanceId);
    return instance.isPresent()
        && cluster()
            .node(other.name())
            .map(Readiness::node)
            .filter(node -> node.providerId().endsWith("/" + instance.get()))
            .isPresent();
  }

  /** Whether pods may run on it: it is a worker of a cluster that was built, and it is not dead. */
  private boolean isServing() {
    if (step.node().role() == NodeRole.CONTROL_PLANE
        || !cluster().exists()
        || isControlPlaneReplaced()
        || cluster().node(name()).isEmpty()) {
      return false;
    }
    boolean ready = cluster().isReadySoon(name());
    if (!ready) {
      aws.report("node " + name() + " is not ready: it is replaced without moving its pods");
    }
    return ready;
  }

  /** With its machine the cluster goes, and a new one is made. */
  private boolean isControlPlaneReplaced() {
    NodeSpec master = aws.controlPlane();
    return aws.recorded(Instance.KIND, master.name())
        .filter(present -> MachineTypes.of(master).contains(present.type()))
        .filter(present -> present.diskGiB() == master.diskGiB())
        .isEmpty();
  }

  /** Until the machine and its node object are gone. */
  void removeOld(Launched old) {
    boolean serving = aws.replacements().isReplacing(name());
    if (serving) {
      cluster().drain(name());
    }
    Termination.of(aws, List.of(old.instanceId()));
    if (step.node().role() == NodeRole.WORKER && cluster().exists()) {
      forget();
    }
  }

  /** The bootstrap stage deletes the object too, should the API server not answer now. */
  private void forget() {
    try {
      cluster().forget(name());
    } catch (ClusterlineException e) {
      if (e.code() != ErrorCode.KUBERNETES_UNREACHABLE) {
        throw e;
      }
      aws.report("the node object of " + name() + " is still there: " + e.getMessage());
    }
  }

  private LivingCluster cluster() {
    return aws.living();
  }

  private String name() {
    return Objects.requireNonNull(step.node().name());
  }
}
