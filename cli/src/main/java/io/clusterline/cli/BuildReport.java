package io.clusterline.cli;

import io.clusterline.cli.view.FailureReport;
import io.clusterline.cli.view.NodeMatrix;
import io.clusterline.cli.view.TerminalText;
import io.clusterline.event.AddonsReady;
import io.clusterline.event.EventType;
import io.clusterline.event.NodeStatus;
import io.clusterline.projection.BuildView;
import io.clusterline.projection.ClusterView;
import io.clusterline.projection.RemovalView;
import io.clusterline.projection.StageView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The report of an ended build: the result or the failure, and how the time was spent. */
final class BuildReport {

  private BuildReport() {}

  static List<String> lines(BuildView build) {
    return lines(build, Set.of());
  }

  /** The same without the machines that were removed once all was ready. */
  static List<String> lines(ClusterView cluster) {
    List<String> lines = lines(cluster.build(), removedNodes(cluster));
    if (cluster.hasPruning()) {
      lines.add("");
      lines.addAll(pruning(cluster.removal()));
    }
    return lines;
  }

  private static List<String> lines(BuildView build, Set<String> removed) {
    List<String> lines = new ArrayList<>();
    AddonsReady result = build.result();
    if (result != null && build.outcome() == BuildView.Outcome.READY) {
      lines.addAll(ResultTables.of(result, node -> !removed.contains(node.name())));
    } else if (!build.nodes().isEmpty()) {
      lines.add(
          "Nodes: %d of %d Ready when they were last looked at."
              .formatted(
                  build.nodes().stream().filter(NodeStatus::ready).count(), build.nodes().size()));
    }
    if (build.isEnded() && build.outcome() != BuildView.Outcome.READY) {
      lines.addAll(NodeMatrix.lines(build));
    }
    lines.addAll(describeOutcome(build));
    lines.addAll(remarks(build));
    build.failure().ifPresent(failure -> lines.addAll(FailureReport.lines(failure)));
    if (build.outcome() == BuildView.Outcome.READY) {
      lines.addAll(beside(build));
    }
    lines.add("");
    lines.addAll(TimeReport.lines(build));
    return lines;
  }

  /** The stages that the cluster is ready without. */
  private static List<String> beside(BuildView build) {
    List<StageView> beside =
        build.stages().values().stream().filter(stage -> stage.name().isBeside()).toList();
    List<String> lines = new ArrayList<>();
    beside.stream()
        .filter(StageView::hasFailed)
        .map(one -> "The cluster is ready without stage " + one.name() + ", which failed.")
        .forEach(lines::add);
    boolean failed = !lines.isEmpty(); // then those that have not begun wait for its replay
    List<String> going =
        beside.stream()
            .filter(stage -> !stage.isComplete() && !stage.hasFailed())
            .filter(stage -> !failed || stage.isRunning())
            .map(stage -> stage.name().toString())
            .toList();
    if (!going.isEmpty()) {
      lines.add("The cluster is ready; beside it go on: " + String.join(", ", going) + ".");
    } else if (build.published().containsKey(EventType.CLUSTER_READY)) {
      lines.add(
          "ClusterReady: every stage has ended. What the users' own workloads lack is told above.");
    }
    build.failureBeside().ifPresent(failure -> lines.addAll(FailureReport.lines(failure)));
    return lines;
  }

  /** What succeeded with a reservation. */
  static List<String> remarks(BuildView build) {
    return build.stages().values().stream()
        .flatMap(stage -> stage.remarks().stream().map(remark -> stage.name() + ": " + remark))
        .map(TerminalText::line)
        .toList();
  }

  private static List<String> describeOutcome(BuildView build) {
    return switch (build.outcome()) {
      case STOPPED -> List.of("It was stopped before it was ready: " + build.stopped());
      case SUPERSEDED ->
          List.of(
              "Superseded by a newer request: generation "
                  + build.supersededBy()
                  + ". Watch it: ./clusterline watch "
                  + build.cluster());
      default -> List.of();
    };
  }

  private static List<String> pruning(RemovalView removal) {
    return removal.failure().isPresent()
        ? FailureReport.lines(removal.failure().get())
        : List.of(
            "Removed with this generation, as the specification no longer has them: "
                + (removal.removed().isEmpty() ? "nothing" : String.join(", ", removal.removed())));
  }

  /** By the addresses that a removal names: {@code instance/worker-3}. */
  static Set<String> removedNodes(ClusterView cluster) {
    return cluster.hasPruning()
        ? cluster.removal().removed().stream()
            .filter(address -> address.startsWith("instance/"))
            .map(address -> address.substring("instance/".length()))
            .collect(Collectors.toSet())
        : Set.of();
  }

  /** The machines that still exist. */
  static List<NodeStatus> nodes(ClusterView cluster) {
    AddonsReady result = cluster.build().result();
    Set<String> removed = removedNodes(cluster);
    return result == null
        ? List.of()
        : result.nodes().stream().filter(node -> !removed.contains(node.name())).toList();
  }
}
