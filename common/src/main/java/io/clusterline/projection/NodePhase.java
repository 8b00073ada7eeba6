package io.clusterline.projection;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a machine passes until it is a node of the cluster, in this order. */
public enum NodePhase {
  /** The EC2 instance runs. */
  MACHINE("instance"),
  /** It answers over SSH with the expected host key, and cloud-init has ended. */
  REACHABLE("ssh-reachable", "generated-host-key", "host-key", "cloud-init"),
  /** Its packages are installed. */
  PREPARED("prepared-node"),
  /** It is a member of the cluster. */
  JOINED("control-plane", "joined-node"),
  /** It has its labels and taints. */
  CONFIGURED("node-labels", "node-taints"),
  /** The API server calls it ready. */
  READY("nodes-ready");

  private final Set<String> kinds;

  NodePhase(String... kinds) {
    this.kinds = Set.of(kinds);
  }

  /** The phase to which a step of that kind belongs. */
  static Optional<NodePhase> of(String kind) {
    return Arrays.stream(values()).filter(phase -> phase.kinds.contains(kind)).findFirst();
  }

  /** The kinds of its steps. */
  Set<String> kinds() {
    return kinds;
  }

  /** How far a machine is in a phase. The numbers are those of the metric. */
  public enum State {
    NOT_BEGUN,
    RUNNING,
    /** An attempt failed, and the stage waits for its next one. */
    WAITING,
    DONE,
    FAILED,
    REMOVED;

    /** {@code not-begun}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
